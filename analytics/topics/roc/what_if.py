"""Accuracy at a cut-off that a person tries, on the data set a run was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from analytics.design.variable import Variable
from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats._shared.ordering import midpoints
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.results import Estimate, FloatArray, IntervalEstimate, NotEstimable
from analytics.stats.roc.accuracy import Accuracy, Counts
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import accuracy_at
from analytics.tables import formats, limits
from analytics.topics.roc.curves import stored_curve
from ra_registry.core.entry.fields import NumberField, Refused, WholeNumberField
from ra_registry.core.entry.widgets import entry_text


class WhatIfForm(forms.Form):
    """A cut-off, as a number or as a place among the curve's own, and a prevalence in per cent."""

    cutoff = NumberField(
        label=_("Cut-off"), low=0, high=1_000_000_000_000, gives=float, required=False
    )
    place = WholeNumberField(low=0, high=1_000_000_000, required=False)
    prevalence = NumberField(
        label=_("Prevalence"), low=0, high=100, gives=float, unit="%", required=False
    )

    def clean_prevalence(self) -> float | None:
        """Return the prevalence; at 0 and at 100 % a predictive value has no meaning."""
        given: float | None = self.cleaned_data["prevalence"]
        if given is not None and not 0 < given < 100:
            raise forms.ValidationError(
                gettext("The prevalence must lie above 0 % and below 100 %.")
            )
        return given

    def sentences(self) -> Iterator[str]:
        """Yield what is wrong; what a field says of a typed text says which field it is."""
        for name, errors in self.errors.as_data().items():
            for error in errors:
                named = isinstance(error, Refused)
                yield f"{self[name].label}: {error.message}" if named else str(error.message)


class SignedWhatIfForm(WhatIfForm):
    """The same for an exposure that may lie below 0, as a change does."""

    cutoff = NumberField(
        label=_("Cut-off"),
        low=-1_000_000_000_000,
        high=1_000_000_000_000,
        gives=float,
        required=False,
    )


def form_of(variable: Variable) -> type[WhatIfForm]:
    """Return the form that asks for a cut-off of an exposure."""
    return WhatIfForm if variable.scale == "log2" else SignedWhatIfForm


@dataclass(frozen=True)
class Measure:
    """One line of the answer: a measure with its interval and the counts behind it."""

    label: str
    value: str
    interval: str
    detail: str = ""
    reason: str = ""


@dataclass(frozen=True)
class WhatIf:
    """What holds at a cut-off. ``errors``: sentences instead of it, about the ``invalid`` fields.

    ``place`` is the cut-off's place among the ``places`` of the curve, lowest value first;
    ``chosen``: the person asked for it, it isn't the best one shown at first.
    """

    errors: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    unusable: str = ""
    cutoff: str = ""
    prevalence: str = ""
    chosen: bool = False
    place: int = 0
    places: int = 1
    rule: str = ""
    words: str = ""
    alarms: float = 0.0
    hits: float = 0.0
    counts: Counts | None = None
    measures: tuple[Measure, ...] = ()


def what_if(stored: StoredRun, outcome: str, code: str, asked: Mapping[str, str]) -> WhatIf:
    """Return the accuracy at the cut-off that was asked for, or at the best one.

    ``asked``: ``cutoff`` or ``place``, and ``prevalence``, as they were typed.
    """
    form = form_of(stored.variables[code])(asked)
    typed = WhatIf(cutoff=asked.get("cutoff", ""), prevalence=asked.get("prevalence", ""))
    if not form.is_valid():
        return replace(typed, errors=tuple(form.sentences()), invalid=tuple(form.errors))
    marker = stored.marker(outcome, code)
    if isinstance(marker.auc.value, NotEstimable):
        return replace(typed, unusable=marker.auc.value.reason)
    curve = stored_curve(stored, outcome, code)
    cutoff, chosen = _cutoff(marker, curve, form.cleaned_data)
    share = _share(stored, asked, form.cleaned_data["prevalence"])
    accuracy = accuracy_at(curve, cutoff, prevalence=share, level=stored.plan.level).accuracy
    counts = accuracy.counts
    sign = formats.SIGNS[curve.direction]
    # A typed number is shown as it is; half way between two values six digits are enough.
    typed_itself = form.cleaned_data["cutoff"] is not None
    shown = entry_text(cutoff if typed_itself else float(f"{cutoff:.6g}")) or ""
    positive = counts.true_positive + counts.false_positive
    n = curve.sample.n_used
    below = limits.tried(marker, cutoff, positive, n)
    return WhatIf(
        cutoff=shown,
        prevalence="" if share is None else (entry_text(float(f"{100 * share:.12g}")) or ""),
        chosen=chosen,
        place=_place(curve, positive),
        places=int(curve.values.size),
        rule=ngettext(
            "Positive when {analyte} {words}: {positive} of {n} patient.",
            "Positive when {analyte} {words}: {positive} of {n} patients.",
            n,
        ).format(
            analyte=stored.variable(code),
            words=below or f"{sign} {shown}",
            positive=positive,
            n=n,
        ),
        words=below or f"{sign} {cutoff:.4g}",
        alarms=counts.false_positive / curve.n_non_events,
        hits=counts.true_positive / curve.n_events,
        counts=counts,
        measures=tuple(_measures(accuracy)),
    )


