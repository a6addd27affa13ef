"""ROC of every exposure for every outcome: area, cut-offs, how sure they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of, resamples_for
from analytics.runs.compute.markers import Marker, marker, outcome
from analytics.runs.compute.roc_details import alternatives, compare, shape
from analytics.stats._ordering import Direction
from analytics.stats.cutoffs import CutoffChoice, accuracy_at, closest_top_left, youden
from analytics.stats.multiplicity import adjust
from analytics.stats.results import NotEstimable, to_json
from analytics.stats.roc import RocCurve, auc, roc_curve
from analytics.stats.roc_bootstrap import BootstrapCriterion, bootstrap_cutoff

# How the statistics name the criteria of a plan.
CRITERIA: dict[str, BootstrapCriterion] = {
    "youden": "youden",
    "closest-topleft": "closest-top-left",
}


def roc(
    data: DataSet, plan: Plan, each: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Return for each outcome the exposures with AUC, cut-offs, accuracy and bootstrap interval.

    ``each`` is called with a few words before each curve.
    """
    found = []
    for chosen in plan["outcomes"]:
        endpoint = endpoint_of(plan, chosen["endpoint"])
        found.append(_outcome(data, plan, endpoint, chosen["exposure_direction"], each))
    return found


def curve_of(data: DataSet, plan: Plan, endpoint: str, code: str) -> RocCurve:
    """Return the curve itself, for its coordinates and its plot."""
    direction: Direction = next(
        chosen["exposure_direction"]
        for chosen in plan["outcomes"]
        if chosen["endpoint"] == endpoint
    )
    values = marker(data, code, plan).ranks.values
    return roc_curve(outcome(data, endpoint), values, direction=direction)


def _outcome(
    data: DataSet,
    plan: Plan,
    endpoint: dict[str, Any],
    direction: Direction,
    each: Callable[[str], None],
) -> dict[str, Any]:
    events = outcome(data, endpoint["key"])
    markers, tests, values = [], {}, {}
    for code in plan["exposures"]:
        each(f"ROC of {code} for {endpoint['label']}")
        found = marker(data, code, plan)
        curve = roc_curve(events, found.ranks.values, direction=direction)
        area = auc(curve, level=plan["level"], interval=plan["auc_interval"])
        tests[code], values[code] = area.p, found.ranks.values
        markers.append(_marker(curve, to_json(area), found, plan))
    return {
        "endpoint": endpoint["key"],
        "label": endpoint["label"],
        "direction": direction,
        "markers": markers,
        "family": to_json(
            adjust(f"AUC of every exposure for {endpoint['key']}", tests, method=plan["adjustment"])
        ),
        "comparisons": compare(events, values, direction, plan),
    }


def _marker(curve: RocCurve, area: dict[str, Any], found: Marker, plan: Plan) -> dict[str, Any]:
    choice = best_cutoff(curve, plan)
    resamples = resamples_for(plan, curve.sample.n_used)
    accuracies = []
    if not isinstance(choice, NotEstimable):
        accuracies = [
            to_json(
                accuracy_at(
                    curve, cutoff.observed, prevalence=plan["prevalence"], level=plan["level"]
                )
            )
            for cutoff in choice.optima
        ]
    return {
        "analyte": found.code,
        "auc": area,
        "youden": to_json(choice),
        "accuracy": accuracies,
        "bootstrap": to_json(
            bootstrap_cutoff(
                curve,
                criterion=CRITERIA[plan["cutoff_criterion"]],
                resamples=resamples,
                seed=plan["resampling"]["seed"],
                level=plan["level"],
            )
        ),
        "alternatives": alternatives(curve, plan),
        **shape(curve, plan),
        "published": _published(curve, found.code, plan),
        "resamples_reduced": resamples < plan["resampling"]["resamples"],
        "values": account(found),
    }


def best_cutoff(curve: RocCurve, plan: Plan) -> CutoffChoice | NotEstimable:
    """Return the best cut-offs by the plan's criterion."""
    if plan["cutoff_criterion"] == "youden":
        return youden(curve)
    return closest_top_left(curve)


def _published(curve: RocCurve, code: str, plan: Plan) -> dict[str, Any] | None:
    """The accuracy of the plan's published cut-off; None where it is of another analyte."""
    published = plan["published_cutoff"]
    if published is None or published["analyte"] != code:
        return None
    return to_json(
        accuracy_at(curve, published["value"], prevalence=plan["prevalence"], level=plan["level"])
    )


def account(found: Marker) -> dict[str, Any]:
    """Return what was done to the measured values, for the reader of the result."""
    return {
        "policy": found.ranks.policy,
        "below": found.n_below,
        "tied": found.ranks.n_recoded,
        "above": found.n_above,
        "mixed": found.n_mixed,
        "missing": found.ranks.n_missing,
        "several_batches": found.n_several_batches,
        "dropped": found.n_dropped,
        "limit": found.highest_limit,
    }
