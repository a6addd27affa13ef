"""Partial area under the ROC curve, raw and standardised after McClish (1989)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats import _validation
from analytics.stats._degenerate import one_class
from analytics.stats._resampling import batches, generator, percentile_interval, resampling
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc import RocCurve
from analytics.stats.roc_bootstrap import draw_blocks

Focus = Literal["specificity", "sensitivity"]


@dataclass(frozen=True, slots=True)
class PartialAuc:
    """Area over a range of specificity (or sensitivity), with a bootstrap interval.

    `standardised` maps the range's chance area to 0.5 and its largest area to 1; below chance
    it is not defined. `interval` is of the raw area.
    """

    value: Estimate
    standardised: Estimate
    interval: IntervalEstimate
    standardised_interval: IntervalEstimate
    focus: Focus
    low: float
    high: float
    resampling: Resampling


def partial_auc(
    curve: RocCurve,
    *,
    low: float,
    high: float = 1.0,
    focus: Focus = "specificity",
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> PartialAuc:
    """Area of the curve where `focus` lies between `low` and `high`.

    Straight lines join the points, so a range may end between two of them. The interval is the
    percentile interval of stratified resamples.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    _validation.one_of(focus, ("specificity", "sensitivity"), "focus")
    if not 0 <= low < high <= 1:
        raise InputError(f"The range must lie within 0..1 and not be empty: {low} to {high}.")
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        record = resampling(resamples, 0, seed, stratified=True)
        return PartialAuc(problem, problem, problem, problem, focus, low, high, record)
    window = _Window(1 - high, 1 - low)
    value = window.area(*_axes(curve.true_positives, curve.false_positives, curve, focus))
    random = generator(seed)
    areas: list[float] = []
    for size in batches(resamples, curve.n_events + curve.n_non_events):
        events, others = draw_blocks(curve, random, size)
        hits, alarms = np.cumsum(events, axis=1), np.cumsum(others, axis=1)
        areas += [
            window.area(*_axes(hits[i], alarms[i], curve, focus)) for i in range(hits.shape[0])
        ]
    drawn = np.array(areas)
    standardised = np.array([window.standardise(area) for area in areas])
    usable = standardised[~np.isnan(standardised)]
    single = window.standardise(value)
    below = NotEstimable("The curve lies below chance in this range.")
    return PartialAuc(
        value=value,
        standardised=below if np.isnan(single) else single,
        interval=percentile_interval(drawn, level),
        standardised_interval=percentile_interval(usable, level)
        if usable.size == drawn.size
        else NotEstimable("Some resamples lie below chance in this range."),
        focus=focus,
        low=low,
        high=high,
        resampling=resampling(resamples, resamples, seed, stratified=True),
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """A range of false-positive (or false-negative) rate."""

    start: float
    end: float

    def area(self, x: FloatArray, y: FloatArray) -> float:
        """Trapezoidal area of the curve (x rising) inside the window."""
        inside = (x > self.start) & (x < self.end)
        # Vertical steps sit on one x: the window's edge takes the upper end on its left side
        # and the lower end on its right side, as the area inside demands.
        left = self._height(x, y, self.start, side="right")
        right = self._height(x, y, self.end, side="left")
        xs = np.concatenate([[self.start], x[inside], [self.end]])
        ys = np.concatenate([[left], y[inside], [right]])
        return float(np.trapezoid(ys, xs))

    def standardise(self, area: float) -> float:
        """McClish's correction; NaN below chance, where it has no meaning."""
        least = (self.end**2 - self.start**2) / 2
        most = self.end - self.start
        return float("nan") if area < least else 0.5 * (1 + (area - least) / (most - least))

    @staticmethod
    def _height(
        x: FloatArray, y: FloatArray, at: float, *, side: Literal["left", "right"]
    ) -> float:
        index = int(np.searchsorted(x, at, side=side))
        if side == "right" and index > 0 and x[index - 1] == at:
            return float(y[index - 1])
        if side == "left" and index < x.size and x[index] == at:
            return float(y[index])
        share = (at - x[index - 1]) / (x[index] - x[index - 1])
        return float(y[index - 1] + share * (y[index] - y[index - 1]))


def _axes(
    hits: IntArray, alarms: IntArray, curve: RocCurve, focus: Focus
) -> tuple[FloatArray, FloatArray]:
    """The curve with the rate that the window limits on a rising x axis.

    For sensitivity the picture is turned: x is 1 - sensitivity from 0 up, y the specificity.
    """
    sensitivity = np.append(0, hits) / curve.n_events
    alarm_rate = np.append(0, alarms) / curve.n_non_events
    if focus == "specificity":
        return alarm_rate, sensitivity
    return 1 - sensitivity[::-1], 1 - alarm_rate[::-1]
