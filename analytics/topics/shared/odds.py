"""A logistic model as every step fits it, with odds ratios for steps of all sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.models import CoefficientOdds
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term
from analytics.stats.regression.logistic import LogisticResult, describe_fit, logistic_regression
from analytics.stats.regression.logistic_fit import LogisticFit, fit_model
from analytics.stats.regression.odds_scales import odds_by_spread
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.shared.covariates import beside
from analytics.topics.shared.markers import marker

NOT_MEASURED = NotEstimable("The study has no measured exposure.")
PRIMARY_NOT_MEASURED = NotEstimable(
    "The primary exposure of the plan is not measured in this study."
)


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model's bare fit, for what builds on it, and its description."""

    fit: LogisticFit | NotEstimable
    result: LogisticResult


def no_exposure(plan: Plan) -> NotEstimable:
    """Return why there is no primary exposure: nothing is measured, or not what the plan names."""
    return PRIMARY_NOT_MEASURED if plan.exposures else NOT_MEASURED


def model_terms(data: DataSet, plan: Plan) -> list[Term] | NotEstimable:
    """Return the multivariable model's terms, the primary exposure first.

    After it stand the covariates and the products of the plan's interactions.
    """
    code = plan.primary_exposure
    if code is None:
        return no_exposure(plan)
    rest = beside(data, plan)
    if isinstance(rest, NotEstimable):
        return rest
    exposure = marker(data, code, plan)
    try:
        return rest.model(exposure.term())
    except InputError as error:
        return NotEstimable(error.message)


def fitted(event: FloatArray, terms: Sequence[Term], plan: Plan) -> Fitted | NotEstimable:
    """Fit and describe a model, with Wald and profile intervals whichever the plan reads first."""
    try:
        fit = fit_model(event, terms, level=plan.level, profile=True)
        if isinstance(fit, NotEstimable):
            return Fitted(fit, logistic_regression(event, terms, level=plan.level))
        return Fitted(fit, describe_fit(fit, level=plan.level))
    except InputError as error:
        return NotEstimable(error.message)


def odds(found: Fitted, plan: Plan) -> tuple[CoefficientOdds, ...]:
    """Return each coefficient's odds ratio per SD and per IQR beside that of the model's step."""
    if isinstance(found.fit, NotEstimable):
        return ()
    return tuple(
        CoefficientOdds(
            coefficient.name,
            coefficient.term,
            odds_by_spread(found.fit, coefficient, quantile_type=plan.quantile_type),
        )
        for coefficient in found.result.coefficients
    )
