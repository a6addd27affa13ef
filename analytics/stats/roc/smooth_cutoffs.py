"""Youden cut-offs of smoothed distributions: binormal and by a Gaussian kernel.

The empirical cut-off hangs on the few patients beside it. Smoothing the marker's distribution in
events and in non-events first gives a cut-off that moves less from sample to sample, at the price
of an assumption (Fluss, Faraggi & Reiser 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class, too_few
from analytics.stats._shared.resampling import percentile_interval, resampling
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc._resampled_curves import ResampledCurves, resample
from analytics.stats.roc._smoothers import Binormal, Kernel, Method, Scale, positions_of
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import SIGNS

NO_CUTOFF = NotEstimable(
    "The smoothed distributions give no cut-off within the measured values in this direction."
)


@dataclass(frozen=True, slots=True)
class SmoothCutoff:
    """The cut-off with the largest Youden index of two smoothed distributions.

    `cutoff` and `interval` are in the marker's unit, `sensitivity`, `specificity` and `youden`
    those of the smoothed distributions. `interval` is the percentile interval of stratified
    resamples; a resample whose means point against the direction, or whose cut-off would lie
    outside the measured values, gives none and is left out.
    """

    method: Method
    smoothing: str
    scale: Scale
    rule: str
    cutoff: Estimate
    interval: IntervalEstimate
    sensitivity: Estimate
    specificity: Estimate
    youden: Estimate
    resampling: Resampling


@dataclass(frozen=True, slots=True)
class SmoothCutoffs:
    """Both smoothed cut-offs of one curve."""

    binormal: SmoothCutoff
    kernel: SmoothCutoff


@checked
def smooth_cutoffs(
    curve: RocCurve,
    *,
    scale: Scale = "linear",
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> SmoothCutoffs:
    """Binormal and kernel-smoothed Youden cut-off of a curve, with bootstrap intervals.

    `scale` "log" smooths the logarithms, as concentrations need; it refuses values of 0 or less
    with InputError. The kernel's bandwidths are those of the sample in every resample.
    """
    _validation.one_of(scale, ("linear", "log"), "scale")
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    problem = unsmoothable(curve)
    if problem is not None:
        record = resampling(resamples, 0, seed, stratified=True)
        return no_smooth_cutoffs(problem, curve, scale, record)
    tally = SmoothTally(curve, scale)
    resample(curve, [tally], resamples, seed)
    return tally.summary(level, resamples, seed)


class SmoothTally:
    """Collects both smoothed cut-offs of each resample; `curve` must not be `unsmoothable`."""

    def __init__(self, curve: RocCurve, scale: Scale) -> None:
        self.curve = curve
        positions = positions_of(curve, scale)
        self.smoothers: tuple[Binormal | Kernel, ...] = (Binormal(positions), Kernel(positions))
        self.drawn: tuple[list[FloatArray], list[FloatArray]] = ([], [])

    def add(self, drawn: ResampledCurves) -> None:
        """Take a batch of resamples."""
        weights = drawn.of_events.astype(np.float64), drawn.of_others.astype(np.float64)
        for smoother, found in zip(self.smoothers, self.drawn, strict=True):
            found.append(smoother.choose_many(*weights))

    def summary(self, level: float, resamples: int, seed: int) -> SmoothCutoffs:
        """Both cut-offs in the sample with the percentile intervals over the resamples."""
        binormal, kernel = (
            _summary(
                smoother,
                self.curve,
                np.concatenate(found),
                level=level,
                resamples=resamples,
                seed=seed,
            )
            for smoother, found in zip(self.smoothers, self.drawn, strict=True)
        )
        return SmoothCutoffs(binormal, kernel)


@checked
def unsmoothable(curve: RocCurve) -> NotEstimable | None:
    """Return why the values of events or of non-events have no spread to smooth, or None."""
    problem = one_class(curve.n_events, curve.n_non_events)
    problem = problem or too_few(curve.n_events, 2, "events")
    problem = problem or too_few(curve.n_non_events, 2, "non-events")
    if problem is not None:
        return problem
    for weights, name in ((curve.events, "events"), (curve.non_events, "non-events")):
        if np.count_nonzero(weights) < 2:
            return NotEstimable(f"All {name} have the same value; there is nothing to smooth.")
    return None


@checked
def no_smooth_cutoffs(
    reason: NotEstimable, curve: RocCurve, scale: Scale, record: Resampling
) -> SmoothCutoffs:
    """Both cut-offs as not estimable, for one reason."""
    return SmoothCutoffs(
        _nothing("binormal", curve, scale, reason, record),
        _nothing("kernel", curve, scale, reason, record),
    )


def _summary(
    smoother: Binormal | Kernel,
    curve: RocCurve,
    drawn: FloatArray,
    *,
    level: float,
    resamples: int,
    seed: int,
) -> SmoothCutoff:
    positions = smoother.positions
    usable = drawn[positions.inside(drawn)]
    record = resampling(resamples, int(usable.size), seed, stratified=True)
    position = smoother.choose()
    if not positions.inside(np.array(position)):
        return _nothing(smoother.method, curve, positions.scale, NO_CUTOFF, record)
    hits, alarms = smoother.beyond(position)
    return SmoothCutoff(
        method=smoother.method,
        smoothing=smoother.smoothing,
        scale=positions.scale,
        rule=f"positive when value {SIGNS[curve.direction]} cut-off",
        cutoff=float(positions.back(np.array(position))),
        interval=percentile_interval(positions.back(usable), level),
        sensitivity=hits,
        specificity=1 - alarms,
        youden=hits - alarms,
        resampling=record,
    )


def _nothing(
    method: Method, curve: RocCurve, scale: Scale, reason: NotEstimable, record: Resampling
) -> SmoothCutoff:
    return SmoothCutoff(
        method=method,
        smoothing=(Binormal if method == "binormal" else Kernel).smoothing,
        scale=scale,
        rule=f"positive when value {SIGNS[curve.direction]} cut-off",
        cutoff=reason,
        interval=reason,
        sensitivity=reason,
        specificity=reason,
        youden=reason,
        resampling=record,
    )
