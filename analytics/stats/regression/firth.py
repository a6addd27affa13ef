"""Firth's penalised logistic regression, through the firthmodels package.

The package's default tolerances leave coefficients off in the fourth digit, and where its
step halving fails it answers NaN. The adapter asks for 1e-7 and refuses any NaN.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from firthmodels import FirthLogisticRegression
from numpy.linalg import LinAlgError
from sklearn.exceptions import ConvergenceWarning

from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.results import FloatArray, NotEstimable

TOLERANCE = 1e-7
PROFILE_TOLERANCE = 1e-6
# Where a coefficient is many SDs long, rounding of the score alone moves the next step by more
# than 1e-7; a longer last step is then accepted, still far below the standard error.
STEP_TOLERANCES = (1e-7, 1e-6, 1e-5)


@dataclass(frozen=True, slots=True, eq=False)
class FirthFit:
    """Estimates in the order of the design's columns, intercept first.

    `profile` is (p - 1, 2) penalised profile limits of the slopes, or None when not asked for.
    """

    beta: FloatArray
    covariance: FloatArray
    profile: FloatArray | None
    probability: FloatArray
    log_likelihood: float


@checked
def fit_firth(
    design: FloatArray, event: FloatArray, *, level: float, profile: bool
) -> FirthFit | NotEstimable:
    """Fit by penalised likelihood (Firth 1993; Heinze & Schemper 2002).

    `design` (n, p) starts with a column of 1s; columns are brought to mean 0 and SD 1 for the
    iteration, which the estimates don't depend on. Tolerances then mean the same for every unit of
    measurement, and the intercept doesn't move with each slope: far from 0 it never settled.
    """
    if design.ndim != 2 or min(design.shape) < 2 or event.shape != design.shape[:1]:
        raise InputError(
            "A design needs two or more rows and columns, and an outcome for each row."
        )
    centre, spread = np.mean(design[:, 1:], axis=0), np.std(design[:, 1:], axis=0)
    scaled = (design[:, 1:] - centre) / spread
    reason = ""
    for step_tolerance in STEP_TOLERANCES:
        try:
            model, limits = _run(scaled, event, step_tolerance, level, profile=profile)
        except (ConvergenceWarning, RuntimeWarning, LinAlgError, ValueError) as problem:
            reason = str(problem)
            continue
        slopes = model.coef_ / spread
        probability = np.asarray(model.predict_proba(scaled)[:, 1])
        fit = FirthFit(
            beta=np.append(model.intercept_ - slopes @ centre, slopes),
            covariance=_covariance(design, probability),
            profile=None if limits is None else _of_slopes(limits, spread),
            probability=probability,
            # The penalty is a determinant, which knows the units; back to the caller's.
            log_likelihood=float(model.loglik_ + np.log(spread).sum()),
        )
        return _refuse_nan(fit)
    return NotEstimable(f"Firth's method did not converge: {reason}")


def _run(
    scaled: FloatArray, event: FloatArray, step_tolerance: float, level: float, *, profile: bool
) -> tuple[FirthLogisticRegression, FloatArray | None]:
    """One attempt; the package's warnings about convergence are raised as errors."""
    model = FirthLogisticRegression(
        backend="numpy", gtol=TOLERANCE, xtol=step_tolerance, max_iter=100, max_halfstep=50
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        warnings.simplefilter("error", RuntimeWarning)
        model.fit(scaled, event)
        limits = None
        if profile:
            limits = model.conf_int(
                alpha=1 - level, method="pl", tol=PROFILE_TOLERANCE, max_iter=100
            )
    return model, limits


def _of_slopes(limits: FloatArray, spread: FloatArray) -> FloatArray:
    """Limits in the design's units, without the intercept's, which the package puts last."""
    return np.asarray(limits)[:-1] / spread[:, None]


def _covariance(design: FloatArray, probability: FloatArray) -> FloatArray:
    """Inverse information at the penalised estimate."""
    spread = probability * (1 - probability)
    return np.asarray(np.linalg.inv(design.T @ (design * spread[:, None])))


def _refuse_nan(fit: FirthFit) -> FirthFit | NotEstimable:
    arrays = [fit.beta, fit.covariance, fit.probability]
    if fit.profile is not None:
        arrays.append(fit.profile)
    if all(np.isfinite(array).all() for array in arrays) and np.isfinite(fit.log_likelihood):
        return fit
    return NotEstimable("Firth's method gave a value that is not a number.")
