"""How sure the multivariable model is: strength of its terms, calibration, use, and optimism."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Outcome, Plan
from analytics.results.validation import ModelValidation, OutcomeValidation, Predictions
from analytics.stats.errors import InputError
from analytics.stats.prediction.calibration import calibration
from analytics.stats.prediction.cross_validation import CrossValidation, cross_validate
from analytics.stats.prediction.decision import decision_curve
from analytics.stats.prediction.decision_bootstrap import NetBenefits, net_benefit_intervals
from analytics.stats.prediction.resampled_model import resampled_model
from analytics.stats.regression.design import Term
from analytics.stats.regression.logistic_fit import LogisticFit, fit_model
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.shared.markers import outcome
from analytics.topics.shared.odds import model_terms
from analytics.topics.shared.side_by_side import side_by_side

# Each fold needs a patient of either outcome, so a rare one gets fewer folds. Repeats fall as
# resamples do: in a large study the split hardly matters.
MANY_FOLDS, FEW_FOLDS, REPEATS = 10, 5, 10
# Few patients make few groups: each should hold enough for its share to mean something.
FEW_GROUPS, MANY_GROUPS, MANY_GROUPS_FROM = 5, 10, 200
# Net benefit gets intervals at every five per cent.
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))
# A risk of exactly 0 or 1 has no log odds.
CERTAIN = 1e-12


def validation(
    data: DataSet, plan: Plan, each: Callable[[str], None] = lambda _: None
) -> tuple[OutcomeValidation, ...]:
    """Return for each outcome how far the multivariable model's figures can be trusted.

    ``each`` is called with the outcome's label before each outcome is waited for.
    """
    terms = model_terms(data, plan)
    labels = {chosen: plan.endpoint(chosen.endpoint).label for chosen in plan.outcomes}
    validated = side_by_side(
        lambda chosen: (
            terms if isinstance(terms, NotEstimable) else _outcome(data, plan, chosen, terms)
        ),
        plan.outcomes,
        waiting=lambda chosen: each(labels[chosen]),
    )
    return tuple(
        OutcomeValidation(chosen.endpoint, labels[chosen], result)
        for chosen, result in zip(plan.outcomes, validated, strict=True)
    )


def _outcome(
    data: DataSet, plan: Plan, chosen: Outcome, terms: Sequence[Term]
) -> ModelValidation | NotEstimable:
    events = outcome(data, chosen.endpoint)
    try:
        fit = fit_model(events, terms)
        return fit if isinstance(fit, NotEstimable) else _model(events, terms, plan, fit)
    except InputError as error:
        return NotEstimable(error.message)


def _model(
    events: FloatArray, terms: Sequence[Term], plan: Plan, fit: LogisticFit
) -> ModelValidation:
    resamples = plan.resamples_for(fit.design.sample.n_used)
    drawn = resampled_model(
        fit,
        resamples=resamples,
        seed=plan.resampling.seed,
        level=plan.level,
    )
    unseen = _cross_validated(events, terms, plan, fit.design.response)
    return ModelValidation(
        method=fit.method,
        sample=fit.design.sample,
        dominance=drawn.dominance,
        optimism=drawn.optimism,
        cross_validation=unseen.auc,
        apparent=_predictions(fit.design.response, fit.probability, plan, fitted_here=True),
        left_out=_predictions(unseen.event, unseen.probability, plan, fitted_here=False),
        benefits=_benefits(unseen, plan, resamples) if plan.bootstrap_tests else None,
    )


def _benefits(unseen: CrossValidation, plan: Plan, resamples: int) -> NetBenefits | NotEstimable:
    """The net benefit of unseen predictions; patients are drawn whatever their outcome."""
    if isinstance(unseen.probability, NotEstimable):
        return unseen.probability
    return net_benefit_intervals(
        unseen.event,
        unseen.probability,
        thresholds=THRESHOLDS,
        stratified=False,
        resamples=resamples,
        seed=plan.resampling.seed,
        level=plan.level,
    )


def _cross_validated(
    events: FloatArray, terms: Sequence[Term], plan: Plan, used: FloatArray
) -> CrossValidation:
    """Risks predicted unseen; ``used``: the outcomes of the patients in the model."""
    share = plan.resamples_for(used.size) / plan.resampling.resamples
    rarer = min(int((used == code).sum()) for code in (0, 1))
    return cross_validate(
        events,
        terms,
        folds=MANY_FOLDS if rarer >= MANY_FOLDS else FEW_FOLDS,
        repeats=max(1, round(REPEATS * share)),
        seed=plan.resampling.seed,
    )


def _predictions(
    event: FloatArray, probability: FloatArray | NotEstimable, plan: Plan, *, fitted_here: bool
) -> Predictions:
    """Calibration and use of predicted risks."""
    if isinstance(probability, NotEstimable):
        return Predictions(probability, probability)
    calibrated = calibration(
        event,
        np.clip(probability, CERTAIN, 1 - CERTAIN),
        groups=MANY_GROUPS if event.size >= MANY_GROUPS_FROM else FEW_GROUPS,
        fitted_here=fitted_here,
        level=plan.level,
    )
    return Predictions(calibrated, decision_curve(event, probability))
