"""Maximum likelihood of logistic regression by Newton's method (IRLS)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg.lapack import dposv

from analytics.stats.results import FloatArray

MAX_ITERATIONS = 50
MAX_HALVINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A Newton fit. `converged` False means: don't use it (the estimate may be infinite)."""

    beta: FloatArray
    probability: FloatArray
    log_likelihood: float
    information: FloatArray
    score: FloatArray
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    design: FloatArray
    event: FloatArray
    weights: FloatArray | None
    offset: FloatArray | float


def fit(
    design: FloatArray,
    event: FloatArray,
    *,
    weights: FloatArray | None = None,
    offset: FloatArray | None = None,
    start: FloatArray | None = None,
    tolerance: float = 1e-10,
) -> Fit:
    """Fit `event` (n,) of 0/1 on `design` (n, p), whose first column is usually 1s.

    Newton steps with step halving, until the Newton decrement (twice the expected gain in
    log-likelihood) falls below `tolerance`; one more step then squares the remaining error.
    Never raises for separated or singular data: it then returns `converged=False`.
    """
    problem = _Problem(design, event, weights, 0.0 if offset is None else offset)
    beta = np.zeros(design.shape[1]) if start is None else start
    state = _evaluate(problem, beta)
    for _ in range(MAX_ITERATIONS):
        step = _newton_step(state)
        if step is None:
            return state
        if float(step @ state.score) < tolerance:
            return replace(_evaluate(problem, state.beta + step), converged=True)
        improved = _halved(problem, state, step)
        if improved is None:
            return state
        state = improved
    return state


def _halved(problem: _Problem, state: Fit, step: FloatArray) -> Fit | None:
    """The first of step, step/2, step/4 ... that doesn't lower the likelihood."""
    allowed = 1e-12 * (abs(state.log_likelihood) + 1)
    for _ in range(MAX_HALVINGS):
        candidate = _evaluate(problem, state.beta + step)
        if candidate.log_likelihood >= state.log_likelihood - allowed:
            return candidate
        step = step / 2
    return None


def _evaluate(problem: _Problem, beta: FloatArray) -> Fit:
    design, event, weights = problem.design, problem.event, problem.weights
    linear = design @ beta + problem.offset
    # exp(-|x|) never overflows; both the probability and the likelihood follow from it.
    small = np.exp(-np.abs(linear))
    probability = np.where(linear >= 0, 1.0, small) / (1.0 + small)
    contribution = event * linear - np.maximum(linear, 0) - np.log1p(small)
    spread = small / (1.0 + small) ** 2
    residual = event - probability
    if weights is not None:
        contribution, spread, residual = (
            weights * contribution,
            weights * spread,
            weights * residual,
        )
    # The product of a matrix with its own transpose takes half the work of a general one.
    rooted = design * np.sqrt(spread)[:, None]
    return Fit(
        beta=beta,
        probability=probability,
        log_likelihood=float(contribution.sum()),
        information=rooted.T @ rooted,
        score=design.T @ residual,
        converged=False,
    )


def _newton_step(state: Fit) -> FloatArray | None:
    if not np.isfinite(state.information).all():
        return None
    # LAPACK's own routine: for matrices this small what scipy asks before it takes longer.
    _, step, failed = dposv(state.information, state.score)
    return None if failed else np.asarray(step)
