"""The best cut-off by the criterion of a plan, and what the statistics call the criterion."""

from __future__ import annotations

from analytics.design.plan import Plan
from analytics.stats.results import NotEstimable
from analytics.stats.roc.bootstrap import BootstrapCriterion
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import CutoffChoice, closest_top_left, youden

# How the statistics name the criteria of a plan.
BOOTSTRAP_CRITERIA: dict[str, BootstrapCriterion] = {
    "youden": "youden",
    "closest-topleft": "closest-top-left",
}


def best_cutoff(curve: RocCurve, plan: Plan) -> CutoffChoice | NotEstimable:
    """Return the best cut-offs by the plan's criterion."""
    if plan.cutoff_criterion == "youden":
        return youden(curve)
    return closest_top_left(curve)
