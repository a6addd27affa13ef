"""What resampling says about a whole curve: its band, a partial area and smoothed cut-offs.

The three use the same stratified resamples, drawn once; each equals what its own function gives
with the same seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.stats import _validation
from analytics.stats._checked import checked
from analytics.stats._degenerate import one_class
from analytics.stats._resampled_curves import Tally, resample
from analytics.stats._resampling import resampling
from analytics.stats._smoothers import Scale
from analytics.stats.partial_auc import PartialAuc, PartialTally
from analytics.stats.results import NotEstimable
from analytics.stats.roc import RocCurve
from analytics.stats.roc_band import BandTally, RocBand
from analytics.stats.smooth_cutoffs import (
    SmoothCutoffs,
    SmoothTally,
    no_smooth_cutoffs,
    unsmoothable,
)


@dataclass(frozen=True, slots=True)
class RocShape:
    """Band, partial area over a range of specificity, and smoothed cut-offs of one curve."""

    band: RocBand
    partial: PartialAuc
    smooth: SmoothCutoffs


@checked
def roc_shape(
    curve: RocCurve,
    *,
    specificities: Sequence[float],
    partial_from: float,
    scale: Scale,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> RocShape | NotEstimable:
    """Return what `roc_band`, `partial_auc` and `smooth_cutoffs` say, from one set of resamples.

    `partial_from` is the lower end of the partial area's range of specificity, which ends at 1.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return problem
    band = BandTally(curve, specificities)
    partial = PartialTally(curve, low=partial_from, high=1.0, focus="specificity")
    record = resampling(resamples, resamples, seed, stratified=True)
    tallies: list[Tally] = [band, partial]
    unsmooth = unsmoothable(curve)
    if unsmooth is not None:
        resample(curve, tallies, resamples, seed)
        smooth = no_smooth_cutoffs(unsmooth, curve, scale, record)
    else:
        tally = SmoothTally(curve, scale)
        resample(curve, [*tallies, tally], resamples, seed)
        smooth = tally.summary(level, resamples, seed)
    return RocShape(band.summary(level, record), partial.summary(level, record), smooth)
