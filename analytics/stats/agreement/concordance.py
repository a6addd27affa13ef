"""Agreement beyond pairs of readers: Fleiss' kappa, Kendall's W, Lin's concordance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri
from scipy.stats import rankdata

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import gaps, too_few
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)


@dataclass(frozen=True, slots=True)
class FleissKappa:
    """Chance-corrected agreement of several readers on unordered categories."""

    value: Estimate
    observed_agreement: Estimate
    categories: tuple[float, ...]
    cases: int
    readers: int


@dataclass(frozen=True, slots=True)
class KendallW:
    """Agreement of readers on the order of cases: 0 none, 1 complete; corrected for ties."""

    value: Estimate
    test: HypothesisTest
    cases: int
    readers: int


@dataclass(frozen=True, slots=True)
class LinConcordance:
    """How far two readings lie from the line of identity.

    `value` = `precision` (Pearson's correlation) * `accuracy` (bias correction factor).
    """

    value: Estimate
    interval: IntervalEstimate
    precision: Estimate
    accuracy: Estimate
    sample: Sample


@checked
def fleiss_kappa(ratings: ArrayLike, *, categories: Sequence[float]) -> FleissKappa:
    """Fleiss (1971) kappa of a complete (cases, readers) table of category values."""
    table = _validation.as_floats(ratings, "ratings", ndim=2)
    known = np.array(sorted(set(categories)), dtype=np.float64)
    if not np.isin(table[np.isfinite(table)], known).all():
        raise InputError("ratings hold a value that is not one of the categories.")
    n, k = table.shape
    problem = gaps(table) or too_few(k, 2, "readers") or too_few(n, 1, "cases")
    if problem is not None:
        return FleissKappa(problem, problem, tuple(known.tolist()), n, k)
    counts = (table[:, :, None] == known).sum(axis=1)
    agreement = float(((counts * (counts - 1)).sum(axis=1) / (k * (k - 1))).mean())
    shares = counts.sum(axis=0) / (n * k)
    chance = float(shares @ shares)
    value: Estimate = NotEstimable("One category only was used; chance agreement is complete.")
    if chance < 1:
        value = (agreement - chance) / (1 - chance)
    return FleissKappa(value, agreement, tuple(known.tolist()), n, k)


@checked
def kendall_w(ratings: ArrayLike) -> KendallW:
    """Kendall's coefficient of concordance of a complete (cases, readers) table, with its test."""
    table = _validation.as_floats(ratings, "ratings", ndim=2)
    n, k = table.shape
    variant = "Friedman chi-square, corrected for ties"
    problem = gaps(table) or too_few(k, 2, "readers") or too_few(n, 2, "cases")
    if problem is not None:
        return KendallW(problem, HypothesisTest(problem, problem, variant), n, k)
    ranks = np.apply_along_axis(rankdata, 0, table)
    spread = float(np.sum((ranks.sum(axis=1) - k * (n + 1) / 2) ** 2))
    ties = sum(float(np.sum(t**3 - t)) for t in (_tie_sizes(ranks[:, j]) for j in range(k)))
    largest = (k * k * (n**3 - n) - k * ties) / 12
    if largest <= 0:
        same = NotEstimable("Every reader gave all cases the same score.")
        return KendallW(same, HypothesisTest(same, same, variant), n, k)
    w = spread / largest
    statistic = k * (n - 1) * w
    test = HypothesisTest(statistic, float(chdtrc(n - 1, statistic)), variant, df=float(n - 1))
    return KendallW(w, test, n, k)


@checked
def lin_concordance(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> LinConcordance:
    """Lin's concordance correlation (1989, corrected 2000) with Fisher z interval.

    Variances have divisor n, as in the paper.
    """
    level = _validation.level(level)
    one, two, sample = _validation.complete_pairs(first, second, names)
    n = one.size
    problem = too_few(n, 3, "complete pairs")
    if problem is None and (np.ptp(one) == 0 or np.ptp(two) == 0):
        problem = NotEstimable("One of the readings does not vary.")
    if problem is not None:
        return LinConcordance(problem, problem, problem, problem, sample)
    covariance = float(np.mean((one - one.mean()) * (two - two.mean())))
    shift = float(one.mean() - two.mean())
    value = 2 * covariance / (float(one.var()) + float(two.var()) + shift * shift)
    precision = covariance / sqrt(float(one.var()) * float(two.var()))
    location = shift / sqrt(float(one.std()) * float(two.std()))
    interval = _lin_interval(value, precision, location, n, level)
    accuracy: Estimate = NotEstimable("The readings are uncorrelated.")
    if precision != 0:
        accuracy = value / precision
    return LinConcordance(value, interval, precision, accuracy, sample)


def _lin_interval(
    value: float, precision: float, location: float, n: int, level: float
) -> IntervalEstimate:
    if abs(value) >= 1 - 1e-14 or abs(precision) < 1e-14:
        return NotEstimable("Lin's variance does not exist at complete or no correlation.")
    c, r, u = value, precision, location
    variance = (
        (1 - r**2) * c**2 * (1 - c**2) / r**2
        + 2 * c**3 * (1 - c) * u**2 / r
        - c**4 * u**4 / (2 * r**2)
    ) / (n - 2)
    half = float(ndtri(0.5 + level / 2)) * sqrt(max(variance, 0.0)) / (1 - c**2)
    limits = tanh(atanh(c) - half), tanh(atanh(c) + half)
    return Interval(*limits, level, "Lin, Fisher z")


def _tie_sizes(ranks: FloatArray) -> FloatArray:
    return np.unique(ranks, return_counts=True)[1].astype(np.float64)
