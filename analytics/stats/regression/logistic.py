"""Logistic regression: odds ratios with Wald and profile intervals, and tests per term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import ratio
from analytics.stats.regression import _irls
from analytics.stats.regression._penalised import constrained_log_likelihood
from analytics.stats.regression.design import Design, Term, build_design, columns_without
from analytics.stats.regression.logistic_fit import LogisticFit, Method, fit_design
from analytics.stats.regression.separation import Separation
from analytics.stats.results import (
    Estimate,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)
from ra_registry.core.checked import Probability


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One column of the model. `odds_ratio` is for the step named; `per_sd` for one SD."""

    name: str
    term: str
    step: str
    log_odds: float
    standard_error: float
    odds_ratio: Estimate
    wald: IntervalEstimate
    profile: IntervalEstimate
    p_wald: Probability
    odds_ratio_per_sd: Estimate


@dataclass(frozen=True, slots=True)
class TermTest:
    """Likelihood-ratio test of leaving one term out, and its share of all such chi-squares."""

    term: str
    test: HypothesisTest
    share: Estimate


@dataclass(frozen=True, slots=True)
class ModelQuality:
    """Fit of the model as a whole. `shrinkage` is (LR - df) / LR (van Houwelingen & le Cessie)."""

    log_likelihood: float
    null_log_likelihood: float
    overall: HypothesisTest
    aic: float
    bic: float
    mcfadden: Estimate
    cox_snell: float
    nagelkerke: Estimate
    shrinkage: Estimate


@dataclass(frozen=True, slots=True)
class LogisticResult:
    """A logistic model for reading.

    Where the model can't be fitted, `quality` says why and `coefficients` is empty.
    `events_per_parameter` is the smaller outcome group over the number of columns; the old
    rule of ten is disputed (van Smeden 2018), so the number is given beside `shrinkage`.
    """

    method: Method | None
    separation: Separation | None
    coefficients: tuple[Coefficient, ...]
    intercept: float | None
    terms: tuple[TermTest, ...]
    quality: ModelQuality | NotEstimable
    n_events: int
    n_non_events: int
    parameters: int
    events_per_parameter: Estimate
    level: float
    sample: Sample
    notes: tuple[str, ...]


@checked
def logistic_regression(
    event: ArrayLike, terms: Sequence[Term], *, level: float = 0.95, profile: bool = True
) -> LogisticResult:
    """Fit and describe a logistic model.

    `event`: (n,) of 0, 1 or missing. `terms`: from `analytics.stats.regression.design`, each with n
    rows. Only rows complete in outcome and all terms count. Separated data are fitted by
    Firth's method, and the result says so. Raises InputError for wrong shapes or codes.
    """
    level = _validation.level(level)
    design = build_design(_validation.as_binary(event, "event"), terms, response_name="event")
    fit = fit_design(design, level=level, profile=profile)
    if not isinstance(fit, NotEstimable):
        return describe_fit(fit, level=level)
    return _result(design, level)(
        method=None,
        separation=None,
        coefficients=(),
        intercept=None,
        terms=(),
        quality=fit,
        notes=(),
    )


@checked
def describe_fit(fit: LogisticFit, *, level: float = 0.95) -> LogisticResult:
    """Odds ratios, tests and quality of a fitted model."""
    return _result(fit.design, level)(
        method=fit.method,
        separation=fit.separation,
        coefficients=_coefficients(fit, level),
        intercept=float(fit.beta[0]),
        terms=_term_tests(fit),
        quality=_quality(fit),
        notes=_notes(fit),
    )


def _result(design: Design, level: float) -> partial[LogisticResult]:
    """A result with what is known before any fit."""
    n_events = int(np.count_nonzero(design.response == 1))
    n_non_events = int(design.response.size) - n_events
    parameters = len(design.column_names)
    return partial(
        LogisticResult,
        n_events=n_events,
        n_non_events=n_non_events,
        parameters=parameters,
        events_per_parameter=min(n_events, n_non_events) / parameters,
        level=level,
        sample=design.sample,
    )


def _coefficients(fit: LogisticFit, level: float) -> tuple[Coefficient, ...]:
    z = float(ndtri(0.5 + level / 2))
    errors = np.sqrt(np.diag(fit.covariance))
    result = []
    for j, name in enumerate(fit.design.column_names, start=1):
        term = fit.design.terms[fit.design.term_of_column[j - 1]]
        beta, error = float(fit.beta[j]), float(errors[j])
        spread = float(np.std(fit.design.matrix[:, j], ddof=1))
        result.append(
            Coefficient(
                name=name,
                term=term.name,
                step=term.step,
                log_odds=beta,
                standard_error=error,
                odds_ratio=_exp(beta),
                wald=_exp_interval(beta - z * error, beta + z * error, level, "Wald"),
                profile=_profile_interval(fit, j, level),
                p_wald=2 * float(ndtr(-abs(beta) / error)),
                odds_ratio_per_sd=_exp(beta * spread),
            )
        )
    return tuple(result)


