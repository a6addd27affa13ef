"""Tobit regression: geometric means of concentrations compared, with values below their limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.censored._likelihood import CensoredFit, fit_censored_normal
from analytics.stats.censored.concentrations import Concentrations
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Design, Term, build_design, dependent_column
from analytics.stats.results import (
    BoolArray,
    Estimate,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)
from ra_registry.core.checked import Probability

VARIANT = "likelihood ratio, censored normal on the log scale"
# exp of more does not fit a float.
LARGEST_LOG = 700.0


@dataclass(frozen=True, slots=True)
class GeometricRatio:
    """One column: the ratio of geometric means per step, with its Wald interval on the log scale.

    `log_ratio` is the natural logarithm of the ratio.
    """

    name: str
    term: str
    step: str
    log_ratio: float
    standard_error: float
    ratio: Estimate
    interval: IntervalEstimate
    p: Probability


@dataclass(frozen=True, slots=True)
class TobitResult:
    """A censored lognormal regression. Where it can't be fitted `log_sd` says why.

    `geometric_mean` is that of a patient with 0 in every column; `overall` tests all columns
    together against none.
    """

    ratios: tuple[GeometricRatio, ...]
    geometric_mean: Estimate
    log_sd: Estimate
    log_likelihood: Estimate
    overall: HypothesisTest
    n_measured: int
    n_below: int
    sample: Sample


@checked
def tobit_regression(
    data: Concentrations, terms: Sequence[Term], *, level: float = 0.95
) -> TobitResult:
    """Regress log concentration on the terms, with left-censored values at their own limits.

    Maximum likelihood (Tobin 1958; Amemiya 1973). `terms`: from
    `analytics.stats.regression.design`, each with the rows of `data`; one yes/no term gives the
    ratio of two groups' geometric means. A column that doesn't vary among the measured values
    (a group entirely below its limits) has no finite ratio, and the model is not given.
    """
    level = _validation.level(level)
    if not terms:
        raise InputError("A model needs at least one term.")
    known = np.where(data.below, data.limit, data.value)
    log_known = np.log(known, where=np.isfinite(known), out=np.full(known.shape, np.nan))
    # The mark of a row travels with it through the choice of complete rows.
    marked = Term("below", data.below.astype(np.float64)[:, None], ("below",), "")
    design = build_design(log_known, [*terms, marked], response_name="value")
    below, matrix = design.matrix[:, -1] == 1, design.matrix[:, :-1]
    counts = int(np.count_nonzero(~below)), int(np.count_nonzero(below))
    problem = _problem(design, below)
    fit = null = None
    if problem is None:
        fit = fit_censored_normal(matrix, design.response, below)
        null = fit_censored_normal(matrix[:, :1], design.response, below)
    if fit is None or null is None:
        reason = problem or NotEstimable("The censored likelihood could not be maximised.")
        test = HypothesisTest(reason, reason, VARIANT, df=float(matrix.shape[1] - 1))
        return TobitResult((), reason, reason, reason, test, *counts, design.sample)
    fall = max(0.0, 2 * (fit.log_likelihood - null.log_likelihood))
    df = matrix.shape[1] - 1
    # The likelihood of the concentrations themselves, as for `fit_lognormal`.
    log_likelihood = fit.log_likelihood - float(design.response[~below].sum())
    return TobitResult(
        ratios=_ratios(design, fit, level),
        geometric_mean=_exp(float(fit.beta[0])),
        log_sd=fit.sd,
        log_likelihood=log_likelihood,
        overall=HypothesisTest(fall, float(chdtrc(df, fall)), VARIANT, df=float(df)),
        n_measured=counts[0],
        n_below=counts[1],
        sample=design.sample,
    )


def _problem(design: Design, below: BoolArray) -> NotEstimable | None:
    """Why the likelihood has no maximum: too few measured values, or columns they don't inform."""
    measured, response = design.matrix[~below][:, :-1], design.response[~below]
    problem = too_few(response.size, measured.shape[1] + 1, "measured values")
    if problem is not None:
        return problem
    dependent = dependent_column(measured)
    if dependent is not None:
        name = design.column_names[dependent - 1]
        return NotEstimable(
            f"Among measured values {name} is constant or follows from the variables before it."
        )
    fitted = measured @ np.linalg.lstsq(measured, response, rcond=None)[0]
    spread = float(np.abs(response - response.mean()).max())
    if float(np.abs(response - fitted).max()) <= 1e-9 * max(spread, 1e-9):
        return NotEstimable("The model fits every measured value exactly.")
    return None


def _ratios(design: Design, fit: CensoredFit, level: float) -> tuple[GeometricRatio, ...]:
    z = float(ndtri(0.5 + level / 2))
    result = []
    for j, name in enumerate(design.column_names[:-1], start=1):
        term = design.terms[design.term_of_column[j - 1]]
        beta, error = float(fit.beta[j]), sqrt(float(fit.covariance[j, j]))
        low, high = _exp(beta - z * error), _exp(beta + z * error)
        interval: IntervalEstimate
        if isinstance(low, NotEstimable) or isinstance(high, NotEstimable):
            interval = NotEstimable("The ratio is too large for a number; use a larger step.")
        else:
            interval = Interval(low, high, level, "Wald, log scale")
        result.append(
            GeometricRatio(
                name=name,
                term=term.name,
                step=term.step,
                log_ratio=beta,
                standard_error=error,
                ratio=_exp(beta),
                interval=interval,
                p=2 * float(ndtr(-abs(beta) / error)),
            )
        )
    return tuple(result)


def _exp(value: float) -> Estimate:
    if abs(value) > LARGEST_LOG:
        return NotEstimable("The ratio is too large for a number; use a larger step.")
    return exp(value)
