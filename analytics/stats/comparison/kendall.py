"""Kendall's tau-b: agreement in order of two variables, ties allowed."""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.special import ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import constant, too_few
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

# As R's cor.test: fewer than 50 rows without ties are counted exactly.
EXACT_BELOW = 50


@dataclass(frozen=True, slots=True)
class KendallTau:
    """Kendall's tau-b of one pair of variables on the rows that have both."""

    first: str
    second: str
    tau: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    sample: Sample


@checked
def kendall_tau(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> KendallTau:
    """Kendall's tau-b (1945) with test and interval.

    The test is exact for fewer than 50 rows without ties, else normal with the variance corrected
    for ties. The interval is Fisher's z with the standard error sqrt(0.437 / (n - 4)) (Fieller,
    Hartley & Pearson 1957); it needs five rows and |tau| < 1.
    """
    level = _validation.level(level)
    one, two, sample = _validation.complete_pairs(first, second, names)
    problem = too_few(one.size, 3, "complete pairs")
    problem = problem or constant(one, names[0]) or constant(two, names[1])
    if problem is not None:
        nothing = HypothesisTest(problem, problem, "Kendall tau-b")
        return KendallTau(*names, problem, problem, nothing, sample)
    # Ranks are small whole numbers, whatever the units.
    ranks_one, ranks_two = _dense_ranks(one), _dense_ranks(two)
    exact = one.size < EXACT_BELOW and not (_tied(ranks_one) or _tied(ranks_two))
    found = stats.kendalltau(ranks_one, ranks_two, method="exact" if exact else "asymptotic")
    kind = "exact" if exact else "normal, corrected for ties"
    # Rounding leaves perfect agreement a hair off 1.
    tau = float(found.statistic)
    tau = float(np.sign(tau)) if 1 - abs(tau) < 1e-14 else tau
    test = HypothesisTest(tau, float(found.pvalue), f"Kendall tau-b, {kind}")
    return KendallTau(*names, tau, _interval(tau, one.size, level), test, sample)


def _dense_ranks(values: FloatArray) -> IntArray:
    """0 for the smallest of the distinct values, 1 for the next, the same for ties."""
    return np.asarray(np.unique(values, return_inverse=True)[1], dtype=np.int64)


def _tied(ranks: IntArray) -> bool:
    return int(ranks.max()) + 1 < ranks.size


def _interval(tau: float, n: int, level: float) -> IntervalEstimate:
    problem = too_few(n, 5, "complete pairs")
    if problem is not None:
        return problem
    if abs(tau) == 1:
        return NotEstimable("The orders agree perfectly; Fisher's z has no interval there.")
    half = float(ndtri(0.5 + level / 2)) * sqrt(0.437 / (n - 4))
    limits = (tanh(atanh(tau) - half), tanh(atanh(tau) + half))
    return Interval(*limits, level, "Fisher z, Fieller-Hartley-Pearson standard error")
