"""Table 1: how one variable is distributed, overall and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import ratio, too_few
from analytics.stats.comparison.proportions import Proportion, proportion
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
)

QuantileType = Literal[6, 7]
QUANTILE_TYPES: tuple[QuantileType, ...] = (7, 6)
# Hyndman & Fan (1996): 7 is the default of R and numpy, 6 that of SPSS and Minitab.
NUMPY_METHODS: dict[QuantileType, Literal["weibull", "linear"]] = {6: "weibull", 7: "linear"}


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Quartiles with the quantile definition (Hyndman & Fan type) they follow."""

    lower: float
    median: float
    upper: float
    quantile_type: QuantileType


@dataclass(frozen=True, slots=True)
class NumberSummary:
    """A number's distribution; `sd` has divisor n - 1. Missing values are counted, not used."""

    n: int
    missing: int
    mean: Estimate
    sd: Estimate
    minimum: Estimate
    maximum: Estimate
    quartiles_type_7: Quartiles | NotEstimable
    quartiles_type_6: Quartiles | NotEstimable


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """One category's share of the patients with a value."""

    category: str
    share: Proportion


@dataclass(frozen=True, slots=True)
class CategorySummary:
    """A variable with categories; missing is a count beside them, never a category."""

    n: int
    missing: int
    categories: tuple[CategoryCount, ...]


@checked
def describe_numbers(values: ArrayLike, *, name: str = "values") -> NumberSummary:
    """Count, mean, SD, range and quartiles of (n,) numbers; NaN and infinity are missing."""
    finite, sample = _validation.finite_values(values, name)
    nobody = too_few(finite.size, 1, "values")
    return NumberSummary(
        n=int(finite.size),
        missing=sample.n_given - sample.n_used,
        mean=nobody or float(np.mean(finite)),
        sd=too_few(finite.size, 2, "values") or float(np.std(finite, ddof=1)),
        minimum=nobody or float(np.min(finite)),
        maximum=nobody or float(np.max(finite)),
        quartiles_type_7=nobody or quartiles(finite, 7),
        quartiles_type_6=nobody or quartiles(finite, 6),
    )


@checked
def mean_interval(values: ArrayLike, *, level: float = 0.95) -> IntervalEstimate:
    """Student's t interval of the mean of (n,) numbers; NaN and infinity are missing."""
    level = _validation.level(level)
    finite, _ = _validation.finite_values(values, "values")
    problem = too_few(finite.size, 2, "values")
    if problem is not None:
        return problem
    mean, error = float(np.mean(finite)), sqrt(_spread(finite) / finite.size)
    if error == 0:
        return NotEstimable("All values are equal.")
    half = float(stdtrit(finite.size - 1, 0.5 + level / 2)) * error
    return Interval(mean - half, mean + half, level, "Student's t")


@checked
def quartiles(values: FloatArray, quantile_type: QuantileType) -> Quartiles:
    """Quartiles of at least one value, all of them finite. Raises InputError otherwise."""
    if values.size == 0 or not np.isfinite(values).all():
        raise InputError("Quartiles need at least one value, and only finite ones.")
    method = NUMPY_METHODS[quantile_type]
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75], method=method)
    return Quartiles(float(lower), float(median), float(upper), quantile_type)


@checked
def describe_categories(
    codes: Sequence[str | None], categories: Sequence[str], *, level: float = 0.95
) -> CategorySummary:
    """Count each category of a coded variable; None is missing.

    `categories` fixes the order and shows those that nobody has. Raises InputError for a code
    outside it.
    """
    for code in {code for code in codes if code is not None}:
        _validation.one_of(code, categories, "category")
    present = [code for code in codes if code is not None]
    return CategorySummary(
        n=len(present),
        missing=len(codes) - len(present),
        categories=tuple(
            CategoryCount(category, proportion(present.count(category), len(present), level=level))
            for category in categories
        ),
    )


@checked
def smd_numbers(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Standardised mean difference of two groups of numbers, first minus second.

    Divided by the root of the mean of both variances (Yang & Dalton 2012).
    """
    one, _ = _validation.finite_values(first, "first group")
    two, _ = _validation.finite_values(second, "second group")
    problem = too_few(min(one.size, two.size), 2, "values in each group")
    if problem is not None:
        return problem
    spread = sqrt((_spread(one) + _spread(two)) / 2)
    difference = float(np.mean(one) - np.mean(two))
    return ratio(difference, spread, "Neither group varies.")


def _spread(values: FloatArray) -> float:
    """The variance; equal values have none, though the rounding of their mean may leave one."""
    return float(np.var(values, ddof=1)) if np.ptp(values) else 0.0


@checked
def smd_categories(first: Sequence[int], second: Sequence[int]) -> Estimate:
    """Standardised difference of two groups from their counts per category (same order).

    Mahalanobis distance of the category shares without the first (Yang & Dalton 2012); for
    two categories the absolute standardised difference of the proportion.
    """
    one, two = _validation.counts(first, "first"), _validation.counts(second, "second")
    _validation.same_length({"first": one.astype(float), "second": two.astype(float)})
    problem = too_few(int(min(one.sum(), two.sum())), 1, "patients in each group")
    if problem is not None:
        return problem
    seen = (one + two) > 0
    shares_one, shares_two = (one / one.sum())[seen][1:], (two / two.sum())[seen][1:]
    if shares_one.size == 0:
        return 0.0
    covariance = (_multinomial(shares_one) + _multinomial(shares_two)) / 2
    if np.linalg.matrix_rank(covariance) < shares_one.size:
        return NotEstimable("The groups share no category, or a category has no variance.")
    difference = shares_one - shares_two
    return sqrt(float(difference @ np.linalg.solve(covariance, difference)))


def _multinomial(shares: FloatArray) -> FloatArray:
    return np.asarray(np.diag(shares) - np.outer(shares, shares))
