"""Accuracy at a cut-off that a person tries, on the data set a run was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from analytics.report import Report
from analytics.runs.compute.roc import curve_of
from analytics.stats._ordering import midpoints
from analytics.stats.cutoffs import accuracy_at
from analytics.stats.results import FloatArray, to_json
from analytics.stats.roc import RocCurve
from analytics.tables import formats, limits
from analytics.tables.roc import needed
from ra_registry.core.entry.fields import NumberField, Refused, WholeNumberField
from ra_registry.core.entry.widgets import entry_text

# Proportions of the table with their interval, and of which patients they are.
RATES = (
    ("sensitivity", "Sensitivity"),
    ("specificity", "Specificity"),
    ("positive_predictive", "PPV in this study"),
    ("negative_predictive", "NPV in this study"),
)
RATIOS = (("lr_positive", "LR+"), ("lr_negative", "LR−"))
AT_PREVALENCE = (("positive_at_prevalence", "PPV"), ("negative_at_prevalence", "NPV"))


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
            raise forms.ValidationError("The prevalence must lie above 0 % and below 100 %.")
        return given

    def sentences(self) -> Iterator[str]:
        """Yield what is wrong; what a field says of a typed text says which field it is."""
        for name, errors in self.errors.as_data().items():
            for error in errors:
                named = isinstance(error, Refused)
                yield f"{self[name].label}: {error.message}" if named else str(error.message)


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
    counts: Mapping[str, int] | None = None
    measures: tuple[Measure, ...] = ()


def what_if(report: Report, outcome: str, code: str, asked: Mapping[str, str]) -> WhatIf:
    """Return the accuracy at the cut-off that was asked for, or at the best one.

    ``asked``: ``cutoff`` or ``place``, and ``prevalence``, as they were typed.
    """
    form = WhatIfForm(asked)
    typed = WhatIf(cutoff=asked.get("cutoff", ""), prevalence=asked.get("prevalence", ""))
    if not form.is_valid():
        return replace(typed, errors=tuple(form.sentences()), invalid=tuple(form.errors))
    why = formats.reason(report.marker(outcome, code)["auc"]["value"])
    if why:
        return replace(typed, unusable=why)
    curve = curve_of(report.data(needed(outcome, code)), report.plan, outcome, code)
    cutoff, chosen = _cutoff(report, outcome, code, curve, form.cleaned_data)
    share = _share(report, asked, form.cleaned_data["prevalence"])
    found = to_json(accuracy_at(curve, cutoff, prevalence=share, level=report.plan["level"]))
    accuracy = found["accuracy"]
    counts = accuracy["counts"]
    sign = formats.SIGNS[curve.direction]
    # A typed number is shown as it is; half way between two values six digits are enough.
    typed_itself = form.cleaned_data["cutoff"] is not None
    shown = entry_text(cutoff if typed_itself else float(f"{cutoff:.6g}")) or ""
    positive = counts["true_positive"] + counts["false_positive"]
    n = curve.sample.n_used
    below = limits.tried(report.marker(outcome, code), cutoff, positive, n)
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
            analyte=report.analyte(code),
            words=below or f"{sign} {shown}",
            positive=positive,
            n=n,
        ),
        words=below or f"{sign} {cutoff:.4g}",
        alarms=counts["false_positive"] / curve.n_non_events,
        hits=counts["true_positive"] / curve.n_events,
        counts=counts,
        measures=tuple(_measures(accuracy, share)),
    )


def _cutoff(
    report: Report, outcome: str, code: str, curve: RocCurve, asked: Mapping[str, Any]
) -> tuple[float, bool]:
    """The number typed, else the place dragged to, else the best cut-off; and whether asked for."""
    if asked["cutoff"] is not None:
        return float(asked["cutoff"]), True
    steps = _steps(curve)
    if asked["place"] is not None:
        return float(steps[min(asked["place"], steps.size - 1)]), True
    best = next(iter(report.marker(outcome, code)["youden"].get("optima", [])), None)
    if best is None:
        return float(steps[steps.size // 2]), False
    shown = best["midpoint"] if best["midpoint"] is not None else best["observed"]
    return float(shown), False


def _steps(curve: RocCurve) -> FloatArray:
    """Every cut-off of the curve, lowest first: half way to the next value, as tables show it."""
    steps = np.append(midpoints(curve.values, curve.direction), curve.values[-1])
    return steps[::-1] if curve.direction == "high" else steps


def _place(curve: RocCurve, positive: int) -> int:
    """The place of the cut-off that calls so many positive."""
    beyond = curve.true_positives + curve.false_positives
    index = min(int(np.searchsorted(beyond, positive)), curve.values.size - 1)
    return int(curve.values.size) - 1 - index if curve.direction == "high" else index


def _share(report: Report, asked: Mapping[str, str], percent: float | None) -> float | None:
    """The prevalence as a share; the plan's where nobody has touched the field."""
    if "prevalence" not in asked:
        planned: float | None = report.plan["prevalence"]
        return planned
    return None if percent is None else percent / 100


def _measures(accuracy: Mapping[str, Any], share: float | None) -> list[Measure]:
    found = [
        Measure(
            label,
            formats.percent(accuracy[key]["value"]),
            _limits(accuracy[key]["wilson"]),
            f"{accuracy[key]['successes']} of {accuracy[key]['n']}",
            formats.reason(accuracy[key]["value"]),
        )
        for key, label in RATES
    ]
    if share is not None:
        found += [
            Measure(
                f"{label} at a prevalence of {100 * share:g} %",
                formats.percent(accuracy[key]["value"]),
                _limits(accuracy[key]["interval"]),
                reason=formats.reason(accuracy[key]["value"])
                or formats.reason(accuracy[key]["interval"]),
            )
            for key, label in AT_PREVALENCE
        ]
    return found + [
        Measure(
            label,
            formats.number(accuracy[key]["value"]),
            formats.interval(accuracy[key]["interval"]),
            reason=formats.reason(accuracy[key]["value"])
            or formats.reason(accuracy[key]["interval"]),
        )
        for key, label in RATIOS
    ]


def _limits(interval: Any) -> str:
    if formats.reason(interval):
        return formats.NOT_ESTIMABLE
    return f"{formats.percent(interval['low'])} to {formats.percent(interval['high'])}"
