"""How sure the multivariable model is: strength of its terms, calibration, use, and optimism."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of, resamples_for
from analytics.runs.compute.markers import outcome
from analytics.runs.compute.odds import model_terms
from analytics.stats.calibration import calibration
from analytics.stats.cross_validation import cross_validate
from analytics.stats.decision import decision_curve
from analytics.stats.design import Term
from analytics.stats.dominance import dominance
from analytics.stats.errors import InputError
from analytics.stats.internal_validation import model_optimism
from analytics.stats.logistic_fit import fit_model
from analytics.stats.results import FloatArray, NotEstimable, to_json

ONE_TERM = NotEstimable("A model with one term has no order of strength.")
# Each fold needs a patient of either outcome, so a rare one gets fewer folds. Repeats fall as
# resamples do: in a large study the split hardly matters.
MANY_FOLDS, FEW_FOLDS, REPEATS = 10, 5, 10
# Few patients make few groups: each should hold enough for its share to mean something.
FEW_GROUPS, MANY_GROUPS, MANY_GROUPS_FROM = 5, 10, 200
# A risk of exactly 0 or 1 has no log odds.
CERTAIN = 1e-12


def validation(
    data: DataSet, plan: Plan, each: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Return for each outcome how far the multivariable model's figures can be trusted.

    ``each`` is called with a few words before each outcome.
    """
    terms = model_terms(data, plan)
    found = []
    for chosen in plan["outcomes"]:
        each(f"Validating the model of {endpoint_of(plan, chosen['endpoint'])['label']}")
        found.append(_outcome(data, plan, chosen["endpoint"], terms))
    return found


def _outcome(
    data: DataSet, plan: Plan, key: str, terms: list[Term] | NotEstimable
) -> dict[str, Any]:
    described = {"endpoint": key, "label": endpoint_of(plan, key)["label"]}
    if isinstance(terms, NotEstimable):
        return {**described, **to_json(terms)}
    events = outcome(data, key)
    try:
        fit = fit_model(events, terms)
        if isinstance(fit, NotEstimable):
            return {**described, **to_json(fit)}
        return {
            **described,
            "method": fit.method,
            "sample": to_json(fit.design.sample),
            **_resampled(events, terms, plan, fit.design.sample.n_used),
            **_predicted(events, terms, plan, (fit.design.response, fit.probability)),
        }
    except InputError as error:
        return {**described, **to_json(NotEstimable(error.message))}


def _resampled(events: FloatArray, terms: Sequence[Term], plan: Plan, n: int) -> dict[str, Any]:
    resamples, seed = resamples_for(plan, n), plan["resampling"]["seed"]
    strength = (
        dominance(events, terms, resamples=resamples, seed=seed, level=plan["level"])
        if len(terms) > 1
        else ONE_TERM
    )
    return {
        "dominance": to_json(strength),
        "optimism": to_json(model_optimism(events, terms, resamples=resamples, seed=seed)),
        "resamples_reduced": resamples < plan["resampling"]["resamples"],
    }


def _predicted(
    events: FloatArray,
    terms: Sequence[Term],
    plan: Plan,
    apparent: tuple[FloatArray, FloatArray],
) -> dict[str, Any]:
    """Calibration and use of the model's own predictions and of those it made unseen."""
    share = resamples_for(plan, apparent[0].size) / plan["resampling"]["resamples"]
    rarer = min(int((apparent[0] == code).sum()) for code in (0, 1))
    unseen = cross_validate(
        events,
        terms,
        folds=MANY_FOLDS if rarer >= MANY_FOLDS else FEW_FOLDS,
        repeats=max(1, round(REPEATS * share)),
        seed=plan["resampling"]["seed"],
    )
    left_out = (unseen.event, unseen.probability)
    return {
        "cross_validation": to_json(unseen.auc),
        "calibration": {
            "apparent": _calibration(*apparent, plan, fitted_here=True),
            "left_out": _calibration(*left_out, plan, fitted_here=False),
        },
        "decision": {
            "apparent": _decision(*apparent),
            "left_out": _decision(*left_out),
        },
    }


def _calibration(
    event: FloatArray, probability: FloatArray | NotEstimable, plan: Plan, *, fitted_here: bool
) -> dict[str, Any]:
    if isinstance(probability, NotEstimable):
        return to_json(probability)
    return to_json(
        calibration(
            event,
            np.clip(probability, CERTAIN, 1 - CERTAIN),
            groups=MANY_GROUPS if event.size >= MANY_GROUPS_FROM else FEW_GROUPS,
            fitted_here=fitted_here,
            level=plan["level"],
        )
    )


def _decision(event: FloatArray, probability: FloatArray | NotEstimable) -> dict[str, Any]:
    if isinstance(probability, NotEstimable):
        return to_json(probability)
    return to_json(decision_curve(event, probability))
