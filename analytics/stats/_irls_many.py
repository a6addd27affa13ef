"""Logistic fits of many resamples at once, on grouped data.

A resample changes only how often each row counts. Rows with equal covariates are one pattern,
so the data of a resample are two vectors of counts, and Newton's method runs on all resamples
side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats.results import BoolArray, FloatArray, IntArray

MAX_ITERATIONS = 30
TOLERANCE = 1e-10
# A fitted log odds beyond this in a resample means that its data are (nearly) separated.
SEPARATED_BEYOND = 25.0


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
    """(resamples, p) coefficients, log-likelihoods, and which fits are usable."""

    beta: FloatArray
    log_likelihood: FloatArray
    usable: BoolArray


def fit_many(
    design: FloatArray, events: FloatArray, non_events: FloatArray, *, start: FloatArray
) -> ManyFits:
    """Fit every resample; `events`, `non_events`: (resamples, patterns) counts.

    `start` (p,) is the sample's own estimate, from which few steps are needed. A resample is
    unusable when its data are separated, singular, or did not converge.
    """
    resamples, p = events.shape[0], design.shape[1]
    beta = np.tile(start, (resamples, 1))
    usable = np.zeros(resamples, dtype=np.bool_)
    # The information matrix is symmetric, so only its upper half is summed.
    upper = np.triu_indices(p)
    place = np.zeros((p, p), dtype=np.int64)
    place[upper] = place.T[upper] = np.arange(upper[0].size)
    products = design[:, upper[0]] * design[:, upper[1]]
    open_, hits, trials = np.arange(resamples), events, events + non_events
    for _ in range(MAX_ITERATIONS):
        linear = beta[open_] @ design.T
        probability = _logistic(linear)
        expected = trials * probability
        score = (hits - expected) @ design
        information = ((expected * (1 - probability)) @ products)[:, place]
        step, solved = _solve(information, score)
        beta[open_] += step
        done = solved & (np.einsum("ij,ij->i", step, score) < TOLERANCE)
        far = _far(linear, trials)
        usable[open_[done & ~far]] = True
        going = solved & ~done & ~far
        if not going.any():
            break
        if not going.all():
            open_, hits, trials = open_[going], hits[going], trials[going]
    return ManyFits(beta, log_likelihoods(design, beta, events, non_events), usable)


def log_likelihoods(
    design: FloatArray, beta: FloatArray, events: FloatArray, non_events: FloatArray
) -> FloatArray:
    """Log-likelihood of each row of `beta` on its own row of counts."""
    linear = beta @ design.T
    # log1p would only be closer where a row adds less than 1e-16.
    softplus = np.maximum(linear, 0) + np.log(1 + np.exp(-np.abs(linear)))
    return np.asarray((events * linear - (events + non_events) * softplus).sum(axis=1))


def areas(score: FloatArray, events: FloatArray, non_events: FloatArray) -> FloatArray:
    """AUC of each row of scores with (resamples, patterns) counts, ties counting half.

    NaN where a row has only one class.
    """
    order = np.argsort(score, axis=1)
    ranked = np.take_along_axis(score, order, axis=1)
    event_count = np.take_along_axis(np.broadcast_to(events, score.shape), order, axis=1)
    other_count = np.take_along_axis(np.broadcast_to(non_events, score.shape), order, axis=1)
    through = np.cumsum(other_count, axis=1)
    before = through - other_count
    new_block = np.ones(score.shape, dtype=np.bool_)
    new_block[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    if not new_block.all():
        start, end = _block_ends(new_block)
        before = np.take_along_axis(before, start, axis=1)
        through = np.take_along_axis(through, end, axis=1)
    pairs = event_count.sum(axis=1) * other_count.sum(axis=1)
    concordant = (event_count * (before + through)).sum(axis=1) / 2
    area = np.full(pairs.shape, np.nan)
    np.divide(concordant, pairs, out=area, where=pairs > 0)
    return area


def _block_ends(new_block: BoolArray) -> tuple[IntArray, IntArray]:
    """First and last position of the tie block that each position of each row lies in."""
    last = new_block.shape[1] - 1
    index = np.broadcast_to(np.arange(last + 1), new_block.shape)
    ends_block = np.ones(new_block.shape, dtype=np.bool_)
    ends_block[:, :-1] = new_block[:, 1:]
    start = np.maximum.accumulate(np.where(new_block, index, 0), axis=1)
    end = np.minimum.accumulate(np.where(ends_block, index, last)[:, ::-1], axis=1)[:, ::-1]
    return start, end


def _logistic(linear: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(np.minimum(-linear, 700))))


def _far(linear: FloatArray, trials: FloatArray) -> BoolArray:
    """Which resamples have a fitted log odds beyond all sense at a pattern that they hold."""
    if max(float(linear.max(initial=0.0)), -float(linear.min(initial=0.0))) <= SEPARATED_BEYOND:
        return np.zeros(linear.shape[0], dtype=np.bool_)
    size = np.abs(linear).max(axis=1, where=trials > 0, initial=0.0)
    return np.asarray(size > SEPARATED_BEYOND)


def _solve(information: FloatArray, score: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Newton steps; 0 and False where the information is singular."""
    scale = np.sqrt(np.maximum(np.einsum("bii->bi", information), 1e-300))
    scaled = information / (scale[:, :, None] * scale[:, None, :])
    solved = np.linalg.det(scaled) > 1e-12
    scaled[~solved] = np.eye(information.shape[1])
    step = np.linalg.solve(scaled, (score / scale)[:, :, None])[:, :, 0] / scale
    step[~solved] = 0.0
    # A bounded step keeps a resample with a poor start from leaping into overflow.
    return np.clip(step, -1e3, 1e3), solved
