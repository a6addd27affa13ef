"""Pointwise confidence band of a ROC curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.resampling import resampling
from analytics.stats.errors import InputError
from analytics.stats.results import FloatArray, NotEstimable, Resampling
from analytics.stats.roc._resampled_curves import ResampledCurves, resample
from analytics.stats.roc.curve import RocCurve

DEFAULT_SPECIFICITIES = tuple(round(0.05 * i, 2) for i in range(21))


@dataclass(frozen=True, slots=True)
class BandPoint:
    """Interval of sensitivity at one specificity."""

    specificity: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RocBand:
    """Intervals of sensitivity over specificities, each valid at its own point only."""

    points: tuple[BandPoint, ...]
    level: float
    method: str
    resampling: Resampling


@checked
def roc_band(
    curve: RocCurve,
    *,
    specificities: Sequence[float] = DEFAULT_SPECIFICITIES,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> RocBand | NotEstimable:
    """Percentile intervals of sensitivity at given specificities, from stratified resamples.

    Between two points of a resampled curve sensitivity is interpolated; on a vertical step the
    upper end counts.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    tally = BandTally(curve, specificities)
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return problem
    resample(curve, [tally], resamples, seed)
    return tally.summary(level, resampling(resamples, resamples, seed, stratified=True))


class BandTally:
    """Collects the sensitivities of each resample."""

    def __init__(self, curve: RocCurve, specificities: Sequence[float]) -> None:
        self.wanted = _validation.as_floats(list(specificities), "specificities")
        if ((self.wanted < 0) | (self.wanted > 1)).any() or self.wanted.size == 0:
            raise InputError("specificities must lie between 0 and 1.")
        self.n_events = curve.n_events
        # Rounded, because 1 - 0.9 lies just below a tenth and would miss the step at a tenth.
        self.alarms = np.round((1 - self.wanted) * curve.n_non_events, 9)
        self.drawn: list[FloatArray] = []

    def add(self, drawn: ResampledCurves) -> None:
        """Take a batch of resamples."""
        self.drawn.append(drawn.hits_at(*drawn.segments_at(self.alarms)) / self.n_events)

    def summary(self, level: float, record: Resampling) -> RocBand:
        """The percentile interval at each specificity."""
        tails = [(1 - level) / 2, (1 + level) / 2]
        low, high = np.quantile(np.concatenate(self.drawn), tails, axis=0)
        return RocBand(
            points=tuple(
                BandPoint(float(s), float(a), float(b))
                for s, a, b in zip(self.wanted, low, high, strict=True)
            ),
            level=level,
            method="bootstrap percentile, quantile type 7, pointwise",
            resampling=record,
        )
