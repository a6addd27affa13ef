"""Measurement error of readers: smallest detectable change, Bland-Altman limits.

The intraclass correlations are in `analytics.stats.agreement.icc`, kappa in
`analytics.stats.agreement.kappa`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.agreement.icc import mean_squares, table_problem
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    Interval,
    IntervalEstimate,
    Sample,
)

# The papers' multipliers (Lassere 1999, Bruynesteyn 2005, Navarro-Compan 2014), so that a
# published SDC can be repeated to the last digit.
SDC_MULTIPLIERS = {0.95: 1.96, 0.80: 1.2816}


@dataclass(frozen=True, slots=True)
class DetectableChange:
    """A smallest detectable difference or change, with the formula and number of readers used."""

    value: Estimate
    level: float
    multiplier: float
    readers_averaged: int
    formula: str
    patients: int


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Mean difference (first minus second) and limits of agreement, each with its interval.

    `points` are (mean of both, difference) of each patient, in the order given.
    """

    mean_difference: Estimate
    mean_interval: IntervalEstimate
    sd: Estimate
    lower_limit: Estimate
    lower_interval: IntervalEstimate
    upper_limit: Estimate
    upper_interval: IntervalEstimate
    points: tuple[tuple[float, float], ...]
    sample: Sample


@checked
def smallest_detectable_change(changes: ArrayLike, *, level: float = 0.95) -> DetectableChange:
    """SDC of the mean of the readers, from (patients, readers) change scores.

    z * sqrt(MS_residual / k), which for two readers is z * SD(difference of changes) /
    (sqrt 2 * sqrt k) (Bruynesteyn 2005). `level` 0.95 uses z = 1.96 and 0.80 z = 1.2816.
    """
    return _detectable(changes, "changes", level, averaged=True)


@checked
def smallest_detectable_difference(scores: ArrayLike, *, level: float = 0.95) -> DetectableChange:
    """SDD between two single readings of status: z * SD(reader 1 - reader 2) (Lassere 1999).

    With more than two readers z * sqrt(2 * MS_residual), its generalisation.
    """
    return _detectable(scores, "scores", level, averaged=False)


@checked
def bland_altman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> BlandAltman:
    """Limits of agreement, mean +- 1.96 SD of the difference, with t intervals.

    The limits' standard error is SD * sqrt(1/n + 1.96^2 / (2 (n - 1))) (Bland & Altman 1999).
    """
    level = _validation.level(level)
    one, two, sample = _validation.complete_pairs(first, second, names)
    difference, mean = one - two, (one + two) / 2
    points = tuple(zip(mean.tolist(), difference.tolist(), strict=True))
    n = difference.size
    problem = too_few(n, 2, "complete pairs")
    if problem is not None:
        centre: Estimate = float(difference[0]) if n else problem
        return BlandAltman(
            centre, problem, problem, problem, problem, problem, problem, points, sample
        )
    bias, sd = float(np.mean(difference)), float(np.std(difference, ddof=1))
    t = float(stdtrit(n - 1, 0.5 + level / 2))
    limit_half = t * sd * sqrt(1 / n + 1.96**2 / (2 * (n - 1)))

    def around(value: float, half: float) -> Interval:
        return Interval(value - half, value + half, level, "t, Bland & Altman 1999")

    lower, upper = bias - 1.96 * sd, bias + 1.96 * sd
    return BlandAltman(
        mean_difference=bias,
        mean_interval=around(bias, t * sd / sqrt(n)),
        sd=sd,
        lower_limit=lower,
        lower_interval=around(lower, limit_half),
        upper_limit=upper,
        upper_interval=around(upper, limit_half),
        points=points,
        sample=sample,
    )


def _detectable(values: ArrayLike, name: str, level: float, *, averaged: bool) -> DetectableChange:
    if level not in SDC_MULTIPLIERS:
        raise InputError(f"level must be 0.95 or 0.80, found {level!r}.")
    table = _validation.as_floats(values, name, ndim=2)
    n, k = table.shape
    z = SDC_MULTIPLIERS[level]
    formula = f"{z} * sqrt(MS residual / {k})" if averaged else f"{z} * sqrt(2 * MS residual)"
    problem = table_problem(table)
    if problem is not None and n >= 2 and k >= 2 and np.isfinite(table).all():
        problem = None  # all equal: readers agree exactly, so nothing is lost in the noise
    value: Estimate
    if problem is not None:
        value = problem
    else:
        residual = mean_squares(table).residual
        value = z * sqrt(residual / k) if averaged else z * sqrt(2 * residual)
    return DetectableChange(value, level, z, k if averaged else 1, formula, n)
