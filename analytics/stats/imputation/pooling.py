"""Pooling figures of imputed data sets: Rubin's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, sqrt

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import (
    Estimate,
    Interval,
    IntervalEstimate,
    NotEstimable,
)

LARGEST_LOG = 700.0
TOO_LARGE = NotEstimable("The odds ratio is too large for a number.")


@dataclass(frozen=True, slots=True)
class Pooled:
    """One figure pooled over imputed data sets by Rubin's rules.

    `within` and `between` are the two variances; `missing_information` is the share of
    information lost to missing data; `df` is None where it is infinite.
    """

    value: Estimate
    standard_error: Estimate
    interval: IntervalEstimate
    p: Estimate
    df: float | None
    within: Estimate
    between: Estimate
    missing_information: Estimate
    imputations: int
    method: str


@dataclass(frozen=True, slots=True)
class PooledOddsRatio:
    """One coefficient of a logistic model over imputed data sets; `log_odds` holds the details."""

    name: str
    step: str
    odds_ratio: Estimate
    interval: IntervalEstimate
    log_odds: Pooled


@checked
def pool(
    estimates: Sequence[float],
    variances: Sequence[float],
    *,
    complete_df: float | None,
    level: float = 0.95,
) -> Pooled:
    """Rubin's rules (1987) with the degrees of freedom of Barnard & Rubin (1999).

    `complete_df` is the df that the figure would have without missing data (for a regression
    coefficient n minus parameters; None for a normal approximation). The p value tests 0.
    """
    level = _validation.level(level)
    q = _validation.as_floats(list(estimates), "estimates")
    u = _validation.as_floats(list(variances), "variances")
    _validation.same_length({"estimates": q, "variances": u})
    if q.size < 2 or not (np.isfinite(q).all() and np.isfinite(u).all() and (u >= 0).all()):
        raise InputError("Pooling needs two or more finite estimates with variances of 0 or more.")
    m = q.size
    mean, within, between = float(q.mean()), float(u.mean()), float(q.var(ddof=1))
    total = within + (1 + 1 / m) * between
    method = "Rubin's rules, Barnard-Rubin df"
    if total == 0:
        certain = NotEstimable("The estimates have no variance.")
        return Pooled(mean, 0.0, certain, certain, None, 0.0, 0.0, certain, m, method)
    lost = (1 + 1 / m) * between / total
    df = _barnard_rubin(m, lost, complete_df)
    t = float(ndtri(0.5 + level / 2)) if df == inf else float(stdtrit(df, 0.5 + level / 2))
    error = sqrt(total)
    tail = float(ndtr(-abs(mean) / error)) if df == inf else float(stdtr(df, -abs(mean) / error))
    rise = (1 + 1 / m) * between / within if within > 0 else inf
    fraction = 1.0 if rise == inf else (rise + 2 / (df + 3)) / (rise + 1)
    return Pooled(
        value=mean,
        standard_error=error,
        interval=Interval(mean - t * error, mean + t * error, level, method),
        p=2 * tail,
        df=None if df == inf else df,
        within=within,
        between=between,
        missing_information=fraction,
        imputations=m,
        method=method,
    )


@checked
def pool_auc(
    areas: Sequence[float], standard_errors: Sequence[float], *, level: float = 0.95
) -> Pooled | NotEstimable:
    """Pool areas under the curve on the logit scale and turn the result back.

    Standard errors go to the logit scale by the delta method, se / (auc * (1 - auc)), and back
    the same way; the p value tests 0.5.
    """
    values = _validation.as_floats(list(areas), "areas")
    errors = _validation.as_floats(list(standard_errors), "standard_errors")
    _validation.same_length({"areas": values, "standard_errors": errors})
    if ((values <= 0) | (values >= 1)).any():
        return NotEstimable("An area of 0 or 1 has no logit.")
    slope = values * (1 - values)
    logits = np.log(values / (1 - values))
    pooled = pool(logits.tolist(), ((errors / slope) ** 2).tolist(), complete_df=None, level=level)
    if isinstance(pooled.value, NotEstimable) or isinstance(pooled.standard_error, NotEstimable):
        return NotEstimable("The areas could not be pooled.")
    area = _expit(pooled.value)
    interval: IntervalEstimate = pooled.interval
    if isinstance(interval, Interval):
        low, high = _expit(interval.low), _expit(interval.high)
        interval = Interval(low, high, level, "Rubin's rules, logit scale")
    return Pooled(
        value=area,
        standard_error=pooled.standard_error * area * (1 - area),
        interval=interval,
        p=pooled.p,
        df=pooled.df,
        within=pooled.within,
        between=pooled.between,
        missing_information=pooled.missing_information,
        imputations=pooled.imputations,
        method="Rubin's rules on the logit scale",
    )


@checked
def pool_logistic(
    results: Sequence[LogisticResult], *, level: float = 0.95
) -> tuple[PooledOddsRatio, ...] | NotEstimable:
    """Pool the odds ratios of the same model fitted to each imputed data set.

    Wald standard errors are pooled on the log scale, with n minus parameters as the complete
    df. One data set without a maximum-likelihood fit leaves nothing to pool.
    """
    if any(result.method != "maximum likelihood" for result in results):
        return NotEstimable("The model has no maximum-likelihood fit in every imputed data set.")
    if len({len(result.coefficients) for result in results}) > 1:
        raise InputError("The models to pool must have the same columns in the same order.")
    columns = list(zip(*(result.coefficients for result in results), strict=True))
    pooled = []
    for column in columns:
        if len({coefficient.name for coefficient in column}) > 1:
            raise InputError("The models to pool must have the same columns in the same order.")
        n = results[0].sample.n_used
        log_odds = pool(
            [coefficient.log_odds for coefficient in column],
            [coefficient.standard_error**2 for coefficient in column],
            complete_df=float(n - results[0].parameters - 1),
            level=level,
        )
        mean = float(np.mean([coefficient.log_odds for coefficient in column]))
        name, step = column[0].name, column[0].step
        interval = _odds_interval(log_odds.interval)
        pooled.append(PooledOddsRatio(name, step, _odds_ratio(mean), interval, log_odds))
    return tuple(pooled)


def _odds_ratio(log_odds: float) -> Estimate:
    return exp(log_odds) if log_odds < LARGEST_LOG else TOO_LARGE


def _odds_interval(interval: IntervalEstimate) -> IntervalEstimate:
    if isinstance(interval, NotEstimable):
        return interval
    low, high = _odds_ratio(interval.low), _odds_ratio(interval.high)
    if isinstance(low, NotEstimable) or isinstance(high, NotEstimable):
        return TOO_LARGE
    return Interval(low, high, interval.level, f"{interval.method}, log scale")


def _barnard_rubin(m: int, lost: float, complete_df: float | None) -> float:
    """Degrees of freedom; `lost` is the share of the variance due to missing data."""
    old = inf if lost == 0 else (m - 1) / lost**2
    if complete_df is None:
        return old
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - lost)
    if old == inf:
        return observed
    return old * observed / (old + observed)


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value))
