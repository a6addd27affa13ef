"""What a planner may ask: each question with its fields and how it is answered.

The formulas are those of ``analytics.stats.planning``, which name their sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.planning import words
from analytics.stats.errors import InputError
from analytics.stats.planning.auc import (
    AucPlan,
    PairedMarkers,
    auc_power,
    auc_sample_size,
    paired_auc_power,
    paired_auc_sample_size,
)
from analytics.stats.planning.icc import icc_sample_size, icc_width
from analytics.stats.planning.mcnemar import mcnemar_power, mcnemar_sample_size
from analytics.stats.planning.means import means_power, means_sample_size
from analytics.stats.results import NotEstimable
from ra_registry.core.entry.fields import NumberField, WholeNumberField

MOST_PATIENTS = 10_000_000
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What follows from the expectations: a sentence, the method, and why there is none."""

    sentence: str = ""
    method: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Question:
    """One question: ``size`` answers how many patients, ``power`` what given patients achieve.

    ``fields`` make the expectations' fields; ``sizes`` those of the given patients.
    """

    key: str
    title: Promise
    lead: Promise
    fields: Mapping[str, Callable[[], forms.Field]]
    sizes: Mapping[str, Callable[[], forms.Field]]
    size: Callable[[Given], Answer]
    power: Callable[[Given], Answer]
    wants_width: bool = False

    def answer(self, given: Given) -> Answer:
        """Return the answer to what was asked; impossible expectations are refused in words."""
        try:
            return (self.size if given["ask"] == "size" else self.power)(given)
        except InputError as error:
            return Answer(refused=words.refusal(error.message))


def _share(label: Promise, initial: float, low: float, high: float) -> Callable[[], forms.Field]:
    return lambda: NumberField(
        label=label, low=str(low), high=str(high), gives=float, initial=initial
    )


def _count(label: Promise, initial: int) -> Callable[[], forms.Field]:
    return lambda: WholeNumberField(
        label=label, low=2, high=MOST_PATIENTS, initial=initial, required=False
    )


def _found(plan: Any, sentence: Callable[[Any], str]) -> Answer:
    if isinstance(plan, NotEstimable):
        return Answer(refused=plan.reason)
    return Answer(sentence(plan), plan.method)


RATIO = _share(gettext_lazy("Patients without the outcome for each with it"), 1.0, 0.001, 1000)
ALPHA = _share(gettext_lazy("Two-sided error probability"), 0.05, 0.0001, 0.4999)
EVENTS = {
    "events": _count(gettext_lazy("Patients with the outcome"), 46),
    "non_events": _count(gettext_lazy("Patients without it"), 42),
}


def _auc_words(given: Given, aim: str) -> Callable[[AucPlan], str]:
    return lambda plan: words.auc(plan, aim, asked=given["ask"])


def _one_aim(given: Given) -> str:
    return _("an AUC of %(auc)s differs from 0.5") % {"auc": f"{given['auc']:g}"}


def _two_aim(given: Given) -> str:
    return _("AUCs of %(first)s and %(second)s on the same patients differ") % {
        "first": f"{given['auc_first']:g}",
        "second": f"{given['auc_second']:g}",
    }


def _markers(given: Given) -> PairedMarkers:
    return PairedMarkers(
        given["auc_first"],
        given["auc_second"],
        given["correlation_events"],
        given["correlation_non_events"],
    )


ONE_AUC = Question(
    key="auc",
    title=gettext_lazy("One AUC"),
    lead=gettext_lazy("Does a marker tell patients with the outcome from those without?"),
    fields={
        "auc": _share(gettext_lazy("Expected AUC"), 0.75, 0.501, 0.999),
        "ratio": RATIO,
        "alpha": ALPHA,
    },
    sizes=EVENTS,
    size=lambda given: _found(
        auc_sample_size(
            given["auc"], power=given["power"], alpha=given["alpha"], ratio=given["ratio"]
        ),
        _auc_words(given, _one_aim(given)),
    ),
    power=lambda given: _found(
        auc_power(
            given["auc"],
            events=given["events"],
            non_events=given["non_events"],
            alpha=given["alpha"],
        ),
        _auc_words(given, _one_aim(given)),
    ),
)

