"""Profile-likelihood limits of logistic regression coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, sqrt

import numpy as np
from scipy.special import chdtri

from analytics.stats.regression import _irls
from analytics.stats.results import FloatArray, NotEstimable

MAX_STEPS = 40


def profile_limits(
    design: FloatArray, event: FloatArray, full: _irls.Fit, column: int, level: float
) -> tuple[float, float] | NotEstimable:
    """Both values of a coefficient where twice the log-likelihood falls by the chi-square quantile.

    The signed root of that fall is nearly straight in the coefficient and its slope is known
    from the score, so Newton's method needs three or four refits for each limit. Needs a
    converged fit of data that are not separated.

    The column is first freed of what the others say of it, weighted as in the fit. That changes
    neither its coefficient nor its profile, but leaves the others' coefficients nearly where they
    are when it moves; otherwise refits start too far away and fail.
    """
    root = sqrt(float(chdtri(1, 1 - level)))
    error = sqrt(float(np.linalg.inv(full.information)[column, column]))
    split = _Split.of(design, event, full, column)
    limits = []
    for side in (-1.0, 1.0):
        limit = _limit(split, full, side * root, error)
        if limit is None:
            return NotEstimable("The likelihood profile did not reach its limit.")
        limits.append(limit)
    return limits[0], limits[1]


@dataclass(frozen=True, slots=True, eq=False)
class _Split:
    """A design with one column set apart.

    `values`: what is left of the column without the `rest`; `nuisance`: the coefficients of the
    rest beside it.
    """

    rest: FloatArray
    values: FloatArray
    event: FloatArray
    best: float
    nuisance: FloatArray

    @classmethod
    def of(cls, design: FloatArray, event: FloatArray, full: _irls.Fit, column: int) -> _Split:
        others = [j for j in range(design.shape[1]) if j != column]
        shared = np.linalg.solve(
            full.information[np.ix_(others, others)], full.information[others, column]
        )
        rest, best = design[:, others], float(full.beta[column])
        return cls(
            rest=rest,
            values=design[:, column] - rest @ shared,
            event=event,
            best=best,
            nuisance=full.beta[others] + best * shared,
        )


def _limit(split: _Split, full: _irls.Fit, target: float, error: float) -> float | None:
    """The coefficient at which the signed root of the fall equals `target`."""
    best, nuisance = split.best, split.nuisance
    at = best + target * error
    for _ in range(MAX_STEPS):
        fit = _irls.fit(split.rest, split.event, offset=split.values * at, start=nuisance)
        if not fit.converged:
            # Too far out for a start from the last nuisance values: come half way back.
            at = (at + best) / 2
            continue
        nuisance = fit.beta
        root = copysign(sqrt(max(2 * (full.log_likelihood - fit.log_likelihood), 0.0)), target)
        score = float(split.values @ (split.event - fit.probability))
        if root == 0 or score == 0:
            return None
        step = (root - target) / (-score / root)
        at -= float(np.clip(step, -3 * error, 3 * error))
        if abs(step) < 1e-9 * max(abs(at), error):
            return at
    return None
