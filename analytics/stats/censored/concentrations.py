"""Concentrations below the limit of detection (LLOD).

A measurement is a number, or known only to lie below its own limit. For ranks, ROC curves and
cut-offs use `recode_below_common_limit`: limits that differ between plates would otherwise put
an invented order on values nobody measured. For means on the log scale use the censored
likelihood; substitutes exist because papers use them and as sensitivity analyses.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats._shared.resampling import generator
from analytics.stats.censored._likelihood import fit_censored_normal
from analytics.stats.censored._ros import order_statistics_fill
from analytics.stats.errors import InputError
from analytics.stats.results import (
    BoolArray,
    Exclusion,
    FloatArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)

Substitute = Literal["half", "root-two"]
FACTORS: dict[Substitute, float] = {"half": 0.5, "root-two": 1 / sqrt(2)}


@dataclass(frozen=True, slots=True, eq=False)
class Concentrations:
    """Checked measurements of one analyte.

    `value` is NaN where `below` (and where missing); `limit` is the LLOD of each row. `missing`
    rows have neither a value nor the mark.
    """

    value: FloatArray
    below: BoolArray
    limit: FloatArray
    missing: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Recoded:
    """Numbers to analyse in place of censored measurements, with what was done.

    `values` is NaN for missing rows, and for those below their limit where the policy leaves them
    out. `n_below` were below their own limit; `n_recoded` were given a stand-in (more than
    `n_below` where a common limit ties measured values as well).
    """

    values: FloatArray
    policy: str
    n: int
    n_below: int
    n_recoded: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class LognormalFit:
    """Lognormal distribution fitted to measured and censored values together.

    `log_mean` and `log_sd` are of the natural logarithm.
    """

    log_mean: float
    log_sd: float
    log_mean_error: float
    geometric_mean: float
    geometric_mean_interval: IntervalEstimate
    geometric_sd: float
    log_likelihood: float
    n_measured: int
    n_below: int
    sample: Sample


@checked
def concentrations(value: ArrayLike, below: ArrayLike, limit: ArrayLike) -> Concentrations:
    """Check the measurements of one analyte.

    `value`: (n,) above 0, ignored where `below`; NaN without the mark is missing. `below`: (n,)
    of 0 or 1. `limit`: (n,) LLOD above 0, needed where `below`. Raises InputError otherwise.
    """
    mark = _validation.as_binary(below, "below")
    numbers, limits = _validation.as_floats(value, "value"), _validation.as_floats(limit, "limit")
    _validation.same_length({"value": numbers, "below": mark, "limit": limits})
    censored = mark == 1
    _refuse(censored & ~(np.isfinite(limits) & (limits > 0)), "is below a limit that is not given")
    measured = ~censored & np.isfinite(numbers)
    _refuse(measured & (numbers <= 0), "holds a concentration of 0 or less")
    return Concentrations(
        value=np.where(measured, numbers, np.nan),
        below=censored,
        limit=limits,
        missing=~censored & ~measured,
    )


@checked
def uncensored(value: ArrayLike) -> Concentrations:
    """Take numbers of any sign that know no limit, (n,), NaN for a missing one, as measurements."""
    numbers = _validation.as_floats(value, "value")
    known = np.isfinite(numbers)
    return Concentrations(
        value=np.where(known, numbers, np.nan),
        below=np.zeros(numbers.shape, dtype=np.bool_),
        limit=np.full(numbers.shape, np.nan),
        missing=~known,
    )


@checked
def recode_below_common_limit(data: Concentrations) -> Recoded:
    """Tie everything below the highest limit in use, for rank methods.

    The stand-in is half the highest limit of any censored row; measured values under that
    limit get it too, since their order against censored ones isn't known. Any constant below
    the limit gives the same ranks.
    """
    if not data.below.any():
        return _recoded(data, data.value.copy(), data.below, "nothing below a limit")
    common = float(data.limit[data.below].max())
    with_tie = data.below | (data.value < common)
    values = np.where(with_tie, common / 2, data.value)
    return _recoded(data, values, with_tie, f"all below the common limit {common:g} tied")


@checked
def substitute(data: Concentrations, *, by: Substitute) -> Recoded:
    """Replace censored values by a fraction of their own limit: LLOD/2 or LLOD/sqrt(2).

    Biased from about 10 % censored on (Lubin 2004), and with several limits it invents an order.
    """
    _validation.one_of(by, FACTORS, "by")
    values = np.where(data.below, data.limit * FACTORS[by], data.value)
    words = {"half": "LLOD / 2", "root-two": "LLOD / sqrt 2"}[by]
    return _recoded(data, values, data.below, words)


@checked
def leave_out(data: Concentrations) -> Recoded:
    """Make censored values missing: biased, since the lowest values go; a sensitivity analysis."""
    return _recoded(data, data.value.copy(), np.zeros_like(data.below), "left out")


@checked
def regression_on_order_statistics(data: Concentrations) -> Recoded | NotEstimable:
    """Replace censored values by lognormal order statistics (ROS; Helsel & Cohn 1988).

    A line through log value against the normal score of the measured values' plotting
    positions gives the stand-ins; several limits are allowed. The stand-ins describe the group
    (mean, SD); they are no estimates for single patients.
    """
    present = ~data.missing
    measured = present & ~data.below
    distinct = np.unique(data.value[measured])
    if distinct.size < 2:
        return NotEstimable("Needs at least two different measured values.")
    values = data.value.copy()
    values[present] = order_statistics_fill(
        data.value[present], data.below[present], data.limit[present]
    )
    return _recoded(data, values, data.below, "regression on order statistics, lognormal")


@checked
def fit_lognormal(data: Concentrations, *, level: float = 0.95) -> LognormalFit | NotEstimable:
    """Maximum likelihood of a lognormal with left-censored values, each at its own limit.

    Interval of the geometric mean: Wald on the log scale from the observed information.
    """
    level = _validation.level(level)
    measured = ~data.below & ~data.missing
    logs, limits = np.log(data.value[measured]), np.log(data.limit[data.below])
    problem = too_few(int(np.unique(logs).size), 2, "different measured values")
    if problem is not None:
        return problem
    response = np.concatenate([logs, limits])
    below = np.repeat([False, True], [logs.size, limits.size])
    fit = fit_censored_normal(np.ones((response.size, 1)), response, below)
    if fit is None:
        return NotEstimable("The censored likelihood could not be maximised.")
    error = sqrt(float(fit.covariance[0, 0]))
    half = float(ndtri(0.5 + level / 2)) * error
    mean = float(fit.beta[0])
    limits_of_mean = exp(mean - half), exp(mean + half)
    return LognormalFit(
        log_mean=mean,
        log_sd=fit.sd,
        log_mean_error=error,
        geometric_mean=exp(mean),
        geometric_mean_interval=Interval(*limits_of_mean, level, "Wald, log scale"),
        geometric_sd=exp(fit.sd),
        log_likelihood=fit.log_likelihood - float(logs.sum()),
        n_measured=int(logs.size),
        n_below=int(limits.size),
        sample=_account(data),
    )


@checked
def impute_below(data: Concentrations, fit: LognormalFit, *, draws: int, seed: int) -> FloatArray:
    """Random values below the limits from a fitted lognormal: (draws, n), for multiple imputation.

    Measured values repeat in each draw; missing rows stay NaN. The distribution's parameters
    are held at the estimate, so intervals from these draws are slightly too narrow.
    """
    if draws < 1:
        raise InputError(f"draws must be at least 1, found {draws!r}.")
    values = np.broadcast_to(data.value, (draws, data.value.size)).copy()
    limits = np.log(data.limit[data.below])
    share_below = ndtr((limits - fit.log_mean) / fit.log_sd)
    uniform = generator(seed).random((draws, limits.size))
    # A uniform of exactly 0 would have no normal quantile.
    uniform = np.maximum(uniform, np.finfo(np.float64).tiny)
    values[:, data.below] = np.exp(fit.log_mean + fit.log_sd * ndtri(uniform * share_below))
    return values


def _recoded(data: Concentrations, values: FloatArray, changed: BoolArray, policy: str) -> Recoded:
    return Recoded(
        values=values,
        policy=policy,
        n=int(values.size),
        n_below=int(np.count_nonzero(data.below)),
        n_recoded=int(np.count_nonzero(changed)),
        n_missing=int(np.count_nonzero(data.missing)),
    )


def _account(data: Concentrations) -> Sample:
    n, missing = int(data.value.size), int(np.count_nonzero(data.missing))
    return Sample(n, n - missing, (Exclusion("value is missing", missing),) if missing else ())


def _refuse(rows: BoolArray, problem: str) -> None:
    if rows.any():
        raise InputError(f"Row {int(np.flatnonzero(rows)[0])} {problem}.")
