"""Cut-offs on a ROC curve: the optima, a published value, and accuracy at either.

Optima are found by exact comparison of fractions of counts, so cut-offs that tie are all
returned; a floating comparison would lose some of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats._shared.ordering import Direction, midpoints
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, NotEstimable, Sample
from analytics.stats.roc.accuracy import Accuracy, Counts, accuracy
from analytics.stats.roc.curve import RocCurve

Criterion = Literal["youden", "closest-top-left", "weighted-youden"]
SIGNS = {"high": ">=", "low": "<="}


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One cut-off in both notations.

    `observed` is the last value still positive ("value >= 7.6"); `midpoint` lies half way to
    `neighbour`, the nearest value that is negative (None when everybody is positive).
    """

    observed: float
    midpoint: float | None
    neighbour: float | None
    rule: str
    counts: Counts
    sensitivity: float
    specificity: float
    youden: float

    @property
    def value(self) -> float:
        """The number that the cut-off is given by: `midpoint`, or `observed` without one."""
        return self.observed if self.midpoint is None else self.midpoint


@dataclass(frozen=True, slots=True)
class CutoffChoice:
    """Every cut-off that is best by one criterion, most suspicious value first.

    `criterion_value` is the optimum (for "closest-top-left" minus the squared distance);
    `runner_up` is the best value among all other cut-offs, so `runner_up` close to
    `criterion_value` means the choice hangs on few patients.
    """

    criterion: Criterion
    criterion_value: float
    runner_up: Estimate
    optima: tuple[Cutoff, ...]
    direction: Direction
    ties: str
    sample: Sample


@dataclass(frozen=True, slots=True)
class FixedCutoff:
    """Accuracy of a cut-off that was not chosen on these data."""

    cutoff: float
    rule: str
    direction: Direction
    accuracy: Accuracy
    sample: Sample


@checked
def youden(curve: RocCurve) -> CutoffChoice | NotEstimable:
    """Every cut-off with the largest sensitivity + specificity - 1 (Youden 1950)."""
    return _choose(curve, "youden", lambda sensitivity, specificity: sensitivity + specificity - 1)


@checked
def weighted_youden(
    curve: RocCurve, *, cost_ratio: float = 1.0, prevalence: float
) -> CutoffChoice | NotEstimable:
    """Every cut-off with the largest sensitivity + r * specificity - 1.

    r = (1 - prevalence) / (cost_ratio * prevalence), `cost_ratio` being the cost of a missed
    event over that of a false alarm: the cut-off of least expected cost (Perkins &
    Schisterman 2006). `cost_ratio` 1 with prevalence 0.5 is the ordinary Youden index.
    """
    if not 0 < prevalence < 1:
        raise InputError(f"prevalence must lie between 0 and 1, found {prevalence!r}.")
    if not 0 < cost_ratio < float("inf"):
        raise InputError(f"cost_ratio must be positive, found {cost_ratio!r}.")
    exact = (1 - Fraction(prevalence)) / (Fraction(cost_ratio) * Fraction(prevalence))

    def benefit(sensitivity: Any, specificity: Any) -> Any:
        weight = exact if isinstance(sensitivity, Fraction) else float(exact)
        return sensitivity + weight * specificity - 1

    return _choose(curve, "weighted-youden", benefit)


@checked
def closest_top_left(curve: RocCurve) -> CutoffChoice | NotEstimable:
    """Every cut-off with the smallest distance to sensitivity 1, specificity 1.

    `criterion_value` is the negative squared distance, so that larger is better throughout.
    """
    return _choose(
        curve,
        "closest-top-left",
        lambda sensitivity, specificity: -((1 - sensitivity) ** 2 + (1 - specificity) ** 2),
    )


@checked
def cutoff_for(
    curve: RocCurve, *, measure: Literal["sensitivity", "specificity"], at_least: float
) -> Cutoff | NotEstimable:
    """The cut-off that reaches one measure and is best in the other.

    For sensitivity the most suspicious cut-off that still finds the share `at_least` of events;
    for specificity the least suspicious one that still clears that share of non-events.
    """
    _validation.one_of(measure, ("sensitivity", "specificity"), "measure")
    if not 0 < at_least <= 1:
        raise InputError(f"at_least must lie above 0 and up to 1, found {at_least!r}.")
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return problem
    if measure == "sensitivity":
        reached = np.flatnonzero(curve.true_positives / curve.n_events >= at_least)
        return cutoff_at_index(curve, int(reached[0]))
    cleared = np.flatnonzero(1 - curve.false_positives / curve.n_non_events >= at_least)
    if cleared.size == 0:
        return NotEstimable("Only calling nobody positive reaches this specificity.")
    return cutoff_at_index(curve, int(cleared[-1]))


