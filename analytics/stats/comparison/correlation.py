"""Spearman's rank correlation with its interval: of a pair, of a matrix, given other variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, permutations
from math import atanh, exp, log, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtri, stdtr

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import constant, too_few
from analytics.stats._shared.ordering import midranks
from analytics.stats.comparison.multiplicity import Adjustment, Family, adjust
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

# 8! = 40 320 orders are counted at once.
EXACT_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rho of one pair of variables on the rows that have both."""

    first: str
    second: str
    rho: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    sample: Sample


@dataclass(frozen=True, slots=True)
class PartialCorrelation:
    """Spearman's rho of one pair with the variables `given` held fixed."""

    first: str
    second: str
    given: tuple[str, ...]
    rho: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    sample: Sample


@dataclass(frozen=True, slots=True)
class CorrelationMatrix:
    """Every pair once, with p values adjusted over all pairs."""

    names: tuple[str, ...]
    pairs: tuple[Correlation, ...]
    adjusted: Family


@checked
def spearman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> Correlation:
    """Spearman's rho with mid-ranks, test and interval.

    The test counts all orders up to 8 rows, and is a t approximation (n - 2 df) beyond.

    The interval is Fisher's z with the standard error of Bonett & Wright (2000),
    sqrt((1 + rho^2 / 2) / (n - 3)); it needs four rows and |rho| < 1.
    """
    level = _validation.level(level)
    one, two, sample = _validation.complete_pairs(first, second, names)
    problem = too_few(one.size, 3, "complete pairs")
    problem = problem or constant(one, names[0]) or constant(two, names[1])
    if problem is not None:
        nothing = HypothesisTest(problem, problem, "Spearman, mid-ranks")
        return Correlation(*names, problem, problem, nothing, sample)
    one, two = midranks(one), midranks(two)
    rho = _clip(float(np.corrcoef(one, two)[0, 1]))
    test = _test(one, two, rho)
    return Correlation(*names, rho, _interval(rho, one.size, level), test, sample)


@checked
def spearman_matrix(
    variables: Mapping[str, ArrayLike], *, adjustment: Adjustment = "holm", level: float = 0.95
) -> CorrelationMatrix:
    """Spearman's rho of every pair (pairwise complete), adjusted over the upper triangle."""
    pairs = tuple(
        spearman(variables[a], variables[b], names=(a, b), level=level)
        for a, b in combinations(variables, 2)
    )
    p_values = {f"{pair.first} / {pair.second}": pair.test.p for pair in pairs}
    family = adjust("correlations, upper triangle", p_values, method=adjustment)
    return CorrelationMatrix(tuple(variables), pairs, family)


@checked
def partial_spearman(
    first: ArrayLike,
    second: ArrayLike,
    given: Mapping[str, ArrayLike],
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> PartialCorrelation:
    """Spearman's rho of two variables with the `given` ones held fixed.

    Pearson's correlation of what is left of both variables' mid-ranks after linear regression on
    the mid-ranks of the given ones, on rows that have all. The test is a t approximation with
    n - 2 - k df for k given variables; the interval is that of `spearman` with n - k for n.
    Raises InputError for no given variable.
    """
    level = _validation.level(level)
    if not given:
        raise InputError("A partial correlation needs a variable that is given.")
    arrays = {
        name: _validation.as_floats(values, name)
        for name, values in {names[0]: first, names[1]: second, **given}.items()
    }
    if len(arrays) < 2 + len(given):
        raise InputError("A variable can't be correlated with itself or given twice.")
    keep, sample = _validation.complete_cases(arrays)
    k, n = len(given), sample.n_used
    result = partial(PartialCorrelation, *names, tuple(given))
    variant = "partial Spearman, mid-ranks, t approximation"
    rho: Estimate = too_few(n, k + 3, "complete rows") or _partial_rho(
        [array[keep] for array in arrays.values()], names
    )
    if isinstance(rho, NotEstimable):
        return result(rho, rho, HypothesisTest(rho, rho, variant), sample)
    interval = _interval(rho, n - k, level)
    if abs(rho) == 1:
        perfect = NotEstimable("The ranks agree perfectly; t is unbounded.")
        return result(rho, interval, HypothesisTest(perfect, perfect, variant), sample)
    df = n - 2 - k
    t = rho * sqrt(df / (1 - rho * rho))
    test = HypothesisTest(t, float(2 * stdtr(df, -abs(t))), variant, df=df)
    return result(rho, interval, test, sample)


def _partial_rho(variables: list[FloatArray], names: tuple[str, str]) -> Estimate:
    """Correlation of the first two variables' ranks with the rest taken out."""
    one, two, *held = (midranks(values) for values in variables)
    fixed = np.column_stack([np.ones(one.size), *held])
    left = []
    for name, ranks in zip(names, (one, two), strict=True):
        residual = ranks - fixed @ np.linalg.lstsq(fixed, ranks, rcond=None)[0]
        # Ranks are whole or half numbers, so a residual this small is rounding alone.
        if float(np.abs(residual).max()) < 1e-8 * one.size:
            return NotEstimable(f"{name} is constant or follows from the variables held fixed.")
        left.append(residual)
    return _clip(float(np.corrcoef(left[0], left[1])[0, 1]))


def _clip(rho: float) -> float:
    """Rounding takes perfect agreement a hair off 1; the ranks are whole or half numbers."""
    return float(np.sign(rho)) if 1 - abs(rho) < 1e-14 else rho


def _interval(rho: float, n: int, level: float) -> IntervalEstimate:
    problem = too_few(n, 4, "complete pairs")
    if problem is not None:
        return problem
    if abs(rho) == 1:
        return NotEstimable("The ranks agree perfectly; Fisher's z has no interval there.")
    half = float(ndtri(0.5 + level / 2)) * sqrt((1 + rho * rho / 2) / (n - 3))
    limits = (tanh(atanh(rho) - half), tanh(atanh(rho) + half))
    return Interval(*limits, level, "Fisher z, Bonett-Wright standard error")


def _test(one: FloatArray, two: FloatArray, rho: float) -> HypothesisTest:
    """The test for mid-ranks: exact for few rows or perfect agreement, else t."""
    n = one.size
    if n <= EXACT_LIMIT:
        return HypothesisTest(rho, _permutation_p(one, two), "Spearman, mid-ranks, exact")
    if abs(rho) == 1:
        # t is unbounded, but the exact answer is known: only reorderings within ties agree
        # as well as the data, in one direction or the other.
        _, ties = np.unique(one, return_counts=True)
        log_p = log(2) + float(gammaln(ties + 1).sum()) - float(gammaln(n + 1))
        return HypothesisTest(rho, min(1.0, exp(log_p)), "Spearman, mid-ranks, exact bound")
    variant = "Spearman, mid-ranks, t approximation"
    t = rho * sqrt((n - 2) / (1 - rho * rho))
    return HypothesisTest(t, float(2 * stdtr(n - 2, -abs(t))), variant, df=n - 2)


def _permutation_p(one: FloatArray, two: FloatArray) -> float:
    """Share of all orders of the second ranks with an association at least as strong."""
    # Doubled and centred mid-ranks are whole numbers, so the comparison is exact.
    first = np.rint(2 * one - (one.size + 1)).astype(np.int64)
    second = np.rint(2 * two - (one.size + 1)).astype(np.int64)
    sums = second[_orders(one.size)] @ first
    return float(np.mean(np.abs(sums) >= abs(int(first @ second))))


@cache
def _orders(n: int) -> IntArray:
    """Every order of n places: (n!, n)."""
    return np.array(list(permutations(range(n))), dtype=np.int64)
