"""Linear regression of a number, such as change in score: a sensitivity analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, stdtr, stdtrit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import ratio, too_few
from analytics.stats.regression.design import (
    Design,
    Term,
    build_design,
    columns_without,
    dependent_column,
)
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    Interval,
    NotEstimable,
    Sample,
)


@dataclass(frozen=True, slots=True)
class Slope:
    """One column: slope per step, with the usual interval and one that allows unequal variances.

    `robust` uses the HC3 covariance (MacKinnon & White 1985).
    """

    name: str
    term: str
    step: str
    slope: float
    standard_error: float
    interval: Interval
    p: float
    robust: Interval


@dataclass(frozen=True, slots=True)
class LinearResult:
    """A linear model. Where it can't be fitted `residual_sd` says why and `slopes` is empty."""

    slopes: tuple[Slope, ...]
    intercept: float | None
    terms: tuple[tuple[str, HypothesisTest], ...]
    residual_sd: Estimate
    r_squared: Estimate
    df_residual: int
    sample: Sample


@checked
def linear_regression(
    response: ArrayLike, terms: Sequence[Term], *, level: float = 0.95
) -> LinearResult:
    """Ordinary least squares with t intervals and an F test of each term.

    `response`: (n,) numbers or missing. Only rows complete in response and terms count.
    """
    level = _validation.level(level)
    design = build_design(
        _validation.as_floats(response, "response"), terms, response_name="response"
    )
    n, p = design.matrix.shape
    problem = too_few(n, p + 1, "complete rows")
    dependent = None if problem else dependent_column(design.matrix)
    if dependent is not None:
        name = design.column_names[dependent - 1]
        problem = NotEstimable(f"{name} is constant or follows from the variables before it.")
    if problem is not None:
        return LinearResult((), None, (), problem, problem, max(n - p, 0), design.sample)
    beta, residual = _least_squares(design.matrix, design.response)
    rest, df = float(residual @ residual), n - p
    total = float(np.sum((design.response - design.response.mean()) ** 2))
    unexplained = ratio(rest, total, "The response does not vary.")
    explained = unexplained if isinstance(unexplained, NotEstimable) else 1 - unexplained
    return LinearResult(
        slopes=_slopes(design, beta, residual, level),
        intercept=float(beta[0]),
        terms=tuple(
            (term.name, _f_test(design, index, rest, df)) for index, term in enumerate(design.terms)
        ),
        residual_sd=sqrt(rest / df),
        r_squared=explained,
        df_residual=df,
        sample=design.sample,
    )


def _least_squares(matrix: FloatArray, response: FloatArray) -> tuple[FloatArray, FloatArray]:
    beta = np.asarray(np.linalg.lstsq(matrix, response, rcond=None)[0], dtype=np.float64)
    return beta, response - matrix @ beta


def _slopes(
    design: Design, beta: FloatArray, residual: FloatArray, level: float
) -> tuple[Slope, ...]:
    n, p = design.matrix.shape
    bread = np.linalg.inv(design.matrix.T @ design.matrix)
    usual = float(residual @ residual) / (n - p) * np.diag(bread)
    leverage = np.einsum("ij,jk,ik->i", design.matrix, bread, design.matrix)
    # A row with leverage 1 is fitted exactly whatever its value; it carries no residual.
    scaled = np.where(leverage < 1 - 1e-12, residual / np.maximum(1 - leverage, 1e-12), 0.0)
    half_bread = design.matrix @ bread
    robust = np.einsum("ij,i,ij->j", half_bread, scaled**2, half_bread)
    t = float(stdtrit(n - p, 0.5 + level / 2))
    result = []
    for j, name in enumerate(design.column_names, start=1):
        term = design.terms[design.term_of_column[j - 1]]
        slope, error, wide = float(beta[j]), sqrt(float(usual[j])), sqrt(float(robust[j]))
        # Residuals of exactly 0 leave a slope without any uncertainty.
        p_value = 2 * float(stdtr(n - p, -abs(slope) / error)) if error > 0 else float(slope == 0)
        result.append(
            Slope(
                name=name,
                term=term.name,
                step=term.step,
                slope=slope,
                standard_error=error,
                interval=Interval(slope - t * error, slope + t * error, level, "t"),
                p=p_value,
                robust=Interval(slope - t * wide, slope + t * wide, level, "t, HC3"),
            )
        )
    return tuple(result)


def _f_test(design: Design, index: int, rest: float, df: int) -> HypothesisTest:
    own = design.term_of_column.count(index)
    variant = f"F test, {own} and {df} df"
    _, residual = _least_squares(design.matrix[:, columns_without(design, index)], design.response)
    if rest == 0:
        reason = NotEstimable("The model fits exactly; there is no residual to test against.")
        return HypothesisTest(reason, reason, variant, df=float(own))
    f = max(0.0, (float(residual @ residual) - rest) / own / (rest / df))
    return HypothesisTest(f, float(fdtrc(own, df, f)), variant, df=float(own))
