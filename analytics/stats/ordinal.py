"""Proportional-odds regression of an ordered outcome: a sensitivity analysis for change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr, ndtri

from analytics.stats import _validation
from analytics.stats._degenerate import too_few
from analytics.stats.design import Design, Term, build_design, dependent_column
from analytics.stats.results import (
    BoolArray,
    FloatArray,
    HypothesisTest,
    IntArray,
    Interval,
    NotEstimable,
    Sample,
)

VARIANT = "proportional odds (cumulative logit)"
# A coefficient beyond this many SDs of its column means that a category is separated.
LARGEST_EFFECT = 15.0
MAX_ITERATIONS = 100


@dataclass(frozen=True, slots=True)
class CommonOdds:
    """One column's common odds ratio of a higher category, with its Wald interval."""

    name: str
    term: str
    step: str
    odds_ratio: float
    interval: Interval
    test: HypothesisTest


@dataclass(frozen=True, slots=True)
class OrdinalResult:
    """A proportional-odds model. It assumes the same odds ratio at every cut of the outcome."""

    coefficients: tuple[CommonOdds, ...]
    log_likelihood: float
    categories: tuple[float, ...]
    variant: str
    sample: Sample


def ordinal_regression(
    response: ArrayLike, terms: Sequence[Term], *, level: float = 0.95
) -> OrdinalResult | NotEstimable:
    """Fit the odds of a higher category (McCullagh 1980); numbers give the order only.

    `response`: (n,) numbers or missing; every distinct value is a category.
    """
    level = _validation.level(level)
    design = build_design(
        _validation.as_floats(response, "response"), terms, response_name="response"
    )
    categories, position = np.unique(design.response, return_inverse=True)
    parameters = design.matrix.shape[1] - 1 + categories.size - 1
    problem = too_few(int(categories.size), 2, "different outcomes")
    problem = problem or too_few(design.response.size, parameters + 1, "complete rows")
    if problem is None and dependent_column(design.matrix) is not None:
        problem = NotEstimable("A variable is constant or follows from the variables before it.")
    if problem is not None:
        return problem
    spread = design.matrix[:, 1:].std(axis=0)
    fitted = _fit(np.asarray(position, dtype=np.int64).ravel(), design.matrix[:, 1:] / spread)
    if isinstance(fitted, NotEstimable):
        return fitted
    beta, error, log_likelihood = fitted
    return OrdinalResult(
        coefficients=_coefficients(design, beta / spread, error / spread, level),
        log_likelihood=log_likelihood,
        categories=tuple(categories.tolist()),
        variant=VARIANT,
        sample=design.sample,
    )


def _fit(
    position: IntArray, scaled: FloatArray
) -> tuple[FloatArray, FloatArray, float] | NotEstimable:
    """Coefficients of the scaled columns, their standard errors, and the log-likelihood.

    Newton's method; the log-likelihood is concave in limits and slopes (Pratt 1981).
    """
    problem = _CumulativeLogit.of(position, scaled)
    at = problem.start()
    value, gradient, hessian = problem.derivatives(at)
    for _ in range(MAX_ITERATIONS):
        try:
            step = np.linalg.solve(-hessian, gradient)
        except np.linalg.LinAlgError:
            break
        if float(step @ gradient) < 1e-12:
            return _accept(at, hessian, value, scaled.shape[1])
        while problem.log_likelihood(at + step) < value - 1e-12:
            step = step / 2
            if float(np.abs(step).max()) < 1e-14:
                break
        at = at + step
        value, gradient, hessian = problem.derivatives(at)
        if np.abs(at[-scaled.shape[1] :]).max() > LARGEST_EFFECT:
            break
    return NotEstimable("The proportional-odds model has no finite estimate for these data.")


def _accept(
    at: FloatArray, hessian: FloatArray, value: float, slopes: int
) -> tuple[FloatArray, FloatArray, float]:
    error = np.sqrt(np.diag(np.linalg.inv(-hessian)))
    return at[-slopes:], error[-slopes:], value


@dataclass(frozen=True, slots=True, eq=False)
class _CumulativeLogit:
    """P(category <= j) = logistic(limit_j - slopes'x), as two linear forms for each row.

    `upper` and `lower` give the row's upper and lower limit minus its predictor; in the last
    and the first category the limit is infinite, marked by `no_upper` and `no_lower`.
    """

    upper: FloatArray
    lower: FloatArray
    no_upper: BoolArray
    no_lower: BoolArray
    shares: FloatArray

    @classmethod
    def of(cls, position: IntArray, columns: FloatArray) -> _CumulativeLogit:
        counts = np.bincount(position)
        limits = np.eye(counts.size)[:, :-1]
        shifted = np.vstack([np.zeros(counts.size - 1), np.eye(counts.size - 1)])
        return cls(
            upper=np.hstack([limits[position], -columns]),
            lower=np.hstack([shifted[position], -columns]),
            no_upper=position == counts.size - 1,
            no_lower=position == 0,
            shares=np.cumsum(counts)[:-1] / position.size,
        )

    def start(self) -> FloatArray:
        """Limits from the shares of the categories, slopes 0."""
        slopes = self.upper.shape[1] - self.shares.size
        return np.concatenate([np.log(self.shares / (1 - self.shares)), np.zeros(slopes)])

    def log_likelihood(self, at: FloatArray) -> float:
        """Minus infinity where limits are out of order."""
        share = self._bounds(at)[0] - self._bounds(at)[1]
        return float(np.log(share).sum()) if (share > 0).all() else -np.inf

    def derivatives(self, at: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Log-likelihood, gradient and Hessian."""
        high, low = self._bounds(at)
        share = high - low
        high_slope, low_slope = high * (1 - high), low * (1 - low)
        change = high_slope[:, None] * self.upper - low_slope[:, None] * self.lower
        curve = high_slope * (1 - 2 * high) / share, low_slope * (1 - 2 * low) / share
        scaled = change / share[:, None]
        hessian = (
            self.upper.T @ (curve[0][:, None] * self.upper)
            - self.lower.T @ (curve[1][:, None] * self.lower)
            - scaled.T @ scaled
        )
        return float(np.log(share).sum()), scaled.sum(axis=0), hessian

    def _bounds(self, at: FloatArray) -> tuple[FloatArray, FloatArray]:
        high = np.where(self.no_upper, 1.0, expit(self.upper @ at))
        low = np.where(self.no_lower, 0.0, expit(self.lower @ at))
        return high, low


def _coefficients(
    design: Design, beta: FloatArray, error: FloatArray, level: float
) -> tuple[CommonOdds, ...]:
    z = float(ndtri(0.5 + level / 2))
    result = []
    for j, name in enumerate(design.column_names):
        term = design.terms[design.term_of_column[j]]
        value, half = float(beta[j]), z * float(error[j])
        statistic = value / float(error[j])
        result.append(
            CommonOdds(
                name=name,
                term=term.name,
                step=term.step,
                odds_ratio=exp(value),
                interval=Interval(exp(value - half), exp(value + half), level, "Wald"),
                test=HypothesisTest(statistic, 2 * float(ndtr(-abs(statistic))), VARIANT),
            )
        )
    return tuple(result)
