"""What stands beside a curve: its band, partial area, other cut-offs, and how curves compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analytics.plan import Plan, resamples_for
from analytics.stats._ordering import Direction
from analytics.stats.cutoffs import (
    Cutoff,
    CutoffChoice,
    accuracy_at,
    closest_top_left,
    cutoff_for,
    weighted_youden,
    youden,
)
from analytics.stats.results import FloatArray, NotEstimable, to_json
from analytics.stats.roc import RocCurve
from analytics.stats.roc_compare import Marker, compare_curves
from analytics.stats.roc_shape import roc_shape

# The band is stored at these specificities, every 2.5 per cent.
SPECIFICITIES = tuple(float(place) for place in np.round(np.linspace(0, 1, 41), 3))
# False alarms in up to a fifth of the patients without the outcome: where a test is of use.
PARTIAL_FROM = 0.8
WANTED_SHARE = 0.9
ONE_CURVE = NotEstimable("Comparing curves needs at least two analytes.")


def shape(curve: RocCurve, plan: Plan) -> dict[str, Any]:
    """Return band, partial area and smoothed cut-offs, each with a reason where there is none."""
    found = roc_shape(
        curve,
        specificities=SPECIFICITIES,
        partial_from=PARTIAL_FROM,
        scale="log",
        resamples=resamples_for(plan, curve.sample.n_used),
        seed=plan["resampling"]["seed"],
        level=plan["level"],
    )
    if isinstance(found, NotEstimable):
        return {key: to_json(found) for key in ("band", "partial", "smooth")}
    return {key: to_json(getattr(found, key)) for key in ("band", "partial", "smooth")}


def alternatives(curve: RocCurve, plan: Plan) -> list[dict[str, Any]]:
    """Return the cut-offs that other criteria than the plan's give, with their accuracy."""
    criteria = {
        "youden": lambda: youden(curve),
        "closest-topleft": lambda: closest_top_left(curve),
        "sensitivity": lambda: cutoff_for(curve, measure="sensitivity", at_least=WANTED_SHARE),
        "specificity": lambda: cutoff_for(curve, measure="specificity", at_least=WANTED_SHARE),
    }
    criteria.pop(plan["cutoff_criterion"])
    cost_ratio = plan.get("cost_ratio")
    if cost_ratio is not None:
        criteria["weighted-youden"] = lambda: _weighted(curve, cost_ratio, plan["prevalence"])
    return [
        {"criterion": criterion, **_measured(curve, choose(), plan)}
        for criterion, choose in criteria.items()
    ]


def compare(
    events: FloatArray, values: Mapping[str, FloatArray], direction: Direction, plan: Plan
) -> dict[str, Any]:
    """Return every pair of curves by paired DeLong, adjusted over all pairs of this outcome.

    ``values``: each analyte's (patients,) values, in panel order.
    """
    if len(values) < 2:
        return to_json(ONE_CURVE)
    markers = {code: Marker(column, direction) for code, column in values.items()}
    return to_json(
        compare_curves(events, markers, adjustment=plan["adjustment"], level=plan["level"])
    )


def _weighted(
    curve: RocCurve, cost_ratio: float, prevalence: float | None
) -> CutoffChoice | NotEstimable:
    """The cut-off of least expected cost, at the plan's prevalence or else the sample's."""
    total = curve.n_events + curve.n_non_events
    if not curve.n_events or not curve.n_non_events:
        return youden(curve)
    share = prevalence if prevalence is not None else curve.n_events / total
    return weighted_youden(curve, cost_ratio=cost_ratio, prevalence=share)


def _measured(
    curve: RocCurve, choice: CutoffChoice | Cutoff | NotEstimable, plan: Plan
) -> dict[str, Any]:
    """The first of the tied cut-offs, how many tie, and the accuracy there."""
    if isinstance(choice, NotEstimable):
        return {"cutoff": to_json(choice), "tied": 0, "accuracy": None}
    optima = choice.optima if isinstance(choice, CutoffChoice) else (choice,)
    measured = accuracy_at(
        curve, optima[0].observed, prevalence=plan["prevalence"], level=plan["level"]
    )
    return {
        "cutoff": to_json(optima[0]),
        "tied": len(optima),
        "accuracy": to_json(measured.accuracy),
    }
