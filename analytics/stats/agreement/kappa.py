"""Agreement of readers on categories: Cohen's kappa, weighted kappa, Fleiss' kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from statsmodels.stats.inter_rater import cohens_kappa

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

Weights = Literal["none", "linear", "quadratic"]
WEIGHTS: tuple[Weights, ...] = ("none", "linear", "quadratic")


@dataclass(frozen=True, slots=True)
class Kappa:
    """Chance-corrected agreement. `table[i][j]`: first reader category i, second category j."""

    value: Estimate
    interval: IntervalEstimate
    standard_error: Estimate
    observed_agreement: Estimate
    within_one: Estimate
    weights: str
    categories: tuple[float, ...]
    table: tuple[tuple[int, ...], ...]
    sample: Sample


@checked
def kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    categories: Sequence[float],
    weights: Weights = "none",
    level: float = 0.95,
) -> Kappa:
    """Cohen's kappa (1960; weighted 1968) of two readers over ordered categories.

    `first`, `second`: category values or missing, same cases in the same order. "linear" and
    "quadratic" weigh a disagreement by the distance of the categories' positions. The interval
    uses the large-sample standard error of Fleiss, Cohen & Everitt (1969), clipped to -1..1.
    Raises InputError for a value outside `categories`.
    """
    level = _validation.level(level)
    _validation.one_of(weights, WEIGHTS, "weights")
    one, two = _validation.as_floats(first, "first"), _validation.as_floats(second, "second")
    keep, sample = _validation.complete_cases({"first": one, "second": two})
    known = np.array(sorted(set(categories)), dtype=np.float64)
    table = _cross_table(_positions(one[keep], known), _positions(two[keep], known), known.size)
    n = int(table.sum())
    problem = too_few(n, 1, "cases read by both") or _chance_is_certain(table)
    if problem is None:
        value, error, interval = _estimate(table, weights, level)
    else:
        value, error, interval = problem, problem, problem
    distance = np.abs(np.subtract.outer(np.arange(known.size), np.arange(known.size)))
    nobody = too_few(n, 1, "cases read by both")
    return Kappa(
        value=value,
        interval=interval,
        standard_error=error,
        observed_agreement=nobody or float(np.trace(table)) / n,
        within_one=nobody or float(table[distance <= 1].sum()) / n,
        weights=weights,
        categories=tuple(known.tolist()),
        table=tuple(tuple(int(cell) for cell in row) for row in table),
        sample=sample,
    )


def _positions(values: FloatArray, known: FloatArray) -> FloatArray:
    """Index of each value among the sorted categories."""
    if known.size == 0:
        raise InputError("Kappa needs at least one category.")
    index = np.searchsorted(known, values)
    wrong = (index >= known.size) | (known[np.minimum(index, known.size - 1)] != values)
    if wrong.any():
        raise InputError(f"{values[wrong][0]:g} is not one of the categories.")
    return index.astype(np.float64)


def _cross_table(first: FloatArray, second: FloatArray, size: int) -> FloatArray:
    cells = (first * size + second).astype(np.int64)
    return np.bincount(cells, minlength=size * size).reshape(size, size).astype(np.float64)


def _chance_is_certain(table: FloatArray) -> NotEstimable | None:
    """Kappa compares with chance; both readers using one and the same category leaves none."""
    if np.count_nonzero(table) == 1 and np.trace(table) > 0:
        return NotEstimable("Both readers used one category only; chance agreement is complete.")
    return None


def _estimate(
    table: FloatArray, weights: Weights, level: float
) -> tuple[Estimate, Estimate, IntervalEstimate]:
    """Kappa, standard error and interval; unused categories keep their place in the distances."""
    wt = {"none": None, "linear": "linear", "quadratic": "quadratic"}[weights]
    # With perfect agreement rounding takes the package's variances a hair below 0, and it goes
    # on to tests that aren't used here.
    with np.errstate(invalid="ignore", divide="ignore"):
        result = cohens_kappa(table, wt=wt)
    value, error = float(result.kappa), sqrt(max(float(result.var_kappa), 0.0))
    half = float(ndtri(0.5 + level / 2)) * error
    limits = max(-1.0, value - half), min(1.0, value + half)
    return value, error, Interval(*limits, level, "normal, Fleiss-Cohen-Everitt")
