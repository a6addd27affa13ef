"""Accuracy of a cut-off with bootstrap intervals: the cut-off held fixed, or chosen anew.

A fixed cut-off (a published one) carries only the uncertainty of these patients; a cut-off chosen
on the same data carries that of the choice as well, which its fixed interval hides.
"""

from __future__ import annotations

from collections.abc import Callable
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
    IntArray,
    IntervalEstimate,
    NotEstimable,
    Resampling,
)
from analytics.stats.roc._choice import (
    BOOTSTRAP_CRITERIA,
    BootstrapCriterion,
    choose_in_each,
    no_better_than_trivial,
)
from analytics.stats.roc._resampled_curves import ResampledCurves, draw
from analytics.stats.roc.curve import RocCurve
from analytics.stats.roc.cutoffs import accuracy_at


@dataclass(frozen=True, slots=True)
class _Options:
    prevalence: float | None
    resamples: int
    seed: int
    level: float


# Resampled counts of true and false positives, one of each in every resample that has a cut-off.
Counted = Callable[[ResampledCurves], tuple[IntArray, IntArray]]


@dataclass(frozen=True, slots=True)
class ResampledMeasure:
    """A measure in the sample, its percentile interval, and how many resamples defined it."""

    value: Estimate
    interval: IntervalEstimate
    used: int


@dataclass(frozen=True, slots=True)
class AccuracyBootstrap:
    """Accuracy at one cut-off with percentile intervals.

    `rechosen` says whether each resample chose its own cut-off; `prevalence` is the share of
    events behind both predictive values: the one given, or the sample's.
    """

    cutoff: Estimate
    rechosen: bool
    prevalence: Estimate
    sensitivity: ResampledMeasure
    specificity: ResampledMeasure
    positive_predictive: ResampledMeasure
    negative_predictive: ResampledMeasure
    resampling: Resampling


@checked
def bootstrap_fixed_accuracy(
    curve: RocCurve,
    cutoff: float,
    *,
    prevalence: float | None = None,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> AccuracyBootstrap:
    """Intervals of the accuracy at a cut-off that is the same in every stratified resample.

    Positive is value >= cutoff in direction "high" and value <= cutoff in direction "low".
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    _refuse(prevalence)
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return _nothing(cutoff, problem, resamples, seed, rechosen=False)
    counts = accuracy_at(curve, cutoff).accuracy.counts
    beyond = _positive_blocks(curve, counts.true_positive + counts.false_positive)

    def counted(drawn: ResampledCurves) -> tuple[IntArray, IntArray]:
        return drawn.hits[:, beyond], drawn.alarms[:, beyond]

    apparent = np.array([counts.true_positive]), np.array([counts.false_positive])
    options = _Options(prevalence, resamples, seed, level)
    return _summary(curve, (cutoff, *apparent), counted, options, rechosen=False)


@checked
def bootstrap_rechosen_accuracy(
    curve: RocCurve,
    *,
    criterion: BootstrapCriterion = "youden",
    prevalence: float | None = None,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> AccuracyBootstrap:
    """Intervals of the accuracy at the cut-off that each stratified resample chooses for itself.

    Ties and resamples without a useful cut-off are treated as `bootstrap_cutoff` does; `cutoff`
    is the sample's own choice by the same rule.
    """
    _validation.one_of(criterion, BOOTSTRAP_CRITERIA, "criterion")
    _refuse(prevalence)
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    problem = one_class(curve.n_events, curve.n_non_events)
    problem = problem or no_better_than_trivial(curve, criterion)
    if problem is not None:
        return _nothing(problem, problem, resamples, seed, rechosen=True)

    def counted(drawn: ResampledCurves) -> tuple[IntArray, IntArray]:
        picked = choose_in_each(curve, criterion, drawn)
        at = picked.rows, picked.chosen + 1
        return drawn.hits[at], drawn.alarms[at]

    place = choose_in_each(curve, criterion, ResampledCurves.sample(curve)).chosen
    apparent = curve.true_positives[place], curve.false_positives[place]
    cutoff = float(curve.values[place[0]])
    options = _Options(prevalence, resamples, seed, level)
    return _summary(curve, (cutoff, *apparent), counted, options, rechosen=True)


def _positive_blocks(curve: RocCurve, n_positive: int) -> int:
    """How many distinct values are positive when that many patients are."""
    so_far = curve.true_positives + curve.false_positives
    return int(np.searchsorted(so_far, n_positive, side="right"))


def _refuse(prevalence: float | None) -> None:
    if prevalence is not None and not 0 < prevalence < 1:
        raise InputError(f"prevalence must lie between 0 and 1, found {prevalence!r}.")


def _summary(
    curve: RocCurve,
    chosen: tuple[float, IntArray, IntArray],
    counted: Counted,
    options: _Options,
    *,
    rechosen: bool,
) -> AccuracyBootstrap:
    """Draw all resamples and describe the four measures.

    `chosen` is the sample's cut-off with its counts of true and of false positives.
    """
    resamples, seed, level = options.resamples, options.seed, options.level
    share = options.prevalence or curve.n_events / (curve.n_events + curve.n_non_events)
    found = [counted(drawn) for drawn in draw(curve, generator(seed), resamples)]
    hits, alarms = (np.concatenate(parts) for parts in zip(*found, strict=True))
    measured = _measures(curve, hits, alarms, share)
    in_sample = _measures(curve, chosen[1], chosen[2], share)
    described = [
        ResampledMeasure(_first(value, name), percentile_interval(values, level), values.size)
        for name, value, values in zip(NAMES, in_sample, measured, strict=True)
    ]
    return AccuracyBootstrap(
        cutoff=float(chosen[0]),
        rechosen=rechosen,
        prevalence=share,
        sensitivity=described[0],
        specificity=described[1],
        positive_predictive=described[2],
        negative_predictive=described[3],
        resampling=resampling(resamples, measured[0].size, seed, stratified=True),
    )


NAMES = ("", "", "positive", "negative")


def _measures(
    curve: RocCurve, hits: IntArray, alarms: IntArray, share: float
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Sensitivity, specificity and both predictive values, the latter where anybody has them."""
    found, alarmed = hits / curve.n_events, alarms / curve.n_non_events
    positive, negative = hits + alarms > 0, hits + alarms < curve.n_events + curve.n_non_events
    right, wrong = share * found[positive], (1 - share) * alarmed[positive]
    cleared, missed = (1 - share) * (1 - alarmed[negative]), share * (1 - found[negative])
    return found, 1 - alarmed, right / (right + wrong), cleared / (cleared + missed)


def _first(values: FloatArray, name: str) -> Estimate:
    return float(values[0]) if values.size else NotEstimable(f"Nobody is {name} at this cut-off.")


def _nothing(
    cutoff: Estimate, reason: NotEstimable, resamples: int, seed: int, *, rechosen: bool
) -> AccuracyBootstrap:
    measure = ResampledMeasure(reason, reason, 0)
    record = resampling(resamples, 0, seed, stratified=True)
    return AccuracyBootstrap(cutoff, rechosen, reason, measure, measure, measure, measure, record)
