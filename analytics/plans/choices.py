"""What a person may choose in a plan, what it is by default, and which choices can be computed.

Choices are plain JSON, so that a version can store them and a run can be repeated from it. The
default reproduces the paper.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from analytics.stats.multiplicity import ADJUSTMENTS

Choices = dict[str, Any]
Problems = dict[str, list[str]]

HIGH, LOW = "high", "low"
# White list: a covariate is a column of the data set, never text that somebody typed.
COVARIATES = {
    "seropositive": "Seropositive",
    "rf_positive": "Rheumatoid factor positive",
    "acpa_positive": "ACPA positive",
    "female": "Female sex",
    "age": "Age at enrolment, years",
    "symptom_months": "Duration of symptoms, months",
}
CRITERIA = {
    "youden": "Largest sensitivity + specificity − 1 (Youden)",
    "closest-topleft": "Closest to sensitivity 1, specificity 1",
}
AUC_INTERVALS = {"delong": "DeLong", "delong-logit": "DeLong on the logit scale"}
ODDS_RATIO_INTERVALS = {"profile": "Profile likelihood", "wald": "Wald"}
ADJUSTMENT_NAMES = dict(zip(ADJUSTMENTS, ("Holm", "Benjamini–Hochberg"), strict=True))
QUANTILE_TYPES = {7: "Type 7 (R, numpy)", 6: "Type 6 (SPSS, Minitab)"}
# How a model, which needs an amount, takes a value below the limit of detection.
MODEL_POLICIES = {"half-limit": "LLOD / 2", "root-two": "LLOD / √2"}
SENSITIVITY_POLICIES = {
    **MODEL_POLICIES,
    "ros": "Regression on order statistics",
    "exclude": "Values below the limit left out",
}

LEVELS = (0.5, 0.999)
DOSE_GROUPS = (2, 10)
RESAMPLES = (100, 20_000)
IMPUTATIONS = (2, 100)
SEEDS = (0, 2**31 - 1)
LARGEST_THRESHOLD = 100
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
LARGEST_COST_RATIO = 1000
MOST_IN_A_LIST = 10

DEFAULT: Choices = {
    # None: every MRI endpoint, progression expected with high, repair with low concentrations.
    "outcomes": None,
    # None: IL-6 where it is measured, otherwise the first analyte of the panel.
    "primary_exposure": None,
    "left_out": [],
    "covariate": "seropositive",
    "below_limit": "half-limit",
    "cutoff_criterion": "youden",
    "auc_interval": "delong",
    "adjustment": "holm",
    # A cut-off from the literature, applied as it is: {"analyte": code, "value": number}.
    "published_cutoff": None,
    # For predictive values elsewhere than in this sample.
    "prevalence": None,
    # For a cut-off of least expected cost: how many false alarms a missed event weighs.
    "cost_ratio": None,
    "odds_ratio_interval": "profile",
    "dose_groups": 4,
    "level": 0.95,
    "quantile_type": 7,
    "resamples": 2000,
    "seed": 20170101,
    "sensitivity": {
        "thresholds": ["0.00", "0.50", "1.00"],
        "sdc_levels": [0.95, 0.80],
        "single_readers": True,
        "below_limit": ["half-limit", "root-two", "ros", "exclude"],
        "imputations": 20,
    },
}


def check(
    choices: Choices, *, endpoints: Collection[str], analytes: Mapping[str, str] | Collection[str]
) -> Problems:
    """Return what can't be computed: by field, what was found and what was expected.

    Args:
        choices: shaped as ``DEFAULT``.
        endpoints: keys of the study's endpoints.
        analytes: codes of the analytes that the study measures.
    """
    problems: Problems = {}
    for key in sorted(set(DEFAULT) ^ set(choices)):
        expected = "is missing" if key in DEFAULT else "is no choice of a plan"
        problems[key] = [f"“{key}” {expected}."]
    if problems:
        return problems
    _outcomes(choices["outcomes"], endpoints, problems)
    _exposures(choices, analytes, problems)
    _published(choices, analytes, problems)
    _options(choices, problems)
    _sensitivity(choices["sensitivity"], problems)
    return problems


def _outcomes(outcomes: Any, endpoints: Collection[str], problems: Problems) -> None:
    if outcomes is None:
        return
    if not outcomes:
        problems["outcomes"] = ["Choose at least one endpoint as an outcome."]
        return
    found = [outcome.get("endpoint") for outcome in outcomes]
    for key in found:
        if key not in endpoints:
            _add(problems, "outcomes", f"The study has no endpoint “{key}”.")
    _each_once(found, "outcomes", problems)
    for outcome in outcomes:
        _one_of(outcome.get("exposure_direction"), (HIGH, LOW), "outcomes", problems)


def _exposures(choices: Choices, analytes: Collection[str], problems: Problems) -> None:
    primary, left_out = choices["primary_exposure"], choices["left_out"]
    if primary is not None and primary not in analytes:
        _add(problems, "primary_exposure", f"“{primary}” is not measured in this study.")
    _each_once(left_out, "left_out", problems)
    for code in left_out:
        if code not in analytes:
            _add(problems, "left_out", f"“{code}” is not measured in this study.")
    if primary is not None and primary in left_out:
        _add(problems, "left_out", "The primary exposure can't be left out.")
    if analytes and set(analytes) <= set(left_out):
        _add(problems, "left_out", "Keep at least one analyte.")


def _published(choices: Choices, analytes: Collection[str], problems: Problems) -> None:
    cutoff, prevalence = choices["published_cutoff"], choices["prevalence"]
    if cutoff is not None:
        code, value = cutoff.get("analyte"), cutoff.get("value")
        if code is None:
            _add(problems, "published_cutoff.analyte", "Say of which analyte the cut-off is.")
        elif code not in analytes or code in choices["left_out"]:
            _add(problems, "published_cutoff.analyte", f"“{code}” is not among the exposures.")
        if not _is_number(value) or value <= 0:
            _add(problems, "published_cutoff.value", "Give a concentration above 0.")
    if prevalence is not None and not (_is_number(prevalence) and 0 < prevalence < 1):
        _add(
            problems,
            "prevalence",
            f"Give a share between 0 and 1, for example 0.30; found {prevalence}.",
        )
    cost = choices["cost_ratio"]
    if cost is not None and not (_is_number(cost) and 0 < cost <= LARGEST_COST_RATIO):
        _add(
            problems,
            "cost_ratio",
            f"Give a number above 0 and up to {LARGEST_COST_RATIO}, for example 2; found {cost}.",
        )


def _options(choices: Choices, problems: Problems) -> None:
    if choices["covariate"] is not None:
        _one_of(choices["covariate"], COVARIATES, "covariate", problems)
    for key, allowed in (
        ("below_limit", MODEL_POLICIES),
        ("cutoff_criterion", CRITERIA),
        ("auc_interval", AUC_INTERVALS),
        ("adjustment", ADJUSTMENT_NAMES),
        ("odds_ratio_interval", ODDS_RATIO_INTERVALS),
        ("quantile_type", QUANTILE_TYPES),
    ):
        _one_of(choices[key], allowed, key, problems)
    _level(choices["level"], "level", problems)
    _whole(choices["dose_groups"], DOSE_GROUPS, "dose_groups", problems)
    _whole(choices["resamples"], RESAMPLES, "resamples", problems)
    _whole(choices["seed"], SEEDS, "seed", problems)


def _sensitivity(block: Any, problems: Problems) -> None:
    expected = DEFAULT["sensitivity"]
    if not isinstance(block, dict) or set(block) != set(expected):
        problems["sensitivity"] = [f"Expected the fields {', '.join(expected)}."]
        return
    for text in _listed(block["thresholds"], "sensitivity.thresholds", problems):
        if not _is_threshold(text):
            _add(
                problems,
                "sensitivity.thresholds",
                f"Give points from 0 to {LARGEST_THRESHOLD} with up to two decimals, "
                f"for example 0.50; found {text}.",
            )
    for level in _listed(block["sdc_levels"], "sensitivity.sdc_levels", problems):
        _level(level, "sensitivity.sdc_levels", problems)
    for policy in _listed(block["below_limit"], "sensitivity.below_limit", problems):
        _one_of(policy, SENSITIVITY_POLICIES, "sensitivity.below_limit", problems)
    if not isinstance(block["single_readers"], bool):
        _add(problems, "sensitivity.single_readers", "Say yes or no.")
    _whole(block["imputations"], IMPUTATIONS, "sensitivity.imputations", problems)


def _listed(values: Any, field: str, problems: Problems) -> list[Any]:
    """The values of a list; several of a kind, too many or no list at all are refused."""
    if not isinstance(values, list):
        _add(problems, field, "Expected a list.")
        return []
    if len(values) > MOST_IN_A_LIST:
        _add(problems, field, f"Give up to {MOST_IN_A_LIST} values.")
    _each_once(values, field, problems)
    return values


def _each_once(values: Sequence[Any], field: str, problems: Problems) -> None:
    """Name what stands in a list twice, with both places; 0.5 and 0.50 are the same."""
    seen: dict[str, int] = {}
    for place, value in enumerate(values, start=1):
        text = str(value)
        same = f"{Decimal(text).normalize():f}" if _POINTS.fullmatch(text) else text
        first = seen.setdefault(same, place)
        if first != place:
            sentence = _(
                "Give each value once; %(value)s stands at places %(first)d and %(place)d."
            )
            parts = {"value": text, "first": first, "place": place}
            _add(problems, field, sentence % parts)


def _one_of(value: Any, allowed: Collection[Any], field: str, problems: Problems) -> None:
    if isinstance(value, bool) or value not in allowed:
        names = ", ".join(str(name) for name in allowed)
        _add(problems, field, f"Expected one of {names}; found {value}.")


def _whole(value: Any, limits: tuple[int, int], field: str, problems: Problems) -> None:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        _add(problems, field, f"Give a whole number from {low} to {high}; found {value}.")


def _level(value: Any, field: str, problems: Problems) -> None:
    low, high = LEVELS
    if not (_is_number(value) and low <= value <= high):
        _add(
            problems,
            field,
            f"Give a level from {low:.2f} to {high}, for example 0.95; found {value}.",
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_threshold(text: Any) -> bool:
    """Points as endpoints store them: digits with up to two decimals after a point."""
    if not isinstance(text, str) or not _POINTS.fullmatch(text):
        return False
    return Decimal(text) <= LARGEST_THRESHOLD


def _add(problems: Problems, field: str, sentence: str) -> None:
    sentences = problems.setdefault(field, [])
    if sentence not in sentences:
        sentences.append(sentence)
