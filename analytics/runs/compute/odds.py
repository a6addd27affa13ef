"""A logistic model as every step fits it, with odds ratios for steps of all sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compute.covariates import covariate_terms
from analytics.runs.compute.markers import marker
from analytics.stats.design import Term, continuous
from analytics.stats.errors import InputError
from analytics.stats.logistic import LogisticResult, describe_fit, logistic_regression
from analytics.stats.logistic_fit import LogisticFit, fit_model
from analytics.stats.odds_scales import odds_by_spread
from analytics.stats.results import FloatArray, NotEstimable, to_json

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
    return PRIMARY_NOT_MEASURED if plan["exposures"] else NOT_MEASURED


def model_terms(data: DataSet, plan: Plan) -> list[Term] | NotEstimable:
    """Return the multivariable model's terms: the primary exposure per doubling, the covariate."""
    code = plan["primary_exposure"]
    if code is None:
        return no_exposure(plan)
    exposure = marker(data, code, plan).amounts.values
    try:
        return [continuous(code, exposure, scale="doubling"), *covariate_terms(data, plan)]
    except InputError as error:
        return NotEstimable(error.message)


def fitted(event: FloatArray, terms: Sequence[Term], plan: Plan) -> Fitted | NotEstimable:
    """Fit and describe a model, with Wald and profile intervals whichever the plan reads first."""
    try:
        fit = fit_model(event, terms, level=plan["level"], profile=True)
        if isinstance(fit, NotEstimable):
            return Fitted(fit, logistic_regression(event, terms, level=plan["level"]))
        return Fitted(fit, describe_fit(fit, level=plan["level"]))
    except InputError as error:
        return NotEstimable(error.message)


def odds(found: Fitted, plan: Plan) -> list[dict[str, Any]]:
    """Return each coefficient's odds ratio per SD and per IQR beside that of the model's step."""
    if isinstance(found.fit, NotEstimable):
        return []
    return [
        {
            "name": coefficient.name,
            "term": coefficient.term,
            "spreads": [
                to_json(scaled)
                for scaled in odds_by_spread(
                    found.fit, coefficient, quantile_type=plan["quantile_type"]
                )
            ],
        }
        for coefficient in found.result.coefficients
    ]
