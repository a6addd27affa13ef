"""What stands beside a curve: its band, partial area, other cut-offs, and how curves compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analytics.design.plan import Plan
from analytics.design.variable import Scale
from analytics.results.roc import AlternativeCutoff, CutoffCriterion
from analytics.stats._shared.ordering import Direction
from analytics.stats.results import FloatArray, NotEstimable
from analytics.stats.roc.bootstrap import BootstrapCriterion
from analytics.stats.roc.compare import CurveSet, Marker, compare_curves
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import (
    Cutoff,
    CutoffChoice,
    accuracy_at,
    closest_top_left,
    cutoff_for,
    weighted_youden,
    youden,
)
from analytics.stats.roc.shape import RocShape, roc_shape

# The band is stored at these specificities, every 2.5 per cent.
SPECIFICITIES = tuple(float(place) for place in np.round(np.linspace(0, 1, 41), 3))
# False alarms in up to a fifth of the patients without the outcome: where a test is of use.
PARTIAL_FROM = 0.8
WANTED_SHARE = 0.9
# How the statistics name the criteria of a plan.
CRITERIA: dict[str, BootstrapCriterion] = {
    "youden": "youden",
    "closest-topleft": "closest-top-left",
}


def shape(curve: RocCurve, scale: Scale, plan: Plan) -> RocShape:
    """Return the bootstrap of the cut-off, band, partial area and smoothed cut-offs.

    ``scale``: the exposure's; amounts are smoothed as logarithms, what may be 0 as it is.
    """
    return roc_shape(
        curve,
        criterion=CRITERIA[plan.cutoff_criterion],
        specificities=SPECIFICITIES,
        partial_from=PARTIAL_FROM,
        scale="log" if scale == "log2" else "linear",
        resamples=plan.resamples_for(curve.sample.n_used),
        seed=plan.resampling.seed,
        level=plan.level,
    )


def alternatives(curve: RocCurve, plan: Plan) -> tuple[AlternativeCutoff, ...]:
    """Return the cut-offs that other criteria than the plan's give, with their accuracy."""
    criteria: dict[CutoffCriterion, Callable[[], CutoffChoice | Cutoff | NotEstimable]] = {
        "youden": lambda: youden(curve),
        "closest-topleft": lambda: closest_top_left(curve),
        "sensitivity": lambda: cutoff_for(curve, measure="sensitivity", at_least=WANTED_SHARE),
        "specificity": lambda: cutoff_for(curve, measure="specificity", at_least=WANTED_SHARE),
    }
    criteria.pop(plan.cutoff_criterion)
    cost_ratio = plan.cost_ratio
    if cost_ratio is not None:
        criteria["weighted-youden"] = lambda: _weighted(curve, cost_ratio, plan.prevalence)
    return tuple(
        _measured(criterion, curve, choose(), plan) for criterion, choose in criteria.items()
    )


def compare(
    events: FloatArray, values: Mapping[str, FloatArray], direction: Direction, plan: Plan
) -> CurveSet | None:
    """Return every pair of curves by paired DeLong, adjusted over all pairs; None for one curve.

    ``values``: each analyte's (patients,) values, in panel order.
    """
    if len(values) < 2:
        return None
    markers = {code: Marker(column, direction) for code, column in values.items()}
    return compare_curves(events, markers, adjustment=plan.adjustment, level=plan.level)


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
    criterion: CutoffCriterion,
    curve: RocCurve,
    choice: CutoffChoice | Cutoff | NotEstimable,
    plan: Plan,
) -> AlternativeCutoff:
    """The first of the tied cut-offs, how many tie, and the accuracy there."""
    if isinstance(choice, NotEstimable):
        return AlternativeCutoff(criterion, choice, tied=0, accuracy=None)
    optima = choice.optima if isinstance(choice, CutoffChoice) else (choice,)
    measured = accuracy_at(curve, optima[0].observed, prevalence=plan.prevalence, level=plan.level)
    return AlternativeCutoff(criterion, optima[0], tied=len(optima), accuracy=measured.accuracy)
