"""Fitting a logistic model: maximum likelihood, or Firth's method where data are separated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class, too_few
from analytics.stats.regression import _irls
from analytics.stats.regression._penalised import constrained_log_likelihood
from analytics.stats.regression._profile import profile_limits
from analytics.stats.regression.design import Design, Term, build_design, dependent_column
from analytics.stats.regression.firth import fit_firth
from analytics.stats.regression.separation import Separation, find_separation
from analytics.stats.results import FloatArray, NotEstimable

Method = Literal["maximum likelihood", "Firth penalised likelihood"]
# Of the intercept, which nothing reads.
NO_LIMITS = (np.nan, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class LogisticFit:
    """The numbers of a fitted model, for functions that build on it.

    `beta` and `covariance` include the intercept first; `probability` has one entry for each
    used row. `log_likelihood` is penalised for Firth's method.
    """

    design: Design
    method: Method
    separation: Separation
    beta: FloatArray
    covariance: FloatArray
    probability: FloatArray
    log_likelihood: float
    null_log_likelihood: float
    profile: FloatArray | None

    @property
    def linear_predictor(self) -> FloatArray:
        """Log odds of each used row."""
        return self.design.matrix @ self.beta


@checked
def fit_model(
    event: ArrayLike, terms: Sequence[Term], *, level: float = 0.95, profile: bool = False
) -> LogisticFit | NotEstimable:
    """The bare fit of a model, for calibration, decision curves and comparisons."""
    design = build_design(_validation.as_binary(event, "event"), terms, response_name="event")
    return fit_design(design, level=_validation.level(level), profile=profile)


@checked
def fit_design(design: Design, *, level: float, profile: bool) -> LogisticFit | NotEstimable:
    """Fit a design: maximum likelihood, or Firth's method where the data are separated."""
    matrix, event = design.matrix, design.response
    n_events = int(np.count_nonzero(event == 1))
    problem = one_class(n_events, event.size - n_events)
    problem = problem or too_few(event.size, matrix.shape[1] + 1, "complete rows")
    if problem is not None:
        return problem
    dependent = dependent_column(matrix)
    if dependent is not None:
        name = design.column_names[dependent - 1]
        return NotEstimable(f"{name} is constant or follows from the variables before it.")
    fit = _irls.fit(matrix, event)
    try:
        separation = find_separation(matrix, event, design.column_names, fit)
    except np.linalg.LinAlgError:
        return NotEstimable("The variables are too nearly dependent for a fit.")
    if separation.kind != "none":
        return _firth(design, separation, level, profile=profile)
    if not fit.converged:
        return NotEstimable("The maximum-likelihood iteration did not converge.")
    return LogisticFit(
        design=design,
        method="maximum likelihood",
        separation=separation,
        beta=fit.beta,
        covariance=np.asarray(np.linalg.inv(fit.information)),
        probability=fit.probability,
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=_null_log_likelihood(n_events, event.size),
        profile=_all_profiles(matrix, event, fit, level) if profile else None,
    )


def _firth(
    design: Design, separation: Separation, level: float, *, profile: bool
) -> LogisticFit | NotEstimable:
    fit = fit_firth(design.matrix, design.response, level=level, profile=profile)
    if isinstance(fit, NotEstimable):
        return fit
    null = constrained_log_likelihood(design.matrix, design.response, [0])
    if isinstance(null, NotEstimable):
        return null
    return LogisticFit(
        design=design,
        method="Firth penalised likelihood",
        separation=separation,
        beta=fit.beta,
        covariance=fit.covariance,
        probability=fit.probability,
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=null,
        profile=None if fit.profile is None else np.vstack([NO_LIMITS, fit.profile]),
    )


def _all_profiles(
    matrix: FloatArray, event: FloatArray, fit: _irls.Fit, level: float
) -> FloatArray:
    """Profile limits of every coefficient; a row of NaN where the profile has no limit."""
    limits = np.full((matrix.shape[1], 2), np.nan)
    for column in range(1, matrix.shape[1]):
        found = profile_limits(matrix, event, fit, column, level)
        if not isinstance(found, NotEstimable):
            limits[column] = found
    return limits


def _null_log_likelihood(n_events: int, n: int) -> float:
    return n_events * log(n_events / n) + (n - n_events) * log(1 - n_events / n)