TWO_AUCS = Question(
    key="two-aucs",
    title=gettext_lazy("Two AUCs"),
    lead=gettext_lazy("Is one marker better than another, both measured in every patient?"),
    fields={
        "auc_first": _share(gettext_lazy("AUC of the first marker"), 0.82, 0.501, 0.999),
        "auc_second": _share(gettext_lazy("AUC of the second marker"), 0.7, 0.501, 0.999),
        "correlation_events": _share(
            gettext_lazy("Correlation of the markers, with the outcome"), 0.5, -0.99, 0.99
        ),
        "correlation_non_events": _share(
            gettext_lazy("Correlation of the markers, without it"), 0.5, -0.99, 0.99
        ),
        "ratio": RATIO,
        "alpha": ALPHA,
    },
    sizes=EVENTS,
    size=lambda given: _found(
        paired_auc_sample_size(
            _markers(given), power=given["power"], alpha=given["alpha"], ratio=given["ratio"]
        ),
        _auc_words(given, _two_aim(given)),
    ),
    power=lambda given: _found(
        paired_auc_power(
            _markers(given),
            events=given["events"],
            non_events=given["non_events"],
            alpha=given["alpha"],
        ),
        _auc_words(given, _two_aim(given)),
    ),
)

PAIRED_SHARES = Question(
    key="paired-shares",
    title=gettext_lazy("Two methods, yes or no"),
    lead=gettext_lazy(
        "Does one method find the outcome more often than another in the same patients (McNemar)?"
    ),
    fields={
        "only_first": _share(
            gettext_lazy("Share positive by the first method alone"), 0.31, 0.0001, 0.9999
        ),
        "only_second": _share(
            gettext_lazy("Share positive by the second method alone"), 0.05, 0.0001, 0.9999
        ),
        "alpha": ALPHA,
    },
    sizes={"n": _count(gettext_lazy("Patients"), 88)},
    size=lambda given: _found(
        mcnemar_sample_size(
            given["only_first"], given["only_second"], power=given["power"], alpha=given["alpha"]
        ),
        lambda plan: words.paired(plan, given),
    ),
    power=lambda given: _found(
        mcnemar_power(
            given["only_first"], given["only_second"], n=given["n"], alpha=given["alpha"]
        ),
        lambda plan: words.paired(plan, given),
    ),
)

TWO_MEANS = Question(
    key="two-means",
    title=gettext_lazy("Two means"),
    lead=gettext_lazy("Do two groups of patients differ in a score or in its change?"),
    fields={
        "difference": _share(gettext_lazy("Expected difference"), 2.0, -1e6, 1e6),
        "sd": _share(gettext_lazy("SD within a group"), 4.0, 1e-6, 1e6),
        "ratio": _share(
            gettext_lazy("Patients of the second group for each of the first"), 1.0, 0.001, 1000
        ),
        "alpha": ALPHA,
    },
    sizes={
        "first": _count(gettext_lazy("Patients of the first group"), 44),
        "second": _count(gettext_lazy("Patients of the second group"), 44),
    },
    size=lambda given: _found(
        means_sample_size(
            given["difference"],
            given["sd"],
            power=given["power"],
            alpha=given["alpha"],
            ratio=given["ratio"],
        ),
        lambda plan: words.means(plan, given),
    ),
    power=lambda given: _found(
        means_power(
            given["difference"],
            given["sd"],
            first=given["first"],
            second=given["second"],
            alpha=given["alpha"],
        ),
        lambda plan: words.means(plan, given),
    ),
)

ICC = Question(
    key="icc",
    title=gettext_lazy("Reader reliability"),
    lead=gettext_lazy("How many patients must be read for a narrow interval of the ICC?"),
    fields={
        "icc": _share(gettext_lazy("Expected ICC of one reader"), 0.9, 0.001, 0.999),
        "readers": lambda: WholeNumberField(
            label=gettext_lazy("Readers of each patient"), low=2, high=100, initial=2
        ),
        "level": _share(gettext_lazy("Level of the interval"), 0.95, 0.5, 0.999),
    },
    sizes={"n": _count(gettext_lazy("Patients"), 88)},
    size=lambda given: _found(
        icc_sample_size(
            given["icc"], readers=given["readers"], width=given["width"], level=given["level"]
        ),
        lambda plan: words.icc(plan, asked="size"),
    ),
    power=lambda given: _found(
        icc_width(given["icc"], readers=given["readers"], n=given["n"], level=given["level"]),
        lambda plan: words.icc(plan, asked="power"),
    ),
    wants_width=True,
)

QUESTIONS = {one.key: one for one in (ONE_AUC, TWO_AUCS, PAIRED_SHARES, TWO_MEANS, ICC)}
