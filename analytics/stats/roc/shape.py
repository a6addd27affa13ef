"""What resampling says about a curve: how sure its cut-off is, its band, partial area, smoothing.

All use the same stratified resamples, drawn once; each equals what its own function gives with the
same seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.resampling import resampling
from analytics.stats.results import NotEstimable
from analytics.stats.roc._resampled_curves import resample
from analytics.stats.roc._smoothers import Scale
from analytics.stats.roc.band import BandTally, RocBand
from analytics.stats.roc.bootstrap import (
    BootstrapCriterion,
    ChoiceTally,
    CutoffBootstrap,
    no_choice,
    unchoosable,
)
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.partial_area import PartialAuc, PartialTally
from analytics.stats.roc.smooth_cutoffs import (
    SmoothCutoffs,
    SmoothTally,
    no_smooth_cutoffs,
    unsmoothable,
)


@dataclass(frozen=True, slots=True)
class RocShape:
    """The bootstrap of the cut-off, and what a curve of one class has none of: its shape."""

    cutoff: CutoffBootstrap
    band: RocBand | NotEstimable
    partial: PartialAuc | NotEstimable
    smooth: SmoothCutoffs | NotEstimable


@checked
def roc_shape(
    curve: RocCurve,
    *,
    criterion: BootstrapCriterion,
    specificities: Sequence[float],
    partial_from: float,
    scale: Scale,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> RocShape:
    """Return what `bootstrap_cutoff`, `roc_band`, `partial_auc` and `smooth_cutoffs` say.

    `partial_from` is the lower end of the partial area's range of specificity, which ends at 1.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    none_used, all_used = (
        resampling(resamples, used, seed, stratified=True) for used in (0, resamples)
    )
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return RocShape(no_choice(criterion, problem, none_used), problem, problem, problem)
    band = BandTally(curve, specificities)
    partial = PartialTally(curve, low=partial_from, high=1.0, focus="specificity")
    cutoff = unchoosable(curve, criterion) or ChoiceTally(curve, criterion)
    smooth = unsmoothable(curve) or SmoothTally(curve, scale)
    tallies = [
        each for each in (band, partial, cutoff, smooth) if not isinstance(each, NotEstimable)
    ]
    resample(curve, tallies, resamples, seed)
    return RocShape(
        cutoff=no_choice(criterion, cutoff, none_used)
        if isinstance(cutoff, NotEstimable)
        else cutoff.summary(level, resamples, seed),
        band=band.summary(level, all_used),
        partial=partial.summary(level, all_used),
        smooth=no_smooth_cutoffs(smooth, curve, scale, all_used)
        if isinstance(smooth, NotEstimable)
        else smooth.summary(level, resamples, seed),
    )
