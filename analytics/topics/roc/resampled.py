"""What a plan asks to be resampled as well: pairs of curves, and the accuracy of cut-offs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from analytics.design.plan import Plan
from analytics.results.roc import ResampledAccuracy
from analytics.stats._shared.ordering import Direction
from analytics.stats.results import FloatArray, NotEstimable
from analytics.stats.roc.accuracy_bootstrap import (
    AccuracyBootstrap,
    bootstrap_fixed_accuracy,
    bootstrap_rechosen_accuracy,
)
from analytics.stats.roc.compare import Marker
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import CutoffChoice, FixedCutoff
from analytics.stats.roc.paired_bootstrap import BootstrapComparison, bootstrap_compare
from analytics.topics.shared.cutoffs import BOOTSTRAP_CRITERIA


def resampled_pairs(
    events: FloatArray, values: Mapping[str, FloatArray], direction: Direction, plan: Plan
) -> tuple[BootstrapComparison, ...]:
    """Return every pair of curves by bootstrap, in the order of the pairs by formula.

    ``values``: each analyte's (patients,) values, in panel order.
    """
    if not plan.bootstrap_tests:
        return ()
    return tuple(
        bootstrap_compare(
            events,
            Marker(values[first], direction),
            Marker(values[second], direction),
            names=(first, second),
            resamples=plan.resamples_for(len(events)),
            seed=plan.resampling.seed,
            level=plan.level,
        )
        for first, second in combinations(values, 2)
    )


def resampled_accuracy(
    curve: RocCurve,
    best: CutoffChoice | NotEstimable,
    published: FixedCutoff | None,
    plan: Plan,
) -> ResampledAccuracy | None:
    """Return the accuracy of an exposure's cut-offs over resamples, where the plan asks for it."""
    if not plan.bootstrap_tests:
        return None
    resamples = plan.resamples_for(curve.sample.n_used)
    seed, level = plan.resampling.seed, plan.level

    def held(cutoff: float) -> AccuracyBootstrap:
        return bootstrap_fixed_accuracy(
            curve,
            cutoff,
            prevalence=plan.prevalence,
            resamples=resamples,
            seed=seed,
            level=level,
        )

    return ResampledAccuracy(
        held=None if isinstance(best, NotEstimable) else held(best.optima[0].observed),
        rechosen=bootstrap_rechosen_accuracy(
            curve,
            criterion=BOOTSTRAP_CRITERIA[plan.cutoff_criterion],
            prevalence=plan.prevalence,
            resamples=resamples,
            seed=seed,
            level=level,
        ),
        published=None if published is None else held(published.cutoff),
    )