def _profile_interval(fit: LogisticFit, column: int, level: float) -> IntervalEstimate:
    if fit.profile is None:
        return NotEstimable("Profile intervals were not asked for.")
    low, high = fit.profile[column]
    if not np.isfinite([low, high]).all():
        return NotEstimable("The likelihood profile did not reach its limit.")
    penalised = fit.method == "Firth penalised likelihood"
    kind = "profile penalised likelihood" if penalised else "profile likelihood"
    return _exp_interval(float(low), float(high), level, kind)


def _exp(value: float) -> Estimate:
    """An odds ratio, unless it overflows (a coefficient above 700)."""
    if value > 700:
        return NotEstimable("The odds ratio is too large for a number; use a larger step.")
    return exp(value)


def _exp_interval(low: float, high: float, level: float, method: str) -> IntervalEstimate:
    lower, upper = _exp(low), _exp(high)
    if isinstance(lower, NotEstimable):
        return lower
    if isinstance(upper, NotEstimable):
        return upper
    return Interval(lower, upper, level, method)


def _term_tests(fit: LogisticFit) -> tuple[TermTest, ...]:
    statistics = [_fall_without(fit, index) for index in range(len(fit.design.terms))]
    known = [value for value in statistics if not isinstance(value, NotEstimable)]
    total = sum(known)
    tests = []
    for index, (term, statistic) in enumerate(zip(fit.design.terms, statistics, strict=True)):
        df = fit.design.term_of_column.count(index)
        share: Estimate = NotEstimable("Not every term could be tested.")
        if len(known) == len(statistics):
            share = ratio(float(known[index]), total, "No term changes the likelihood.")
        tests.append(TermTest(term.name, _lr_test(statistic, df, fit.method), share))
    return tuple(tests)


def _fall_without(fit: LogisticFit, term_index: int) -> Estimate:
    """Twice the fall of the log-likelihood when a term is left out."""
    columns = columns_without(fit.design, term_index)
    matrix, event = fit.design.matrix, fit.design.response
    if fit.method == "maximum likelihood":
        smaller = _irls.fit(matrix[:, columns], event)
        if not smaller.converged:
            return NotEstimable("The model without the term did not converge.")
        return max(0.0, 2 * (fit.log_likelihood - smaller.log_likelihood))
    constrained = constrained_log_likelihood(matrix, event, columns)
    if isinstance(constrained, NotEstimable):
        return constrained
    return max(0.0, 2 * (fit.log_likelihood - constrained))


def _lr_test(statistic: Estimate, df: int, method: Method) -> HypothesisTest:
    penalised = method == "Firth penalised likelihood"
    variant = "penalised likelihood ratio" if penalised else "likelihood ratio"
    if isinstance(statistic, NotEstimable):
        return HypothesisTest(statistic, statistic, variant, df=df)
    return HypothesisTest(statistic, float(chdtrc(df, statistic)), variant, df=df)


def _quality(fit: LogisticFit) -> ModelQuality:
    n, parameters = fit.design.response.size, fit.beta.size
    statistic = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    cox_snell = -float(np.expm1(-statistic / n))
    largest = -float(np.expm1(2 * fit.null_log_likelihood / n))
    return ModelQuality(
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=fit.null_log_likelihood,
        overall=_lr_test(statistic, parameters - 1, fit.method),
        aic=2 * parameters - 2 * fit.log_likelihood,
        bic=log(n) * parameters - 2 * fit.log_likelihood,
        mcfadden=ratio(
            fit.null_log_likelihood - fit.log_likelihood,
            fit.null_log_likelihood,
            "The null model fits perfectly.",
        ),
        cox_snell=cox_snell,
        nagelkerke=ratio(cox_snell, largest, "The null model fits perfectly."),
        shrinkage=ratio(
            statistic - (parameters - 1), statistic, "The model does not change the likelihood."
        ),
    )


def _notes(fit: LogisticFit) -> tuple[str, ...]:
    if fit.separation.kind == "none":
        return ()
    columns = ", ".join(fit.separation.columns)
    note = (
        f"The data are separated ({fit.separation.kind}: {columns}), so maximum likelihood has "
        "no finite odds ratio; Firth's penalised likelihood is shown instead."
    )
    return (note,)
