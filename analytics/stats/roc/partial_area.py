"""Partial area under the ROC curve, raw and standardised after McClish (1989)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.resampling import percentile_interval, resampling
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc._resampled_curves import ResampledCurves, resample
from analytics.stats.roc.curve import RocCurve

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


@checked
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
    tally = PartialTally(curve, low=low, high=high, focus=focus)
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        record = resampling(resamples, 0, seed, stratified=True)
        return PartialAuc(problem, problem, problem, problem, focus, low, high, record)
    resample(curve, [tally], resamples, seed)
    return tally.summary(level, resampling(resamples, resamples, seed, stratified=True))


class PartialTally:
    """Collects the partial area of each resample."""

    def __init__(self, curve: RocCurve, *, low: float, high: float, focus: Focus) -> None:
        _validation.one_of(focus, ("specificity", "sensitivity"), "focus")
        if not 0 <= low < high <= 1:
            raise InputError(f"The range must lie within 0..1 and not be empty: {low} to {high}.")
        self.curve, self.low, self.high, self.focus = curve, low, high, focus
        self.window = _Window(1 - high, 1 - low)
        self.areas: list[FloatArray] = []

    def add(self, drawn: ResampledCurves) -> None:
        """Take a batch of resamples."""
        self.areas.append(self._areas(drawn))

    def summary(self, level: float, record: Resampling) -> PartialAuc:
        """The area in the sample with the percentile intervals over the resamples."""
        sample = self._areas(ResampledCurves.sample(self.curve))
        corrected = float(self.window.standardise(sample)[0])
        drawn = np.concatenate(self.areas)
        standardised = self.window.standardise(drawn)
        below = NotEstimable("The curve lies below chance in this range.")
        return PartialAuc(
            value=float(sample[0]),
            standardised=below if np.isnan(corrected) else corrected,
            interval=percentile_interval(drawn, level),
            standardised_interval=NotEstimable("Some resamples lie below chance in this range.")
            if np.isnan(standardised).any()
            else percentile_interval(standardised, level),
            focus=self.focus,
            low=self.low,
            high=self.high,
            resampling=record,
        )

    def _areas(self, drawn: ResampledCurves) -> FloatArray:
        """Of the curves as they are, or turned so that the window limits their x axis."""
        limited = drawn if self.focus == "specificity" else drawn.turned()
        return self.window.areas(limited)


@dataclass(frozen=True, slots=True)
class _Window:
    """A range of false-positive (or false-negative) rate."""

    start: float
    end: float

    def areas(self, curves: ResampledCurves) -> FloatArray:
        """Trapezoidal area inside the window of each curve: (resamples,)."""
        x, y = curves.alarms, curves.hits
        n_x, n_y = curves.of_others.shape[1], curves.of_events.shape[1]
        at = np.round(np.array([self.start, self.end]) * n_x, 9)
        place, share = curves.segments_at(at)
        # Each alarm inside the window is a strip as high as the middle of the step it stands in.
        strips = curves.before_alarm[:, : int(at.max())]
        before = np.zeros((x.shape[0], strips.shape[1] + 1))
        np.cumsum((y.ravel()[strips] + y.ravel()[strips + 1]) / 2, axis=1, out=before[:, 1:])
        through = x.ravel()[place]
        width = at - through
        heights = y.ravel()[place] + curves.hits_at(place, share)
        up_to = np.take_along_axis(before, through, axis=1) + width * heights / 2
        return np.asarray((up_to[:, 1] - up_to[:, 0]) / (n_x * float(n_y)))

    def standardise(self, areas: FloatArray) -> FloatArray:
        """McClish's correction; NaN below chance, where it has no meaning."""
        least = (self.end**2 - self.start**2) / 2
        most = self.end - self.start
        corrected = 0.5 * (1 + (areas - least) / (most - least))
        return np.where(areas < least, np.nan, corrected)
