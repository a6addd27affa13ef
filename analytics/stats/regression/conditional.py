"""Conditional logistic regression for matched sets, such as each case with its controls.

The likelihood conditions on how many events each set has, which removes one intercept a set; an
ordinary logistic model with an intercept a set would overstate every odds ratio (for pairs it
squares them).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.special import chdtrc, ndtr, ndtri
from statsmodels.discrete.conditional_models import ConditionalLogit

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term, dependent_column
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    HypothesisTest,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)
from ra_registry.core.checked import Probability

VARIANT = "likelihood ratio, conditional on the matched sets"
# The library sums over the selections of a set by recursion over its rows.
LARGEST_SET = 300
MOST_STEPS = 50
# exp of more does not fit a float.
LARGEST_LOG = 700.0


@dataclass(frozen=True, slots=True)
class ConditionalCoefficient:
    """One column of the model; `odds_ratio` is for the step named, with its Wald interval."""

    name: str
    term: str
    step: str
    log_odds: float
    standard_error: float
    odds_ratio: Estimate
    interval: IntervalEstimate
    p: Probability


@dataclass(frozen=True, slots=True)
class ConditionalResult:
    """A conditional logistic model. Where it can't be fitted `log_likelihood` says why.

    `informative_sets` have both an event and a non-event; the other `uninformative_sets` say
    nothing about an odds ratio. `n_events` counts events in informative sets.
    """

    coefficients: tuple[ConditionalCoefficient, ...]
    log_likelihood: Estimate
    null_log_likelihood: Estimate
    overall: HypothesisTest
    informative_sets: int
    uninformative_sets: int
    n_events: int
    sample: Sample


@checked
def conditional_logistic(
    event: ArrayLike, terms: Sequence[Term], matched_set: ArrayLike, *, level: float = 0.95
) -> ConditionalResult:
    """Fit by exact conditional likelihood (Breslow & Day 1980), whatever the events of a set.

    `event`: (n,) of 0, 1 or missing. `terms`: from `analytics.stats.regression.design`.
    `matched_set`: (n,) whole numbers that name the sets. Only complete rows count. Separated
    data have no finite odds ratio and are refused with the columns' names. Raises InputError for
    no terms, terms with one name, wrong shapes or codes.
    """
    level = _validation.level(level)
    arrays = {
        "event": _validation.as_binary(event, "event"),
        "matched set": _validation.as_floats(matched_set, "matched set"),
    } | {term.name: term.columns for term in terms}
    if not terms or len(arrays) < len(terms) + 2:
        raise InputError("A conditional model needs terms, each with a name of its own.")
    keep, sample = _validation.complete_cases(arrays)
    sets = np.unique(arrays["matched set"][keep], return_inverse=True)[1]
    is_event = arrays["event"][keep] == 1
    columns = np.column_stack([term.columns[keep] for term in terms])
    matched = _Matched.of(is_event, columns, sets)
    n_sets = int(sets.max()) + 1 if sets.size else 0
    counts = (matched.n_sets, n_sets - matched.n_sets, int(np.count_nonzero(matched.is_event)))
    names = tuple(name for term in terms for name in term.column_names)
    fit = matched.problem(names) or _fit(matched)
    if isinstance(fit, NotEstimable):
        test = HypothesisTest(fit, fit, VARIANT, df=float(len(names)))
        return ConditionalResult((), fit, fit, test, *counts, sample)
    null = matched.null_log_likelihood()
    gain = max(0.0, 2 * (fit.log_likelihood - null))
    test = HypothesisTest(gain, float(chdtrc(len(names), gain)), VARIANT, df=float(len(names)))
    return ConditionalResult(
        coefficients=_coefficients(terms, fit, level),
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=null,
        overall=test,
        informative_sets=counts[0],
        uninformative_sets=counts[1],
        n_events=counts[2],
        sample=sample,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Matched:
    """Rows of the informative sets, columns centred within sets, sets numbered from 0."""

    is_event: BoolArray
    columns: FloatArray
    sets: IntArray
    n_sets: int

    @classmethod
    def of(cls, is_event: BoolArray, columns: FloatArray, sets: IntArray) -> _Matched:
        events, sizes = np.bincount(sets, weights=is_event), np.bincount(sets)
        informs = ((events > 0) & (events < sizes))[sets]
        kept = np.unique(sets[informs], return_inverse=True)[1]
        n_sets = int(kept.max()) + 1 if kept.size else 0
        sums = np.zeros((n_sets, columns.shape[1]))
        np.add.at(sums, kept, columns[informs])
        # A set's own level drops out of the likelihood; without it nothing overflows.
        centred = columns[informs] - (sums / np.bincount(kept)[:, None])[kept]
        return cls(is_event[informs], centred, kept, n_sets)

    def problem(self, names: tuple[str, ...]) -> NotEstimable | None:
        """Why the conditional likelihood has no maximum or can't be summed."""
        few = too_few(self.n_sets, 1, "matched sets with both an event and a non-event")
        if few is not None:
            return few
        if int(np.bincount(self.sets).max()) > LARGEST_SET:
            return NotEstimable(f"A matched set has more than {LARGEST_SET} patients.")
        # Values that are equal within every set leave the rounding of their mean.
        noise = 1e-12 * np.abs(self.columns).max()
        columns = np.where(np.abs(self.columns) <= noise, 0.0, self.columns)
        dependent = dependent_column(columns)
        if dependent is not None:
            return NotEstimable(
                f"Within sets {names[dependent]} is constant or follows from the variables "
                "before it."
            )
        runaway = self._separated()
        if runaway:
            listed = ", ".join(names[column] for column in runaway)
            return NotEstimable(
                f"The sets are separated by {listed}: in every set the events lie on one side, "
                "so no odds ratio is finite."
            )
        return None

    def _separated(self) -> list[int]:
        """Columns of a direction along which no event of a set lies below its non-events.

        Such a direction raises the likelihood for ever, so there is no maximum; swapping one
        event for one non-event of its set is enough to test, whatever the events of a set.
        """
        gaps = np.concatenate(
            [
                (rows[event][:, None, :] - rows[~event][None, :, :]).reshape(-1, rows.shape[1])
                for rows, event in self._each_set()
            ]
        )
        gaps = gaps / np.abs(gaps).max(axis=0)
        found = linprog(
            c=-gaps.sum(axis=0),
            A_ub=-gaps,
            b_ub=np.zeros(len(gaps)),
            bounds=[(-1.0, 1.0)] * gaps.shape[1],
            method="highs",
        )
        if found.x is None or float(gaps.sum(axis=0) @ found.x) <= 1e-7:
            return []
        return np.flatnonzero(np.abs(found.x) > 1e-7).tolist()

    def _each_set(self) -> list[tuple[FloatArray, BoolArray]]:
        order = np.argsort(self.sets, kind="stable")
        ends = np.cumsum(np.bincount(self.sets))[:-1]
        return list(
            zip(
                np.split(self.columns[order], ends),
                np.split(self.is_event[order], ends),
                strict=True,
            )
        )

    def null_log_likelihood(self) -> float:
        """Every selection of as many events equally likely."""
        sizes = np.bincount(self.sets)
        events = np.bincount(self.sets, weights=self.is_event)
        return -sum(
            lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
            for n, k in zip(sizes.tolist(), events.tolist(), strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    beta: FloatArray
    covariance: FloatArray
    log_likelihood: float


def _fit(matched: _Matched) -> _Fit | NotEstimable:
    """Maximise by Newton's method with halving on the library's likelihood.

    Converged means that the last step could gain less than 1e-12 of log-likelihood.
    """
    scale = np.sqrt(np.mean(matched.columns**2, axis=0))
    with warnings.catch_warnings():
        # It warns of columns it takes for constants; ours are centred and independent.
        warnings.simplefilter("ignore")
        model = ConditionalLogit(
            matched.is_event.astype(np.float64), matched.columns / scale, groups=matched.sets
        )
    beta = np.zeros(scale.size)
    height = float(model.loglike(beta))
    for _ in range(MOST_STEPS):
        gradient = np.asarray(model.score(beta))
        information = -_symmetric(np.asarray(model.hessian(beta)))
        step = np.linalg.solve(information, gradient)
        if float(gradient @ step) < 1e-12:
            covariance = np.linalg.inv(information) / np.outer(scale, scale)
            return _Fit(beta / scale, covariance, height)
        while float(model.loglike(beta + step)) < height:
            step = step / 2
            if float(np.abs(step).max()) < 1e-12:
                return NotEstimable("The conditional likelihood did not converge.")
        beta = beta + step
        height = float(model.loglike(beta))
    return NotEstimable("The conditional likelihood did not converge.")


def _symmetric(matrix: FloatArray) -> FloatArray:
    return (matrix + matrix.T) / 2


def _coefficients(
    terms: Sequence[Term], fit: _Fit, level: float
) -> tuple[ConditionalCoefficient, ...]:
    z = float(ndtri(0.5 + level / 2))
    columns = [(term, name) for term in terms for name in term.column_names]
    result = []
    for j, (term, name) in enumerate(columns):
        beta, error = float(fit.beta[j]), sqrt(float(fit.covariance[j, j]))
        large = NotEstimable("The odds ratio is too large for a number; use a larger step.")
        value: Estimate = large
        interval: IntervalEstimate = large
        if abs(beta) + z * error <= LARGEST_LOG:
            value = exp(beta)
            interval = Interval(exp(beta - z * error), exp(beta + z * error), level, "Wald")
        result.append(
            ConditionalCoefficient(
                name=name,
                term=term.name,
                step=term.step,
                log_odds=beta,
                standard_error=error,
                odds_ratio=value,
                interval=interval,
                p=2 * float(ndtr(-abs(beta) / error)),
            )
        )
    return tuple(result)
