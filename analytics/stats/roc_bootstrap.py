"""Bootstrap of a ROC curve: interval of the area, of the re-chosen cut-off, and optimism.

A stratified resample only changes how often each row counts, so the marker is sorted once
and every resample is a vector of integer weights on its tie blocks: O(resamples * n)
additions and no further sort.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats import _validation
from analytics.stats._checked import checked
from analytics.stats._degenerate import one_class
from analytics.stats._ordering import midpoints
from analytics.stats._resampling import (
    batches,
    draw_weights,
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
from analytics.stats.roc import RocCurve

BootstrapCriterion = Literal["youden", "closest-top-left"]
BOOTSTRAP_CRITERIA: tuple[BootstrapCriterion, ...] = ("youden", "closest-top-left")
RESAMPLE_TIE_POLICY = "middle of the tied optima in each resample (the more suspicious of two)"


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
    problem = one_class(curve.n_events, curve.n_non_events)
    problem = problem or _no_better_than_trivial(curve, criterion)
    if problem is not None:
        return _no_choice(criterion, problem, resampling(resamples, 0, seed, stratified=True))
    draws = _ChoiceTally(criterion)
    random = generator(seed)
    rows = curve.n_events + curve.n_non_events
    for size in batches(resamples, rows):
        draws.add(curve, *_draw(curve, random, size))
    return draws.summary(curve, level, resamples, seed)


@dataclass(slots=True)
class _Rates:
    """Sensitivity and specificity of each resample's cut-off on one set of patients."""

    sensitivity: list[FloatArray]
    specificity: list[FloatArray]

    def joined(self) -> tuple[FloatArray, FloatArray]:
        return np.concatenate(self.sensitivity), np.concatenate(self.specificity)


