"""A plan's choices as a person reads them: in groups, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.plans.choices import (
    ADJUSTMENT_NAMES,
    AUC_INTERVALS,
    COVARIATES,
    CRITERIA,
    MODEL_POLICIES,
    ODDS_RATIO_INTERVALS,
    QUANTILE_TYPES,
    SENSITIVITY_POLICIES,
    Choices,
)

LABELS = {
    "outcomes": "Outcomes",
    "primary_exposure": "Primary exposure",
    "left_out": "Analytes left out",
    "covariate": "Covariate",
    "below_limit": "Below the limit, in models",
    "cutoff_criterion": "Cut-off",
    "auc_interval": "Interval of the AUC",
    "adjustment": "Adjustment over the panel",
    "published_cutoff": "Published cut-off",
    "prevalence": "Prevalence for predictive values",
    "cost_ratio": "Weight of a missed event",
    "odds_ratio_interval": "Interval of odds ratios",
    "dose_groups": "Groups of the dose-response",
    "level": "Level of intervals",
    "quantile_type": "Quantiles",
    "resamples": "Resamples",
    "seed": "Seed",
    "sensitivity.thresholds": "Thresholds, points",
    "sensitivity.sdc_levels": "Levels of the smallest detectable change",
    "sensitivity.single_readers": "Each reader alone",
    "sensitivity.below_limit": "Below the limit",
    "sensitivity.imputations": "Imputations",
}
GROUPS = (
    ("Outcomes", ("outcomes",)),
    ("Exposures", ("primary_exposure", "left_out", "covariate", "below_limit")),
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
    ("Intervals and resampling", ("level", "quantile_type", "resamples", "seed")),
    (
        "Sensitivity analyses",
        tuple(field for field in LABELS if field.startswith("sensitivity.")),
    ),
)
OPTIONS: dict[str, Mapping[Any, str]] = {
    "covariate": COVARIATES,
    "below_limit": MODEL_POLICIES,
    "cutoff_criterion": CRITERIA,
    "auc_interval": AUC_INTERVALS,
    "adjustment": ADJUSTMENT_NAMES,
    "odds_ratio_interval": ODDS_RATIO_INTERVALS,
    "quantile_type": QUANTILE_TYPES,
    "sensitivity.below_limit": SENSITIVITY_POLICIES,
}
# What an absent choice means.
WITHOUT = {
    "outcomes": "Every MRI endpoint; progression with high, repair with low concentrations",
    "primary_exposure": "IL-6 where it is measured, otherwise the first analyte of the panel",
    "covariate": "None",
    "published_cutoff": "None",
    "prevalence": "The share of events in this study only",
    "cost_ratio": "No cut-off by cost",
}


@dataclass(frozen=True)
class Names:
    """What the codes in a plan are called: analytes by code, endpoints by key."""

    analytes: Mapping[str, str]
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
        (title, [Fact(LABELS[field], _word(field, choices, names)) for field in fields])
        for title, fields in GROUPS
    ]


def differences(older: Choices, newer: Choices, names: Names) -> list[Difference]:
    """Return the choices that differ, in the order of the groups."""
    return [
        Difference(LABELS[field], _word(field, older, names), _word(field, newer, names))
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
        return WITHOUT[field]
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
        f"{names.endpoints.get(outcome['endpoint'], outcome['endpoint'])} with "
        f"{outcome['exposure_direction']} concentrations"
        for outcome in value
    )


def _analyte(code: str, names: Names) -> str:
    return names.analytes.get(code, code)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words) or "None"


WRITERS: dict[str, Callable[[Any, Names], str]] = {
    "outcomes": _outcomes,
    "primary_exposure": _analyte,
    "left_out": lambda codes, names: _list(_analyte(code, names) for code in codes),
    "published_cutoff": lambda cutoff, names: (
        f"{_analyte(cutoff['analyte'], names)}: {cutoff['value']:g}"
    ),
}
