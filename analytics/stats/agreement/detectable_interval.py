"""Detectable difference and change for any number of readers averaged, with intervals.

`analytics.stats.agreement.measurement_error` gives the two figures that papers quote: the SDC of
the mean of the readers present and the SDD between two single readings. Here the readers averaged
are free, since a registry may end up with one reader's score where a campaign had two, and the
figure carries the uncertainty of the SD it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.agreement.icc import mean_squares, table_problem
from analytics.stats.agreement.measurement_error import SDC_MULTIPLIERS, DetectableChange
from analytics.stats.errors import InputError
from analytics.stats.results import Interval, IntervalEstimate, NotEstimable

Measure = Literal["SDC", "SDD"]
MEASURES: tuple[Measure, ...] = ("SDC", "SDD")
METHOD = "chi-square of the residual SD"


@dataclass(frozen=True, slots=True)
class DetectableWithInterval:
    """A detectable difference or change with the interval of the SD behind it.

    `readers` is how many readers the table had, `df` the residual degrees of freedom.
    """

    measure: Measure
    detectable: DetectableChange
    interval: IntervalEstimate
    readers: int
    df: int


@checked
def detectable_with_interval(
    ratings: ArrayLike,
    *,
    measure: Measure,
    readers_averaged: int = 1,
    level: float = 0.95,
    confidence: float = 0.95,
) -> DetectableWithInterval:
    """SDC or SDD for scores that average `readers_averaged` readers.

    `ratings`: (patients, readers), of changes for the SDC and of scores for the SDD. With SD(d) of
    the difference between two readers and k readers averaged:

    - SDC = z * SD(d) / (sqrt 2 * sqrt k) = z * sqrt(MS / k) (Bruynesteyn 2005); k = 1 is the change
      that a single reader can tell from error;
    - SDD = z * SD(d) / sqrt k = z * sqrt(2 * MS / k) (Lassere 1999 for k = 1); k = 2 is for the
      difference between two means of two readers.

    MS is the residual mean square of patients x readers. `level` 0.95 uses z = 1.96 and 0.80
    z = 1.2816. df * MS / sigma^2 is chi-square, which gives the interval at `confidence`.
    """
    if level not in SDC_MULTIPLIERS:
        raise InputError(f"level must be 0.95 or 0.80, found {level!r}.")
    if not 0 < confidence < 1:
        raise InputError(f"confidence must lie between 0 and 1, found {confidence!r}.")
    _validation.one_of(measure, MEASURES, "measure")
    k = _validation.whole(readers_averaged, "readers_averaged", low=1, high=100)
    table = _validation.as_floats(ratings, "ratings", ndim=2)
    n, readers = table.shape
    df = max(n - 1, 0) * max(readers - 1, 0)
    z = SDC_MULTIPLIERS[level]
    formula = f"{z} * sqrt({'' if measure == 'SDC' else '2 * '}MS residual / {k})"
    problem = table_problem(table)
    if problem is not None and df > 0 and np.isfinite(table).all():
        problem = None  # all equal: readers agree exactly, so nothing is lost in the noise
    if problem is not None:
        nothing = DetectableChange(problem, level, z, k, formula, n)
        return DetectableWithInterval(measure, nothing, problem, readers, df)
    factor = z * sqrt((1 if measure == "SDC" else 2) / k)
    sd = sqrt(mean_squares(table).residual)
    found = DetectableChange(factor * sd, level, z, k, formula, n)
    interval = _interval(factor * sd, df, confidence)
    return DetectableWithInterval(measure, found, interval, readers, df)


def _interval(value: float, df: int, confidence: float) -> IntervalEstimate:
    if value == 0:
        return NotEstimable("The readers agree exactly, so the SD has no interval.")
    tail = (1 - confidence) / 2
    # chdtri takes the upper tail.
    low, high = (value * sqrt(df / float(chdtri(df, share))) for share in (tail, 1 - tail))
    return Interval(low, high, confidence, METHOD)
