"""Pointwise confidence band of a ROC curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.stats import _validation
from analytics.stats._degenerate import one_class
from analytics.stats._resampling import batches, generator, resampling
from analytics.stats.errors import InputError
from analytics.stats.results import FloatArray, IntArray, NotEstimable, Resampling
from analytics.stats.roc import RocCurve
from analytics.stats.roc_bootstrap import draw_blocks

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
    wanted = _validation.as_floats(list(specificities), "specificities")
    if ((wanted < 0) | (wanted > 1)).any() or wanted.size == 0:
        raise InputError("specificities must lie between 0 and 1.")
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return problem
    random = generator(seed)
    rows: list[FloatArray] = []
    for size in batches(resamples, curve.n_events + curve.n_non_events):
        events, others = draw_blocks(curve, random, size)
        hits, alarms = np.cumsum(events, axis=1), np.cumsum(others, axis=1)
        rows += [_heights(hits[i], alarms[i], curve, wanted) for i in range(size)]
    low, high = np.quantile(np.array(rows), [(1 - level) / 2, (1 + level) / 2], axis=0)
    return RocBand(
        points=tuple(
            BandPoint(float(s), float(a), float(b))
            for s, a, b in zip(wanted, low, high, strict=True)
        ),
        level=level,
        method="bootstrap percentile, quantile type 7, pointwise",
        resampling=resampling(resamples, resamples, seed, stratified=True),
    )


def _heights(
    hits: IntArray, alarms: IntArray, curve: RocCurve, specificities: FloatArray
) -> FloatArray:
    """Sensitivity of one curve at each specificity."""
    alarm_rate = np.append(0, alarms) / curve.n_non_events
    sensitivity = np.append(0, hits) / curve.n_events
    # The last point on each false-positive rate is the upper end of its vertical step.
    last = np.append(alarm_rate[1:] != alarm_rate[:-1], True)
    heights = np.interp(1 - specificities, alarm_rate[last], sensitivity[last])
    return np.asarray(heights, dtype=np.float64)
