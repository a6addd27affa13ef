"""Bootstrap of a ROC curve: interval of the area, of the re-chosen cut-off, and optimism.

A stratified resample only changes how often each row counts, so the marker is sorted once
and every resample is a vector of integer weights on its rows: O(resamples * n) additions and
no further sort.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.ordering import midpoints
from analytics.stats._shared.resampling import (
    batches,
    generator,
    percentile_interval,
    resampling,
)
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntArray,
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
    sample_gain,
)
from analytics.stats.roc._resampled_curves import ResampledCurves, resample
from analytics.stats.roc._weights import areas, draw_blocks
from analytics.stats.roc.curve import RocCurve

__all__ = (
    "BOOTSTRAP_CRITERIA",
    "AucBootstrap",
    "BootstrapCriterion",
    "CutoffBootstrap",
    "Optimism",
    "bootstrap_auc",
    "bootstrap_cutoff",
)


@dataclass(frozen=True, slots=True)
class AucBootstrap:
    """Percentile interval of the area from stratified resamples."""

    interval: IntervalEstimate
    median: Estimate
    standard_error: Estimate
    resampling: Resampling


@dataclass(frozen=True, slots=True)
class Optimism:
    """An apparent figure, how much choosing the cut-off on the same data flatters it, and the rest.

    `optimism` is the mean over resamples of (figure in the resample - figure of the same
    cut-off in the sample), after Harrell; `corrected` = `apparent` - `optimism`.
    `out_of_bag` is the mean figure in the patients that a resample did not draw.
    """

    apparent: Estimate
    optimism: Estimate
    corrected: Estimate
    out_of_bag: Estimate


@dataclass(frozen=True, slots=True)
class CutoffBootstrap:
    """How far a cut-off and its accuracy move when it is chosen anew in each resample.

    `observed` and `midpoint` are intervals of the cut-off in its two notations (neighbours
    are those of the full sample); `sensitivity` and `specificity` are intervals at the
    re-chosen cut-off, which therefore contain the uncertainty of the choice.
    """

    criterion: BootstrapCriterion
    observed: IntervalEstimate
    midpoint: IntervalEstimate
    sensitivity: IntervalEstimate
    specificity: IntervalEstimate
    youden_optimism: Optimism
    sensitivity_optimism: Optimism
    specificity_optimism: Optimism
    ties: str
    tied_resamples: int
    resampling: Resampling


@checked
def bootstrap_auc(
    curve: RocCurve, *, resamples: int = 2000, seed: int, level: float = 0.95
) -> AucBootstrap:
    """Percentile interval of the area from stratified resamples."""
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return AucBootstrap(
            problem, problem, problem, resampling(resamples, 0, seed, stratified=True)
        )
    areas = _resampled_areas(curve, resamples, seed)
    return AucBootstrap(
        interval=percentile_interval(areas, level),
        median=float(np.median(areas)),
        standard_error=float(np.std(areas, ddof=1)),
        resampling=resampling(resamples, resamples, seed, stratified=True),
    )


@checked
def bootstrap_cutoff(
    curve: RocCurve,
    *,
    criterion: BootstrapCriterion = "youden",
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> CutoffBootstrap:
    """Choose the cut-off anew, by the same criterion, in each stratified resample.

    Where cut-offs tie in a resample the middle one is taken (of an even number the more
    suspicious of the two), which needs no random choice. A resample in which no cut-off
    beats calling everybody or nobody positive gives no cut-off and is left out of
    `resampling.used`.
    """
    _validation.one_of(criterion, BOOTSTRAP_CRITERIA, "criterion")
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    problem = unchoosable(curve, criterion)
    if problem is not None:
        return no_choice(criterion, problem, resampling(resamples, 0, seed, stratified=True))
    tally = ChoiceTally(curve, criterion)
    resample(curve, [tally], resamples, seed)
    return tally.summary(level, resamples, seed)


@checked
def unchoosable(curve: RocCurve, criterion: BootstrapCriterion) -> NotEstimable | None:
    """Return why no cut-off of the curve is worth choosing, or None."""
    problem = one_class(curve.n_events, curve.n_non_events)
    return problem or no_better_than_trivial(curve, criterion)


@dataclass(slots=True)
class _Rates:
    """Sensitivity and specificity of each resample's cut-off on one set of patients."""

    sensitivity: list[FloatArray]
    specificity: list[FloatArray]

    def joined(self) -> tuple[FloatArray, FloatArray]:
        return np.concatenate(self.sensitivity), np.concatenate(self.specificity)