@checked
def accuracy_at(
    curve: RocCurve, cutoff: float, *, prevalence: float | None = None, level: float = 0.95
) -> FixedCutoff:
    """Apply a given cut-off, for example a published one, and measure its accuracy.

    Positive is value >= cutoff in direction "high" and value <= cutoff in direction "low".
    `prevalence` adds predictive values at that prevalence (needed for case-control data).
    """
    if not np.isfinite(cutoff):
        raise InputError(f"cutoff must be a finite number, found {cutoff!r}.")
    if curve.direction == "high":
        n_positive_values = int(np.searchsorted(-curve.values, -cutoff, side="right"))
    else:
        n_positive_values = int(np.searchsorted(curve.values, cutoff, side="right"))
    counts = _counts(curve, n_positive_values - 1)
    return FixedCutoff(
        cutoff=float(cutoff),
        rule=f"positive when value {SIGNS[curve.direction]} {cutoff:.12g}",
        direction=curve.direction,
        accuracy=accuracy(counts, prevalence=prevalence, level=level),
        sample=curve.sample,
    )


@checked
def cutoff_at_index(curve: RocCurve, index: int) -> Cutoff:
    """The cut-off whose last positive value is `curve.values[index]`."""
    index = _validation.whole(index, "index", high=curve.values.size - 1)
    counts = _counts(curve, index)
    observed = float(curve.values[index])
    is_last = index == curve.values.size - 1
    neighbour = None if is_last else float(curve.values[index + 1])
    pair = curve.values[index : index + 2]
    return Cutoff(
        observed=observed,
        midpoint=None if is_last else float(midpoints(pair, curve.direction)[0]),
        neighbour=neighbour,
        rule=f"positive when value {SIGNS[curve.direction]} {observed:.12g}",
        counts=counts,
        sensitivity=counts.true_positive / curve.n_events,
        specificity=counts.true_negative / curve.n_non_events,
        youden=(counts.true_positive * curve.n_non_events - counts.false_positive * curve.n_events)
        / (curve.n_events * curve.n_non_events),
    )


def _choose(
    curve: RocCurve, criterion: Criterion, score: Callable[[Any, Any], Any]
) -> CutoffChoice | NotEstimable:
    """All maxima of a score of (sensitivity, specificity), compared in exact fractions."""
    problem = one_class(curve.n_events, curve.n_non_events)
    if problem is not None:
        return problem
    best, optima = _maxima(curve, score, without=())
    nobody, everybody = score(Fraction(0), Fraction(1)), score(Fraction(1), Fraction(0))
    if best <= max(nobody, everybody):
        return NotEstimable("No cut-off does better than calling everybody or nobody positive.")
    runner_up: Estimate = NotEstimable("There is no other cut-off.")
    if len(optima) < curve.values.size:
        runner_up = float(_maxima(curve, score, without=optima)[0])
    return CutoffChoice(
        criterion=criterion,
        criterion_value=float(best),
        runner_up=runner_up,
        optima=tuple(cutoff_at_index(curve, k) for k in optima),
        direction=curve.direction,
        ties="all exact optima are listed",
        sample=curve.sample,
    )


def _maxima(
    curve: RocCurve, score: Callable[[Any, Any], Any], without: tuple[int, ...]
) -> tuple[Fraction, tuple[int, ...]]:
    """The largest score and the index of every cut-off that has it, `without` some indices.

    Rounding can only blur near neighbours of the floating maximum, so only those are compared
    in fractions; the slack is far above rounding and far below one patient's weight.
    """
    hits, rejections = curve.true_positives, curve.n_non_events - curve.false_positives
    rough = score(hits / curve.n_events, rejections / curve.n_non_events)
    rough[list(without)] = -np.inf
    top = float(rough.max())
    candidates = np.flatnonzero(rough >= top - 1e-9 * max(abs(top), 1e-3))
    exact = {
        int(k): score(
            Fraction(int(hits[k]), curve.n_events),
            Fraction(int(rejections[k]), curve.n_non_events),
        )
        for k in candidates
    }
    best = max(exact.values())
    return best, tuple(k for k, value in exact.items() if value == best)


def _counts(curve: RocCurve, last_positive: int) -> Counts:
    if last_positive < 0:
        return Counts(0, 0, curve.n_events, curve.n_non_events)
    hits = int(curve.events[: last_positive + 1].sum())
    alarms = int(curve.non_events[: last_positive + 1].sum())
    return Counts(hits, alarms, curve.n_events - hits, curve.n_non_events - alarms)
