"""Logistic models of the primary exposure with the covariates and their interactions."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.models import ExposureModel, MultivariableModel
from analytics.stats.regression.collinearity import TermInflation, variance_inflation
from analytics.stats.regression.design import Term
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import NotEstimable
from analytics.topics.models.others import other_models
from analytics.topics.shared.markers import marker, outcome
from analytics.topics.shared.odds import fitted, model_terms, odds


def models(data: DataSet, plan: Plan) -> tuple[MultivariableModel, ...]:
    """Return a model for each outcome: the primary exposure per doubling, and the covariates."""
    terms = model_terms(data, plan)
    return tuple(
        MultivariableModel(
            endpoint=chosen.endpoint,
            label=plan.endpoint(chosen.endpoint).label,
            exposure=plan.primary_exposure,
            covariates=tuple(one.variable for one in plan.covariates),
            model=terms
            if isinstance(terms, NotEstimable)
            else _model(data, plan, chosen.endpoint, terms),
        )
        for chosen in plan.outcomes
    )


def _model(
    data: DataSet, plan: Plan, key: str, terms: Sequence[Term]
) -> ExposureModel | NotEstimable:
    found = fitted(outcome(data, key), terms, plan)
    if isinstance(found, NotEstimable):
        return found
    exposure = marker(data, terms[0].name, plan)
    return ExposureModel(
        result=found.result,
        odds=odds(found, plan),
        inflation=_inflation(found.fit),
        values=exposure.account(plan.below_limit.models),
        others=other_models(data, plan, key, terms),
    )


def _inflation(fit: LogisticFit | NotEstimable) -> tuple[TermInflation, ...] | NotEstimable:
    """Each term's overlap with the others, or why there is none."""
    return fit if isinstance(fit, NotEstimable) else variance_inflation(fit)