class _ChoiceTally:
    """Collects the chosen cut-off of each resample, batch by batch."""

    def __init__(self, criterion: BootstrapCriterion) -> None:
        self.criterion = criterion
        self.chosen: list[IntArray] = []
        self.tied = 0
        self.in_resample = _Rates([], [])
        self.in_sample = _Rates([], [])
        self.out_of_bag = _Rates([], [])

    def add(
        self,
        curve: RocCurve,
        events: IntArray,
        non_events: IntArray,
        left_events: IntArray,
        left_non_events: IntArray,
    ) -> None:
        """Choose in each resample and measure the choice in it, in the sample and out of bag."""
        hits, alarms = np.cumsum(events, axis=1), np.cumsum(non_events, axis=1)
        gain = _gain(curve, self.criterion, hits, alarms)
        best = gain.max(axis=1)
        # A value that no drawn event has can't start a new optimum; without this test a run of
        # undrawn values would look like a run of ties.
        optimal = (gain == best[:, None]) & (events > 0)
        n_optimal = np.count_nonzero(optimal, axis=1)
        rank = np.cumsum(optimal, axis=1)
        chosen = np.argmax(rank == ((n_optimal + 1) // 2)[:, None], axis=1)
        useful = best > _trivial_gain(curve, self.criterion)
        rows, chosen = np.flatnonzero(useful), chosen[useful]
        self.chosen.append(chosen)
        self.tied += int(np.count_nonzero(n_optimal[useful] > 1))
        self._measure(self.in_resample, hits[rows, chosen], alarms[rows, chosen], curve)
        self._measure(
            self.in_sample, curve.true_positives[chosen], curve.false_positives[chosen], curve
        )
        left_hits = np.cumsum(left_events, axis=1)
        left_alarms = np.cumsum(left_non_events, axis=1)
        n_left_events, n_left_others = left_hits[rows, -1], left_alarms[rows, -1]
        both = (n_left_events > 0) & (n_left_others > 0)
        rows, chosen = rows[both], chosen[both]
        self.out_of_bag.sensitivity.append(left_hits[rows, chosen] / n_left_events[both])
        self.out_of_bag.specificity.append(1 - left_alarms[rows, chosen] / n_left_others[both])

    @staticmethod
    def _measure(rates: _Rates, hits: IntArray, alarms: IntArray, curve: RocCurve) -> None:
        rates.sensitivity.append(hits / curve.n_events)
        rates.specificity.append(1 - alarms / curve.n_non_events)

    def summary(self, curve: RocCurve, level: float, resamples: int, seed: int) -> CutoffBootstrap:
        """Intervals and optimism over all batches."""
        chosen = np.concatenate(self.chosen)
        middle = np.append(midpoints(curve.values, curve.direction), curve.values[-1])
        sensitivity, specificity = self.in_resample.joined()
        sample_sensitivity, sample_specificity = self.in_sample.joined()
        left_sensitivity, left_specificity = self.out_of_bag.joined()
        apparent_index = int(np.argmax(_sample_gain(curve, self.criterion)))
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


def _draw(
    curve: RocCurve, random: np.random.Generator, size: int
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Weights of events and non-events by tie block, drawn and left out: (size, blocks) each."""
    event_block = np.repeat(np.arange(curve.values.size), curve.events)
    other_block = np.repeat(np.arange(curve.values.size), curve.non_events)
    event_weights = draw_weights(random, size, event_block.size)
    other_weights = draw_weights(random, size, other_block.size)
    blocks = curve.values.size
    return (
        _by_block(event_weights, event_block, blocks),
        _by_block(other_weights, other_block, blocks),
        _by_block((event_weights == 0).astype(np.int64), event_block, blocks),
        _by_block((other_weights == 0).astype(np.int64), other_block, blocks),
    )


def _by_block(weights: IntArray, block: IntArray, blocks: int) -> IntArray:
    """Add up the weights of rows that share a value; `block` is sorted."""
    totals = np.zeros((weights.shape[0], blocks), dtype=np.int64)
    present, starts = np.unique(block, return_index=True)
    tied = present.size < block.size
    totals[:, present] = np.add.reduceat(weights, starts, axis=1) if tied else weights
    return totals


@checked
def draw_blocks(
    curve: RocCurve, random: np.random.Generator, size: int
) -> tuple[IntArray, IntArray]:
    """Stratified resamples as weights of events and non-events by tie block: (size, blocks)."""
    blocks = curve.values.size
    event_block = np.repeat(np.arange(blocks), curve.events)
    other_block = np.repeat(np.arange(blocks), curve.non_events)
    return (
        _by_block(draw_weights(random, size, event_block.size), event_block, blocks),
        _by_block(draw_weights(random, size, other_block.size), other_block, blocks),
    )


def _resampled_areas(curve: RocCurve, resamples: int, seed: int) -> FloatArray:
    """The area in each resample."""
    random = generator(seed)
    parts: list[FloatArray] = []
    for size in batches(resamples, curve.n_events + curve.n_non_events):
        events, others = draw_blocks(curve, random, size)
        beyond = np.cumsum(others, axis=1)
        concordant = 2 * (curve.n_non_events - beyond) + others
        parts.append(np.einsum("ij,ij->i", events, concordant).astype(np.float64))
    return np.concatenate(parts) / (2 * curve.n_events * curve.n_non_events)


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


def _gain(
    curve: RocCurve, criterion: BootstrapCriterion, hits: IntArray, alarms: IntArray
) -> IntArray:
    """The criterion in whole numbers, so that ties are exact: larger is better.

    Whole numbers of 64 bits hold the squared distance for up to 3e9 pairs of event and non-event.
    """
    if criterion == "youden":
        return hits * curve.n_non_events - alarms * curve.n_events
    missed = (curve.n_events - hits) * curve.n_non_events
    return -(missed**2) - (alarms * curve.n_events) ** 2


def _trivial_gain(curve: RocCurve, criterion: BootstrapCriterion) -> int:
    """The criterion of calling everybody, or nobody, positive."""
    return 0 if criterion == "youden" else -((curve.n_events * curve.n_non_events) ** 2)


def _sample_gain(curve: RocCurve, criterion: BootstrapCriterion) -> IntArray:
    return _gain(curve, criterion, curve.true_positives, curve.false_positives)


def _no_better_than_trivial(curve: RocCurve, criterion: BootstrapCriterion) -> NotEstimable | None:
    if _sample_gain(curve, criterion).max() > _trivial_gain(curve, criterion):
        return None
    return NotEstimable("No cut-off does better than calling everybody or nobody positive.")


def _no_choice(
    criterion: BootstrapCriterion, reason: NotEstimable, record: Resampling
) -> CutoffBootstrap:
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