class ChoiceTally:
    """Collects the chosen cut-off of each resample; `curve` must not be `unchoosable`."""

    def __init__(self, curve: RocCurve, criterion: BootstrapCriterion) -> None:
        self.curve, self.criterion = curve, criterion
        self.chosen: list[IntArray] = []
        self.tied = 0
        self.in_resample = _Rates([], [])
        self.in_sample = _Rates([], [])
        self.out_of_bag = _Rates([], [])

    def add(self, drawn: ResampledCurves) -> None:
        """Choose in each resample and measure the choice in it, in the sample and out of bag."""
        picked = choose_in_each(self.curve, self.criterion, drawn)
        rows, chosen = picked.rows, picked.chosen
        self.chosen.append(chosen)
        self.tied += picked.tied
        hits, alarms = self.curve.true_positives[chosen], self.curve.false_positives[chosen]
        self._measure(
            self.in_resample, drawn.hits[rows, chosen + 1], drawn.alarms[rows, chosen + 1]
        )
        self._measure(self.in_sample, hits, alarms)
        left_hits, left_events = _left_out(drawn.of_events[rows], hits)
        left_alarms, left_others = _left_out(drawn.of_others[rows], alarms)
        both = (left_events > 0) & (left_others > 0)
        self.out_of_bag.sensitivity.append(left_hits[both] / left_events[both])
        self.out_of_bag.specificity.append(1 - left_alarms[both] / left_others[both])

    def _measure(self, rates: _Rates, hits: IntArray, alarms: IntArray) -> None:
        rates.sensitivity.append(hits / self.curve.n_events)
        rates.specificity.append(1 - alarms / self.curve.n_non_events)

    def summary(self, level: float, resamples: int, seed: int) -> CutoffBootstrap:
        """Intervals and optimism over all batches."""
        curve, chosen = self.curve, np.concatenate(self.chosen)
        middle = np.append(midpoints(curve.values, curve.direction), curve.values[-1])
        sensitivity, specificity = self.in_resample.joined()
        sample_sensitivity, sample_specificity = self.in_sample.joined()
        left_sensitivity, left_specificity = self.out_of_bag.joined()
        apparent_index = int(np.argmax(sample_gain(curve, self.criterion)))
        hits = curve.true_positives[apparent_index] / curve.n_events
        rejections = 1 - curve.false_positives[apparent_index] / curve.n_non_events
        return CutoffBootstrap(
            criterion=self.criterion,
            observed=percentile_interval(curve.values[chosen], level),
            midpoint=percentile_interval(middle[chosen], level),
            sensitivity=percentile_interval(sensitivity, level),
            specificity=percentile_interval(specificity, level),
            youden_optimism=_optimism(
                hits + rejections - 1,
                sensitivity + specificity - 1,
                sample_sensitivity + sample_specificity - 1,
                left_sensitivity + left_specificity - 1,
            ),
            sensitivity_optimism=_optimism(hits, sensitivity, sample_sensitivity, left_sensitivity),
            specificity_optimism=_optimism(
                rejections, specificity, sample_specificity, left_specificity
            ),
            ties=RESAMPLE_TIE_POLICY,
            tied_resamples=self.tied,
            resampling=resampling(resamples, int(chosen.size), seed, stratified=True),
        )


def _left_out(weights: IntArray, positive: IntArray) -> tuple[IntArray, IntArray]:
    """How many rows each resample left out: of its `positive` most suspicious ones, and of all."""
    left = weights == 0
    among = left & (np.arange(weights.shape[1]) < positive[:, None])
    return np.count_nonzero(among, axis=1), np.count_nonzero(left, axis=1)


def _resampled_areas(curve: RocCurve, resamples: int, seed: int) -> FloatArray:
    """The area in each resample."""
    random = generator(seed)
    parts = [
        areas(*draw_blocks(curve, random, size))
        for size in batches(resamples, curve.n_events + curve.n_non_events)
    ]
    return np.concatenate(parts)


def _optimism(
    apparent: float, in_resample: FloatArray, in_sample: FloatArray, out_of_bag: FloatArray
) -> Optimism:
    if in_resample.size == 0:
        reason = NotEstimable("No resample gave a cut-off.")
        return Optimism(float(apparent), reason, reason, reason)
    optimism = float(np.mean(in_resample - in_sample))
    left_out: Estimate = (
        float(np.mean(out_of_bag))
        if out_of_bag.size
        else NotEstimable("No resample left out both an event and a non-event.")
    )
    return Optimism(float(apparent), optimism, float(apparent) - optimism, left_out)


@checked
def no_choice(
    criterion: BootstrapCriterion, reason: NotEstimable, record: Resampling
) -> CutoffBootstrap:
    """Return the bootstrap of a curve without a cut-off, for one reason."""
    nothing = Optimism(reason, reason, reason, reason)
    return CutoffBootstrap(
        criterion=criterion,
        observed=reason,
        midpoint=reason,
        sensitivity=reason,
        specificity=reason,
        youden_optimism=nothing,
        sensitivity_optimism=nothing,
        specificity_optimism=nothing,
        ties=RESAMPLE_TIE_POLICY,
        tied_resamples=0,
        resampling=record,
    )
