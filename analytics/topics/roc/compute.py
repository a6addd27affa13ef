"""ROC of every exposure for every outcome: area, cut-offs, how sure they are."""

from __future__ import annotations

from collections.abc import Callable

from analytics.datasets.dataset import DataSet
from analytics.design.described import Endpoint
from analytics.design.plan import Plan
from analytics.results.roc import MarkerRoc, OutcomeRoc
from analytics.stats._shared.ordering import Direction
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.results import FloatArray, NotEstimable
from analytics.stats.roc.curve import RocCurve, auc, roc_curve
from analytics.stats.roc.cutoffs import FixedCutoff, accuracy_at
from analytics.stats.roc.diagnostic_odds import DiagnosticOddsRatio, diagnostic_odds_ratio
from analytics.topics.roc.beside import alternatives, compare, shape
from analytics.topics.roc.resampled import resampled_accuracy, resampled_pairs
from analytics.topics.shared.cutoffs import best_cutoff
from analytics.topics.shared.markers import Marker, marker, outcome
from analytics.topics.shared.side_by_side import side_by_side

# The family of tests that each outcome's areas are.
AREAS = "auc"


def roc(
    data: DataSet, plan: Plan, each: Callable[[str], None] = lambda _words: None
) -> tuple[OutcomeRoc, ...]:
    """Return for each outcome the exposures with AUC, cut-offs, accuracy and bootstrap interval.

    ``each`` is called with a few words before each curve is waited for.
    """
    return tuple(
        _outcome(data, plan, plan.endpoint(chosen.endpoint), chosen.exposure_direction, each)
        for chosen in plan.outcomes
    )


def _outcome(
    data: DataSet,
    plan: Plan,
    endpoint: Endpoint,
    direction: Direction,
    each: Callable[[str], None],
) -> OutcomeRoc:
    events = outcome(data, endpoint.key)
    found = [marker(data, code, plan) for code in plan.exposures]
    values = {one.code: one.ranks.values for one in found}
    markers = side_by_side(
        lambda one: _marker(events, one, direction, plan),
        found,
        waiting=lambda one: each(f"ROC of {one.code} for {endpoint.label}"),
    )
    return OutcomeRoc(
        endpoint=endpoint.key,
        label=endpoint.label,
        direction=direction,
        markers=tuple(markers),
        family=adjust(AREAS, {one.analyte: one.auc.p for one in markers}, method=plan.adjustment),
        comparisons=compare(events, values, direction, plan),
        resampled=resampled_pairs(events, values, direction, plan),
    )


def _marker(events: FloatArray, found: Marker, direction: Direction, plan: Plan) -> MarkerRoc:
    curve = roc_curve(events, found.ranks.values, direction=direction)
    choice = best_cutoff(curve, plan)
    resampled = shape(curve, found.scale, plan)
    accuracy = (
        ()
        if isinstance(choice, NotEstimable)
        else tuple(_at(curve, cutoff.observed, plan) for cutoff in choice.optima)
    )
    published = _published(curve, found.code, plan)
    return MarkerRoc(
        analyte=found.code,
        auc=auc(curve, level=plan.level, interval=plan.auc_interval),
        best=choice,
        accuracy=accuracy,
        odds=tuple(_odds(measured, plan) for measured in accuracy),
        bootstrap=resampled.cutoff,
        alternatives=alternatives(curve, plan),
        band=resampled.band,
        partial=resampled.partial,
        smooth=resampled.smooth,
        published=published,
        published_odds=None if published is None else _odds(published, plan),
        resampled=resampled_accuracy(curve, choice, published, plan),
        resamples_reduced=plan.resamples_for(curve.sample.n_used) < plan.resampling.resamples,
        values=found.account(plan.below_limit.roc),
    )


def _odds(measured: FixedCutoff, plan: Plan) -> DiagnosticOddsRatio:
    return diagnostic_odds_ratio(measured.accuracy.counts, level=plan.level)


def _published(curve: RocCurve, code: str, plan: Plan) -> FixedCutoff | None:
    """The accuracy of the plan's published cut-off; None where it is of another analyte."""
    published = plan.published_cutoff
    if published is None or published.analyte != code:
        return None
    return _at(curve, published.value, plan)


def _at(curve: RocCurve, cutoff: float, plan: Plan) -> FixedCutoff:
    return accuracy_at(curve, cutoff, prevalence=plan.prevalence, level=plan.level)
