"""One coefficient's odds ratio for steps of other sizes: per SD, per interquartile range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats._shared.checked import checked
from analytics.stats.descriptive.summaries import QuantileType, quartiles
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Scale
from analytics.stats.regression.logistic import Coefficient
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import Estimate, Interval, IntervalEstimate, NotEstimable

NO_SPREAD = NotEstimable("The variable has no such spread.")
SEVERAL = NotEstimable("A term of several coefficients has no one odds ratio.")


@dataclass(frozen=True, slots=True)
class ScaledOdds:
    """An odds ratio for a step of `size` of the model's own steps.

    `low` and `high`: the quartiles that the step leads between, in the model's steps; None for
    other scales.
    """

    scale: Scale
    size: float
    odds_ratio: Estimate
    wald: IntervalEstimate
    profile: IntervalEstimate
    low: float | None = None
    high: float | None = None


@checked
def odds_by_spread(
    fit: LogisticFit, coefficient: Coefficient, *, quantile_type: QuantileType = 7
) -> tuple[ScaledOdds, ScaledOdds]:
    """The odds ratio per SD (divisor n - 1) and per interquartile range of the patients used.

    A limit of a rescaled odds ratio is that power of the limit, whichever interval it is.
    """
    if coefficient.name not in fit.design.column_names:
        raise InputError(f"The model has no column {coefficient.name!r}.")
    column = fit.design.matrix[:, 1 + fit.design.column_names.index(coefficient.name)]
    found = quartiles(column, quantile_type)
    spread = float(np.std(column, ddof=1))
    per_sd = _scaled(coefficient, "sd", spread)
    per_iqr = _scaled(coefficient, "iqr", found.upper - found.lower, (found.lower, found.upper))
    return per_sd, per_iqr


def _scaled(
    coefficient: Coefficient,
    scale: Scale,
    size: float,
    ends: tuple[float | None, float | None] = (None, None),
) -> ScaledOdds:
    if size == 0:
        return ScaledOdds(scale, 0.0, NO_SPREAD, NO_SPREAD, NO_SPREAD, *ends)
    ratio = coefficient.odds_ratio
    return ScaledOdds(
        scale=scale,
        size=size,
        odds_ratio=ratio if isinstance(ratio, NotEstimable) else _power(ratio, size),
        wald=_interval(coefficient.wald, size),
        profile=_interval(coefficient.profile, size),
        low=ends[0],
        high=ends[1],
    )


def _interval(interval: IntervalEstimate, size: float) -> IntervalEstimate:
    if isinstance(interval, NotEstimable):
        return interval
    low, high = _power(interval.low, size), _power(interval.high, size)
    if isinstance(low, NotEstimable):
        return low
    if isinstance(high, NotEstimable):
        return high
    return Interval(low, high, interval.level, interval.method)


def _power(ratio: float, size: float) -> Estimate:
    try:
        return float(ratio**size)
    except OverflowError:
        return NotEstimable("The odds ratio is too large for a number.")
