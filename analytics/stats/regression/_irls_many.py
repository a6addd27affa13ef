"""Logistic fits of many resamples at once, on grouped data.

A resample changes only how often each row counts. Rows with equal covariates are one pattern,
so the data of a resample are two vectors of counts, and Newton's method runs on all resamples
side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats.regression._newton_many import State, maximise
from analytics.stats.results import BoolArray, FloatArray, IntArray

# Log odds from which a fit can start: at ten times these every weight is lost.
FARTHEST = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct covariate rows with the outcomes seen at each.

    `design` is (patterns, p); `of_row` maps each row to its pattern. Equal rows get exactly
    equal predictions this way, which keeps their ties in any ranking.
    """

    design: FloatArray
    of_row: IntArray
    event: FloatArray

    @classmethod
    def of(cls, design: FloatArray, event: FloatArray) -> Patterns:
        """Group the rows of a design."""
        distinct, of_row = np.unique(design, axis=0, return_inverse=True)
        return cls(distinct, np.asarray(of_row, dtype=np.int64).ravel(), event)

    def counts(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Events and non-events at each pattern for (resamples, rows) weights."""
        return self._sum(weights * self.event), self._sum(weights * (1 - self.event))

    def _sum(self, weights: FloatArray) -> FloatArray:
        size = self.design.shape[0]
        if size == self.of_row.size:
            totals = np.empty_like(weights)
            totals[:, self.of_row] = weights
            return totals
        order = np.argsort(self.of_row, kind="stable")
        starts = np.searchsorted(self.of_row[order], np.arange(size))
        return np.asarray(np.add.reduceat(weights[:, order], starts, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class ManyFits:
    """(resamples, p) coefficients, and which fits converged."""

    beta: FloatArray
    converged: BoolArray


def fit_many(
    design: FloatArray, events: FloatArray, non_events: FloatArray, *, start: FloatArray
) -> ManyFits:
    """Fit every resample; `events`, `non_events`: (resamples, patterns) counts.

    `start` (p,) is the sample's own estimate, from which few steps are needed. A resample whose
    data are separated or singular doesn't converge.
    """
    problem = _Shared.of(design, events, non_events)
    rows = events.shape[0]
    # All rows have the same log odds there, so they are computed once.
    first = problem.at(np.arange(rows), start[None, :])
    return ManyFits(*maximise(problem, np.tile(start, (rows, 1)), first))


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Intercept and slope of each row's logistic regression on its own score, if it converged."""

    intercept: FloatArray
    slope: FloatArray
    converged: BoolArray


def slopes_many(score: FloatArray, events: FloatArray, non_events: FloatArray) -> Slopes:
    """Regress outcomes on each row of (rows, patterns) log odds, all at once.

    `events`, `non_events`: (1, patterns) counts, the same for every row. A row whose scores are all
    equal has no slope; it doesn't converge, nor does one whose scores separate the outcomes.
    """
    centre = score.mean(axis=1, keepdims=True)
    spread = np.ptp(score, axis=1, keepdims=True)
    spread = np.where(np.isfinite(spread) & (spread > 0), spread, 1.0)
    # In units of its own spread a row of large or of tiny log odds is as easy as another.
    scaled = np.nan_to_num((score - centre) / spread, posinf=0.0, neginf=0.0)
    problem = _Own(scaled, events, events + non_events)
    # A slope of 1 is near, unless the log odds are so large that no probability is left to move.
    start = np.minimum(spread, FARTHEST)
    middle = np.clip(np.nan_to_num(centre) * (start / spread), -FARTHEST, FARTHEST)
    beta, converged = maximise(problem, np.column_stack([middle, start]))
    slope = beta[:, 1] / spread[:, 0]
    return Slopes(beta[:, 0] - slope * centre[:, 0], slope, converged)


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """Every row has the same design and its own counts.

    Matrices of information are symmetric, so only their upper half is summed.
    """

    design: FloatArray
    products: FloatArray
    place: IntArray
    events: FloatArray
    trials: FloatArray

    @classmethod
    def of(cls, design: FloatArray, events: FloatArray, non_events: FloatArray) -> _Shared:
        upper = np.triu_indices(design.shape[1])
        place = np.zeros((design.shape[1],) * 2, dtype=np.int64)
        place[upper] = place.T[upper] = np.arange(upper[0].size)
        products = design[:, upper[0]] * design[:, upper[1]]
        return cls(design, products, place, events, events + non_events)

    def at(self, rows: IntArray, beta: FloatArray) -> State:
        whole = rows.size == self.events.shape[0]
        events, trials = (
            (self.events, self.trials) if whole else (self.events[rows], self.trials[rows])
        )
        linear = beta @ self.design.T
        value, residual, weight = _parts(linear, events, trials)
        return State(value, residual @ self.design, (weight @ self.products)[:, self.place])

    def gram(self, rows: IntArray) -> FloatArray:
        return np.asarray((self.trials[rows] @ self.products)[:, self.place])


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """Every row has an intercept and a column of its own; the counts are the same for all."""

    score: FloatArray
    events: FloatArray
    trials: FloatArray

    def at(self, rows: IntArray, beta: FloatArray) -> State:
        score = self.score[rows]
        value, residual, weight = _parts(
            beta[:, :1] + beta[:, 1:] * score, self.events, self.trials
        )
        gradient = np.column_stack([residual.sum(axis=1), np.einsum("ij,ij->i", residual, score)])
        return State(value, gradient, _two_by_two(weight, score))

    def gram(self, rows: IntArray) -> FloatArray:
        score = self.score[rows]
        return _two_by_two(np.broadcast_to(self.trials, score.shape), score)


def _two_by_two(weight: FloatArray, score: FloatArray) -> FloatArray:
    weighted = weight * score
    mixed = weighted.sum(axis=1)
    matrix = np.empty((score.shape[0], 2, 2))
    matrix[:, 0, 0] = weight.sum(axis=1)
    matrix[:, 0, 1] = matrix[:, 1, 0] = mixed
    matrix[:, 1, 1] = np.einsum("ij,ij->i", weighted, score)
    return matrix


def _parts(
    linear: FloatArray, events: FloatArray, trials: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log-likelihood of each row, and at each pattern residual and weight. Never overflows."""
    small = np.exp(-np.abs(linear))
    lesser = small / (1 + small)
    # Without a choice by sign, which takes longer than the exponential.
    probability = 0.5 + np.copysign(0.5 - lesser, linear)
    residual, weight = events - trials * probability, lesser * (1 - lesser) * trials
    return _log_likelihoods(linear, small, events, trials), residual, weight


def _log_likelihoods(
    linear: FloatArray, small: FloatArray, events: FloatArray, trials: FloatArray
) -> FloatArray:
    """Log-likelihood of each row of log odds; `small` is the exponential of its negative size."""
    # log1p would only be closer where a row adds less than 1e-16.
    softplus = np.log(1 + small) + np.maximum(linear, 0)
    return np.asarray((events * linear - trials * softplus).sum(axis=1))


def log_likelihoods(
    design: FloatArray, beta: FloatArray, events: FloatArray, non_events: FloatArray
) -> FloatArray:
    """Log-likelihood of each row of `beta` on its own row of counts."""
    linear = beta @ design.T
    return _log_likelihoods(linear, np.exp(-np.abs(linear)), events, events + non_events)


def areas(score: FloatArray, events: FloatArray, non_events: FloatArray) -> FloatArray:
    """AUC of each row of scores with (resamples, patterns) counts, ties counting half.

    NaN where a row has only one class.
    """
    return Ranking.of(score).areas(events, non_events)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Patterns in the order of each row of scores, for areas on any counts of them.

    `order` is (rows, patterns). `block`: first and last position of the tie block that each
    position lies in; None where no row has a tie.
    """

    order: IntArray
    block: tuple[IntArray, IntArray] | None

    @classmethod
    def of(cls, score: FloatArray) -> Ranking:
        """Sort each row of scores."""
        order = np.argsort(score, axis=1)
        ranked = np.take_along_axis(score, order, axis=1)
        new_block = np.ones(score.shape, dtype=np.bool_)
        new_block[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
        return cls(order, None if new_block.all() else _block_ends(new_block))

    def areas(self, events: FloatArray, non_events: FloatArray) -> FloatArray:
        """AUC of each row, ties counting half; counts are (rows, patterns) or one row for all."""
        event_count, other_count = self._ordered(events), self._ordered(non_events)
        through = np.cumsum(other_count, axis=1)
        before = through - other_count
        if self.block is not None:
            start, end = self.block
            before = np.take_along_axis(before, start, axis=1)
            through = np.take_along_axis(through, end, axis=1)
        pairs = event_count.sum(axis=1) * other_count.sum(axis=1)
        concordant = (event_count * (before + through)).sum(axis=1) / 2
        area = np.full(pairs.shape, np.nan)
        np.divide(concordant, pairs, out=area, where=pairs > 0)
        return area

    def _ordered(self, counts: FloatArray) -> FloatArray:
        if counts.shape[0] == 1:
            return np.asarray(counts[0][self.order])
        return np.take_along_axis(counts, self.order, axis=1)


def _block_ends(new_block: BoolArray) -> tuple[IntArray, IntArray]:
    """First and last position of the tie block that each position of each row lies in."""
    last = new_block.shape[1] - 1
    index = np.broadcast_to(np.arange(last + 1), new_block.shape)
    ends_block = np.ones(new_block.shape, dtype=np.bool_)
    ends_block[:, :-1] = new_block[:, 1:]
    start = np.maximum.accumulate(np.where(new_block, index, 0), axis=1)
    end = np.minimum.accumulate(np.where(ends_block, index, last)[:, ::-1], axis=1)[:, ::-1]
    return start, end
