"""Proportional-odds regression of an ordered outcome: a sensitivity analysis for change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.regression.design import Design, Term, build_design, dependent_column
from analytics.stats.results import (
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


@checked
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
    """P(category <= j) = logistic(limit_j - slopes'x).

    A row's category lies between its lower and its upper limit; the first category has no lower
    and the last no upper one. So each row touches two limits only, and sums by category take the
    place of matrices with a column for each limit: work grows with rows, not with rows times
    categories squared.
    """

    position: IntArray
    columns: FloatArray
    shares: FloatArray

    @classmethod
    def of(cls, position: IntArray, columns: FloatArray) -> _CumulativeLogit:
        counts = np.bincount(position)
        return cls(position, columns, np.cumsum(counts)[:-1] / position.size)

    def start(self) -> FloatArray:
        """Limits from the shares of the categories, slopes 0."""
        limits = np.log(self.shares / (1 - self.shares))
        return np.concatenate([limits, np.zeros(self.columns.shape[1])])

    def log_likelihood(self, at: FloatArray) -> float:
        """Minus infinity where limits are out of order."""
        high, low = self._bounds(at)
        share = high - low
        return float(np.log(share).sum()) if (share > 0).all() else -np.inf

    def derivatives(self, at: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Log-likelihood, gradient and Hessian, limits before slopes."""
        high, low = self._bounds(at)
        share = high - low
        to_high, to_low = high * (1 - high) / share, low * (1 - low) / share
        bend_high, bend_low = to_high * (1 - 2 * high), to_low * (1 - 2 * low)
        net, x = to_high - to_low, self.columns
        gradient = np.concatenate([self._upper(to_high) - self._lower(to_low), -(x.T @ net)])
        limits = np.diag(
            self._upper(bend_high - to_high**2) - self._lower(bend_low + to_low**2)
        ) + self._neighbours(to_high * to_low)
        mixed = np.column_stack(
            [
                self._upper((to_high * net - bend_high) * column)
                + self._lower((bend_low - to_low * net) * column)
                for column in x.T
            ]
        )
        slopes = x.T @ ((bend_high - bend_low - net**2)[:, None] * x)
        hessian = np.block([[limits, mixed], [mixed.T, slopes]])
        return float(np.log(share).sum()), gradient, hessian

    def _bounds(self, at: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The cumulative probability at each row's upper and lower limit."""
        inner = at[: self.shares.size]
        limits = np.concatenate([[-np.inf], inner, [np.inf]])
        predictor = self.columns @ at[self.shares.size :]
        high = expit(limits[self.position + 1] - predictor)
        return high, expit(limits[self.position] - predictor)

    def _upper(self, values: FloatArray) -> FloatArray:
        """Sums by upper limit; the last category has none."""
        return self._by_category(values)[:-1]

    def _lower(self, values: FloatArray) -> FloatArray:
        """Sums by lower limit; the first category has none."""
        return self._by_category(values)[1:]

    def _neighbours(self, values: FloatArray) -> FloatArray:
        """Sums of the categories between two limits, beside the diagonal."""
        between = self._by_category(values)[1:-1]
        return np.diag(between, 1) + np.diag(between, -1)

    def _by_category(self, values: FloatArray) -> FloatArray:
        total = np.bincount(self.position, weights=values, minlength=self.shares.size + 1)
        return np.asarray(total, dtype=np.float64)


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
