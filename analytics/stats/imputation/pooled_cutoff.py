"""A cut-off chosen under multiple imputation, with an interval that holds both uncertainties.

Each filling of the gaps is resampled and its cut-off chosen anew; the chosen cut-offs of all
resamples of all fillings together are the distribution ("MI Boot pooled", Schomaker & Heumann
2018). Rubin's rules are not used: they need an estimate that is nearly normal with a variance of
its own in each filling, while a Youden cut-off jumps between observed values, converges with the
cube root of n and is skewed, so that its bootstrap variance hangs on a few far resamples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.resampling import generator, percentile_interval, resampling
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc._choice import (
    BOOTSTRAP_CRITERIA,
    RESAMPLE_TIE_POLICY,
    BootstrapCriterion,
    choose_in_each,
    no_better_than_trivial,
)
from analytics.stats.roc._resampled_curves import ResampledCurves, draw
from analytics.stats.roc.curve import RocCurve

METHOD = "MI Boot pooled (Schomaker & Heumann 2018)"


@dataclass(frozen=True, slots=True)
class PooledCutoff:
    """A cut-off over imputed data sets.

    `cutoff` is the median of all pooled resamples (an observed value, or half way between two)
    and `interval` their percentile interval; `per_imputation` are the cut-offs of the fillings
    themselves. `resampling.resamples` counts the draws of all fillings together.
    """

    criterion: BootstrapCriterion
    cutoff: Estimate
    interval: IntervalEstimate
    per_imputation: tuple[Estimate, ...]
    imputations: int
    method: str
    ties: str
    resampling: Resampling


@checked
def pool_cutoff(
    curves: Sequence[RocCurve],
    *,
    criterion: BootstrapCriterion = "youden",
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> PooledCutoff:
    """Pool the chosen cut-off over the curves of two or more fillings of the same patients.

    `resamples` stratified resamples of each filling, drawn one filling after the other from one
    stream. A resample without a useful cut-off gives none and is left out of `resampling.used`.
    Raises InputError for fewer than two curves or curves with different directions.
    """
    _validation.one_of(criterion, BOOTSTRAP_CRITERIA, "criterion")
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    if len(curves) < 2 or len({curve.direction for curve in curves}) > 1:
        raise InputError("Pooling needs two or more curves with the same direction.")
    own = tuple(_own_cutoff(curve, criterion) for curve in curves)
    random = generator(seed)
    drawn = [
        _resampled_cutoffs(curve, criterion, random, resamples)
        for curve, cutoff in zip(curves, own, strict=True)
        if not isinstance(cutoff, NotEstimable)
    ]
    problem = next((cutoff for cutoff in own if isinstance(cutoff, NotEstimable)), None)
    values = np.concatenate(drawn) if drawn else np.zeros(0)
    if problem is None and values.size == 0:
        problem = NotEstimable("No resample gave a cut-off.")
    used = 0 if problem is not None else int(values.size)
    return PooledCutoff(
        criterion=criterion,
        cutoff=problem or float(np.median(values)),
        interval=problem or percentile_interval(values, level),
        per_imputation=own,
        imputations=len(curves),
        method=METHOD,
        ties=RESAMPLE_TIE_POLICY,
        resampling=resampling(resamples * len(curves), used, seed, stratified=True),
    )


def _own_cutoff(curve: RocCurve, criterion: BootstrapCriterion) -> Estimate:
    problem = one_class(curve.n_events, curve.n_non_events)
    problem = problem or no_better_than_trivial(curve, criterion)
    if problem is not None:
        return problem
    return float(_chosen(curve, criterion, ResampledCurves.sample(curve))[0])


def _chosen(curve: RocCurve, criterion: BootstrapCriterion, drawn: ResampledCurves) -> FloatArray:
    return curve.values[choose_in_each(curve, criterion, drawn).chosen]


def _resampled_cutoffs(
    curve: RocCurve, criterion: BootstrapCriterion, random: np.random.Generator, resamples: int
) -> FloatArray:
    parts = [_chosen(curve, criterion, drawn) for drawn in draw(curve, random, resamples)]
    return np.concatenate(parts)