def _cutoff(marker: MarkerRoc, curve: RocCurve, asked: Mapping[str, Any]) -> tuple[float, bool]:
    """The number typed, else the place dragged to, else the best cut-off; and whether asked for."""
    if asked["cutoff"] is not None:
        return float(asked["cutoff"]), True
    steps = _steps(curve)
    if asked["place"] is not None:
        return float(steps[min(asked["place"], steps.size - 1)]), True
    if marker.optima:
        return marker.optima[0].value, False
    return float(steps[steps.size // 2]), False


def _steps(curve: RocCurve) -> FloatArray:
    """Every cut-off of the curve, lowest first: half way to the next value, as tables show it."""
    steps = np.append(midpoints(curve.values, curve.direction), curve.values[-1])
    return steps[::-1] if curve.direction == "high" else steps


def _place(curve: RocCurve, positive: int) -> int:
    """The place of the cut-off that calls so many positive."""
    beyond = curve.true_positives + curve.false_positives
    index = min(int(np.searchsorted(beyond, positive)), curve.values.size - 1)
    return int(curve.values.size) - 1 - index if curve.direction == "high" else index


def _share(stored: StoredRun, asked: Mapping[str, str], percent: float | None) -> float | None:
    """The prevalence as a share; the plan's where nobody has touched the field."""
    if "prevalence" not in asked:
        planned: float | None = stored.plan.prevalence
        return planned
    return None if percent is None else percent / 100


def _measures(accuracy: Accuracy) -> Iterator[Measure]:
    """Yield shares of the table with whose they are, at a prevalence, and likelihood ratios."""
    shares: tuple[tuple[str, Proportion], ...] = (
        (gettext("Sensitivity"), accuracy.sensitivity),
        (gettext("Specificity"), accuracy.specificity),
        (gettext("PPV in this study"), accuracy.positive_predictive),
        (gettext("NPV in this study"), accuracy.negative_predictive),
    )
    for label, share in shares:
        yield Measure(
            label,
            formats.percent(share.value),
            _percents(share.wilson),
            gettext("%(successes)d of %(n)d") % {"successes": share.successes, "n": share.n},
            formats.reason(share.value),
        )
    for words, found in (
        (_("PPV at a prevalence of %(share)s"), accuracy.positive_at_prevalence),
        (_("NPV at a prevalence of %(share)s"), accuracy.negative_at_prevalence),
    ):
        if found is not None:
            yield Measure(
                words % {"share": f"{100 * found.prevalence:g} %"},
                formats.percent(found.value),
                _percents(found.interval),
                reason=_why_not(found.value, found.interval),
            )
    for label, ratio in (("LR+", accuracy.lr_positive), ("LR−", accuracy.lr_negative)):
        yield Measure(
            label,
            formats.number(ratio.value),
            formats.interval(ratio.interval),
            reason=_why_not(ratio.value, ratio.interval),
        )


def _why_not(value: Estimate, interval: IntervalEstimate) -> str:
    return formats.reason(value) or formats.reason(interval)


def _percents(interval: IntervalEstimate) -> str:
    if isinstance(interval, NotEstimable):
        return formats.NOT_ESTIMABLE
    return f"{formats.percent(interval.low)} to {formats.percent(interval.high)}"
