"""Newton's method with step halving on many concave likelihoods side by side.

Each row is a problem of its own. A row is `converged` only when its Newton decrement (twice the
gain still to be expected) has vanished and its likelihood really has a maximum there; a row that
isn't must never enter a mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analytics.stats.results import BoolArray, FloatArray, IntArray

MAX_ITERATIONS = 60
MAX_HALVINGS = 30
TOLERANCE = 1e-10
LONGEST_STEP = 1e3
# The smallest weight that a direction of the coefficients may keep, of a quarter at most. Separated
# data fall below it before the decrement vanishes; a maximum that exists keeps far more.
LEAST_WEIGHT = 1e-8


@dataclass(slots=True, eq=False)
class State:
    """Log-likelihood (rows,), its gradient (rows, p) and its information (rows, p, p)."""

    value: FloatArray
    score: FloatArray
    information: FloatArray

    def keep(self, rows: BoolArray) -> State:
        return State(self.value[rows], self.score[rows], self.information[rows])

    def put(self, places: IntArray, other: State) -> None:
        self.value[places] = other.value
        self.score[places] = other.score
        self.information[places] = other.information


class Problem(Protocol):
    """What is maximised: `at` evaluates rows at their coefficients, `gram` weighs by counts."""

    def at(self, rows: IntArray, beta: FloatArray) -> State: ...

    def gram(self, rows: IntArray) -> FloatArray: ...


def maximise(
    problem: Problem, start: FloatArray, first: State | None = None
) -> tuple[FloatArray, BoolArray]:
    """Coefficients (rows, p) from `start` (rows, p), and which rows converged.

    `first`: the state at `start`, where the caller has it already.
    """
    beta = start.copy()
    converged = np.zeros(start.shape[0], dtype=np.bool_)
    rows = np.arange(start.shape[0])
    state = problem.at(rows, beta) if first is None else first
    for _ in range(MAX_ITERATIONS):
        step, solved = _solve(state)
        done = solved & (np.einsum("ij,ij->i", step, state.score) < TOLERANCE)
        beta[rows[done]] += step[done]
        converged[rows[done]] = _determined(state.information[done], problem.gram(rows[done]))
        going = solved & ~done
        if not going.any():
            break
        rows, step, state = rows[going], step[going], state.keep(going)
        step, state, rose = _halved(problem, rows, beta[rows], step, state)
        beta[rows] += step
        if not rose.all():
            rows, state = rows[rose], state.keep(rose)
    return beta, converged


def _halved(
    problem: Problem, rows: IntArray, beta: FloatArray, step: FloatArray, before: State
) -> tuple[FloatArray, State, BoolArray]:
    """Of step, step/2, step/4 ... each row's first that doesn't lower its likelihood."""
    allowed = before.value - 1e-12 * (np.abs(before.value) + 1)
    after = problem.at(rows, beta + step)
    worse = ~(after.value >= allowed)
    for _ in range(MAX_HALVINGS):
        if not worse.any():
            break
        places = np.flatnonzero(worse)
        step[places] /= 2
        after.put(places, problem.at(rows[places], beta[places] + step[places]))
        worse[places] = ~(after.value[places] >= allowed[places])
    step[worse] = 0.0
    return step, after, ~worse


def _solve(state: State) -> tuple[FloatArray, BoolArray]:
    """Newton steps; 0 and False where the information is singular."""
    information, score = state.information, state.score
    scale = np.sqrt(np.maximum(np.einsum("bii->bi", information), 1e-300))
    scaled = information / (scale[:, :, None] * scale[:, None, :])
    solved = np.isfinite(scaled).all(axis=(1, 2))
    scaled[~solved] = np.eye(information.shape[1])
    solved &= np.linalg.det(scaled) > 1e-12
    scaled[~solved] = np.eye(information.shape[1])
    step = np.linalg.solve(scaled, (score / scale)[:, :, None])[:, :, 0] / scale
    step[~solved] = 0.0
    # A bounded step keeps a row with a poor start from leaping into overflow. It is shortened as a
    # whole: a step cut off in one column would point elsewhere, downhill even.
    longest = np.abs(step).max(axis=1, keepdims=True)
    return step * (LONGEST_STEP / np.maximum(longest, LONGEST_STEP)), solved


def _determined(information: FloatArray, gram: FloatArray) -> BoolArray:
    """Whether every direction d keeps a weight: d'Id / d'Gd, the mean of p(1 - p) along d.

    Neither units nor correlated columns move that ratio, and one patient far out does not either.
    """
    scale = np.sqrt(np.maximum(np.einsum("bii->bi", gram), 1e-300))
    both = scale[:, :, None] * scale[:, None, :]
    identity = np.eye(gram.shape[1])
    # A ridge of rounding keeps dependent columns from stopping the rest; those were not solved.
    root = np.linalg.inv(np.linalg.cholesky(gram / both + 1e-13 * identity))
    ratio = root @ (information / both) @ root.transpose(0, 2, 1)
    return np.asarray(np.linalg.eigvalsh(ratio)[:, 0] > LEAST_WEIGHT)
