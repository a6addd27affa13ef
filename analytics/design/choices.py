"""What a person may choose in a plan, what it is by default, and which choices can be computed.

Choices are plain JSON, so that a version can store them and a run can be repeated from it. The
default reproduces the paper.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from analytics.design.adjustment_choices import (
    check_covariates,
    check_interactions,
    check_subgroups,
)
from analytics.design.exposure_choices import (
    check_exposures,
    check_one_part_each,
    check_published,
)
from analytics.design.options import (
    ADJUSTMENT_NAMES,
    AUC_INTERVALS,
    CRITERIA,
    HIGH,
    LOW,
    MODEL_POLICIES,
    ODDS_RATIO_INTERVALS,
    PAIRED_TESTS,
    QUANTILE_TYPES,
    REPORT_SECTIONS,
    SENSITIVITY_POLICIES,
)
from analytics.design.plan import as_it_is
from analytics.design.values import (
    LARGEST_THRESHOLD,
    Problems,
    add,
    check_level,
    each_once,
    is_threshold,
    listed,
    one_of,
    whole,
    yes_or_no,
)
from analytics.design.variable import Offered

Choices = dict[str, Any]

DOSE_GROUPS = (2, 10)
RESAMPLES = (100, 20_000)
IMPUTATIONS = (2, 100)
SEEDS = (0, 2**31 - 1)

DEFAULT: Choices = {
    # None: every event on the leading modality; more expected with high, less with low values.
    "outcomes": None,
    # None: the two leading modalities, in each direction that both have an event in.
    "comparisons": None,
    # None: the analyte that leads its panel, otherwise the first exposure.
    "primary_exposure": None,
    "left_out": [],
    # Exposures that are no analytes. None: laboratory values where no analyte is measured.
    "further_exposures": None,
    # What stands beside the primary exposure in every model, each in its form.
    "covariates": [{"variable": "seropositive", "form": "linear", "cuts": [], "knots": None}],
    # Pairs of the model's terms whose products it holds: {"first": variable, "second": variable}.
    "interactions": [],
    # Declared before looking at results: {"variable": variable, "cuts": numbers}.
    "subgroups": [],
    "below_limit": "half-limit",
    "cutoff_criterion": "youden",
    "auc_interval": "delong",
    "adjustment": "holm",
    # A cut-off from the literature, applied as it is: {"analyte": exposure, "value": number}.
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
    # Bootstrap tests and intervals beside those by formula, in as many resamples.
    "bootstrap_tests": False,
    # Sections of the report that stand in its supplement; the others are its main part.
    "supplement": [],
    "sensitivity": {
        "thresholds": ["0.00", "0.50", "1.00"],
        "sdc_levels": [0.95, 0.80],
        "single_readers": True,
        "below_limit": ["half-limit", "root-two", "ros", "exclude"],
        "imputations": 20,
    },
}


def completed(choices: Choices) -> Choices:
    """Return stored choices with the default of each that there was not when they were stored."""
    return _completed(_with_covariates(choices), DEFAULT)


def _with_covariates(choices: Choices) -> Choices:
    """Versions stored before there could be several covariates had one, or None."""
    if "covariate" not in choices:
        return choices
    kept = {key: value for key, value in choices.items() if key != "covariate"}
    return kept | {"covariates": as_it_is(choices["covariate"])}


def _completed(choices: Choices, default: Choices) -> Choices:
    inner = {
        key: _completed(choices.get(key, {}), part)
        for key, part in default.items()
        if isinstance(part, dict)
    }
    return {**default, **choices, **inner}


def check(choices: Choices, *, endpoints: Collection[str], offered: Offered) -> Problems:
    """Return what can't be computed: by field, what was found and what was expected.

    Args:
        choices: shaped as ``DEFAULT``.
        endpoints: keys of the study's endpoints.
        offered: what can be an exposure of the study.
    """
    problems: Problems = {}
    for key in sorted(set(DEFAULT) ^ set(choices)):
        expected = "is missing" if key in DEFAULT else "is no choice of a plan"
        problems[key] = [f"“{key}” {expected}."]
    if problems:
        return problems
    _outcomes(choices["outcomes"], endpoints, problems)
    _comparisons(choices["comparisons"], endpoints, problems)
    check_exposures(choices, offered, problems)
    check_published(choices, offered, problems)
    check_covariates(choices, problems)
    check_interactions(choices, problems)
    check_subgroups(choices, problems)
    check_one_part_each(choices, offered, problems)
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
            add(problems, "outcomes", f"The study has no endpoint “{key}”.")
    each_once(found, "outcomes", problems)
    for outcome in outcomes:
        one_of(outcome.get("exposure_direction"), (HIGH, LOW), "outcomes", problems)


def _comparisons(pairs: Any, endpoints: Collection[str], problems: Problems) -> None:
    if pairs is None:
        return
    for pair in listed(pairs, "comparisons", problems):
        if not isinstance(pair, dict) or set(pair) != {"first", "second", "test"}:
            add(problems, "comparisons", _("Expected the fields first, second, test."))
            continue
        for key in (pair["first"], pair["second"]):
            if key not in endpoints:
                add(problems, "comparisons", f"The study has no endpoint “{key}”.")
        if pair["first"] == pair["second"]:
            add(problems, "comparisons", _("Compare two different endpoints."))
        one_of(pair["test"], PAIRED_TESTS, "comparisons", problems)


def _options(choices: Choices, problems: Problems) -> None:
    for key, allowed in (
        ("below_limit", MODEL_POLICIES),
        ("cutoff_criterion", CRITERIA),
        ("auc_interval", AUC_INTERVALS),
        ("adjustment", ADJUSTMENT_NAMES),
        ("odds_ratio_interval", ODDS_RATIO_INTERVALS),
        ("quantile_type", QUANTILE_TYPES),
    ):
        one_of(choices[key], allowed, key, problems)
    check_level(choices["level"], "level", problems)
    whole(choices["dose_groups"], DOSE_GROUPS, "dose_groups", problems)
    whole(choices["resamples"], RESAMPLES, "resamples", problems)
    whole(choices["seed"], SEEDS, "seed", problems)
    yes_or_no(choices["bootstrap_tests"], "bootstrap_tests", problems)
    _supplement(choices["supplement"], problems)


def _supplement(sections: Any, problems: Problems) -> None:
    if not isinstance(sections, list):
        problems["supplement"] = [_("Expected a list.")]
        return
    each_once(sections, "supplement", problems)
    for section in sections:
        one_of(section, REPORT_SECTIONS, "supplement", problems)
    if len(set(sections)) == len(REPORT_SECTIONS):
        add(problems, "supplement", _("Keep at least one section in the main part."))


def _sensitivity(block: Any, problems: Problems) -> None:
    expected = DEFAULT["sensitivity"]
    if not isinstance(block, dict) or set(block) != set(expected):
        problems["sensitivity"] = [f"Expected the fields {', '.join(expected)}."]
        return
    for text in listed(block["thresholds"], "sensitivity.thresholds", problems):
        if not is_threshold(text):
            add(
                problems,
                "sensitivity.thresholds",
                f"Give points from 0 to {LARGEST_THRESHOLD} with up to two decimals, "
                f"for example 0.50; found {text}.",
            )
    for level in listed(block["sdc_levels"], "sensitivity.sdc_levels", problems):
        check_level(level, "sensitivity.sdc_levels", problems)
    for policy in listed(block["below_limit"], "sensitivity.below_limit", problems):
        one_of(policy, SENSITIVITY_POLICIES, "sensitivity.below_limit", problems)
    yes_or_no(block["single_readers"], "sensitivity.single_readers", problems)
    whole(block["imputations"], IMPUTATIONS, "sensitivity.imputations", problems)
