"""A plan's choices as a person reads them: in groups, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from analytics.design import adjustment_words
from analytics.design.choices import Choices
from analytics.design.options import (
    ADJUSTMENT_NAMES,
    AUC_INTERVALS,
    CRITERIA,
    HIGH,
    MODEL_POLICIES,
    ODDS_RATIO_INTERVALS,
    PAIRED_TESTS,
    QUANTILE_TYPES,
    REPORT_SECTIONS,
    SENSITIVITY_POLICIES,
)
from analytics.design.variable import Variable

LABELS: dict[str, str | Promise] = {
    "outcomes": "Outcomes",
    "comparisons": gettext_lazy("Comparisons"),
    "primary_exposure": "Primary exposure",
    "left_out": "Analytes left out",
    "further_exposures": gettext_lazy("Further exposures"),
    "covariates": gettext_lazy("Covariates"),
    "interactions": gettext_lazy("Interactions"),
    "subgroups": gettext_lazy("Subgroups"),
    "below_limit": "Below the limit, in models",
    "cutoff_criterion": "Cut-off",
    "auc_interval": "Interval of the AUC",
    "adjustment": gettext_lazy("Adjustment over the exposures"),
    "published_cutoff": "Published cut-off",
    "prevalence": "Prevalence for predictive values",
    "cost_ratio": "Weight of a missed event",
    "odds_ratio_interval": "Interval of odds ratios",
    "dose_groups": "Groups of the dose-response",
    "level": "Level of intervals",
    "quantile_type": "Quantiles",
    "resamples": "Resamples",
    "seed": "Seed",
    "bootstrap_tests": gettext_lazy("Bootstrap tests and intervals"),
    "supplement": gettext_lazy("Sections in the supplement"),
    "sensitivity.thresholds": "Thresholds, points",
    "sensitivity.sdc_levels": "Levels of the smallest detectable change",
    "sensitivity.single_readers": "Each reader alone",
    "sensitivity.below_limit": "Below the limit",
    "sensitivity.imputations": "Imputations",
}
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    ("Outcomes", ("outcomes",)),
    (gettext_lazy("Comparisons"), ("comparisons",)),
    ("Exposures", ("primary_exposure", "left_out", "further_exposures", "below_limit")),
    (gettext_lazy("Covariates"), ("covariates",)),
    (gettext_lazy("Interactions"), ("interactions",)),
    (gettext_lazy("Subgroups"), ("subgroups",)),
    (
        "ROC and cut-offs",
        (
            "cutoff_criterion",
            "auc_interval",
            "adjustment",
            "published_cutoff",
            "prevalence",
            "cost_ratio",
        ),
    ),
    ("Models", ("odds_ratio_interval", "dose_groups")),
    (
        "Intervals and resampling",
        ("level", "quantile_type", "resamples", "seed", "bootstrap_tests"),
    ),
    (gettext_lazy("Report"), ("supplement",)),
    (
        "Sensitivity analyses",
        tuple(field for field in LABELS if field.startswith("sensitivity.")),
    ),
)
OPTIONS: dict[str, Mapping[Any, str | Promise]] = {
    "below_limit": MODEL_POLICIES,
    "cutoff_criterion": CRITERIA,
    "auc_interval": AUC_INTERVALS,
    "adjustment": ADJUSTMENT_NAMES,
    "odds_ratio_interval": ODDS_RATIO_INTERVALS,
    "quantile_type": QUANTILE_TYPES,
    "sensitivity.below_limit": SENSITIVITY_POLICIES,
    "supplement": REPORT_SECTIONS,
}
# What an absent choice means.
WITHOUT: dict[str, str | Promise] = {
    "outcomes": gettext_lazy(
        "Every event on the leading modality; what is worse with high, what is better with low "
        "values"
    ),
    "comparisons": gettext_lazy(
        "The two leading modalities, in each direction that both have an event in"
    ),
    "primary_exposure": gettext_lazy(
        "The analyte that leads its panel, otherwise the first exposure"
    ),
    "further_exposures": gettext_lazy(
        "None beside analytes; where none is measured, the laboratory values on record"
    ),
    "published_cutoff": "None",
    "prevalence": "The share of events in this study only",
    "cost_ratio": "No cut-off by cost",
}


@dataclass(frozen=True)
class Names:
    """What the codes in a plan are called: exposures by code, endpoints by key."""

    variables: Mapping[str, Variable]
    endpoints: Mapping[str, str]


@dataclass(frozen=True)
class Fact:
    """One choice in words."""

    label: str
    value: str


@dataclass(frozen=True)
class Difference:
    """One choice that two plans make differently."""

    label: str
    older: str
    newer: str


def described(choices: Choices, names: Names) -> list[tuple[str, list[Fact]]]:
    """Return every choice in words, in titled groups."""
    return [
        (str(title), [Fact(str(LABELS[field]), _word(field, choices, names)) for field in fields])
        for title, fields in GROUPS
    ]


def differences(older: Choices, newer: Choices, names: Names) -> list[Difference]:
    """Return the choices that differ, in the order of the groups."""
    return [
        Difference(str(LABELS[field]), _word(field, older, names), _word(field, newer, names))
        for _, fields in GROUPS
        for field in fields
        if value_of(older, field) != value_of(newer, field)
    ]


def value_of(choices: Choices, field: str) -> Any:
    """Return a choice by its field, for example ``sensitivity.thresholds``."""
    value: Any = choices
    for part in field.split("."):
        value = value[part]
    return value


def _word(field: str, choices: Choices, names: Names) -> str:
    value = value_of(choices, field)
    if value is None:
        return str(WITHOUT[field])
    if isinstance(value, bool):
        return "Yes" if value else "No"
    write = WRITERS.get(field)
    if write:
        return write(value, names)
    options = OPTIONS.get(field, {})
    if isinstance(value, list):
        return _list(str(options.get(item, item)) for item in value)
    return str(options.get(value, value))


def _outcomes(value: list[dict[str, str]], names: Names) -> str:
    return "; ".join(
        (
            gettext("%(endpoint)s with high values")
            if outcome["exposure_direction"] == HIGH
            else gettext("%(endpoint)s with low values")
        )
        % {"endpoint": names.endpoints.get(outcome["endpoint"], outcome["endpoint"])}
        for outcome in value
    )


def _comparisons(value: list[dict[str, str]], names: Names) -> str:
    return _list(
        gettext("%(first)s against %(second)s (%(test)s)")
        % {
            "first": names.endpoints.get(pair["first"], pair["first"]),
            "second": names.endpoints.get(pair["second"], pair["second"]),
            "test": PAIRED_TESTS[pair["test"]],
        }
        for pair in value
    )


def _variable(code: str, names: Names) -> str:
    known = names.variables.get(code)
    return known.with_unit if known else code


def _variables(codes: Sequence[str], names: Names) -> str:
    return _list(_variable(code, names) for code in codes)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words) or "None"


WRITERS: dict[str, Callable[[Any, Names], str]] = {
    "outcomes": _outcomes,
    "comparisons": _comparisons,
    "covariates": lambda entries, _names: adjustment_words.covariates(entries),
    "interactions": lambda entries, _names: adjustment_words.interactions(entries),
    "subgroups": lambda entries, _names: adjustment_words.subgroups(entries),
    "primary_exposure": _variable,
    "left_out": _variables,
    "further_exposures": _variables,
    "published_cutoff": lambda cutoff, names: (
        f"{_variable(cutoff['analyte'], names)}: {cutoff['value']:g}"
    ),
}
