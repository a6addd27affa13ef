"""Logistic models of the primary exposure with the covariate, and the dose-response table."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of
from analytics.runs.compute.covariates import covariate_terms
from analytics.runs.compute.markers import change, marker, outcome
from analytics.runs.compute.roc import account
from analytics.stats.design import continuous
from analytics.stats.errors import InputError
from analytics.stats.logistic import logistic_regression
from analytics.stats.results import NotEstimable, to_json
from analytics.stats.trend import dose_response, jonckheere

NOT_MEASURED = NotEstimable("The study has no measured exposure.")
PRIMARY_NOT_MEASURED = NotEstimable(
    "The primary exposure of the plan is not measured in this study."
)


def no_exposure(plan: Plan) -> NotEstimable:
    """Return why there is no primary exposure: nothing is measured, or not what the plan names."""
    return PRIMARY_NOT_MEASURED if plan["exposures"] else NOT_MEASURED


def models(data: DataSet, plan: Plan) -> list[dict[str, Any]]:
    """Return a model for each outcome: the primary exposure per doubling, and the covariate."""
    return [_model(data, plan, chosen["endpoint"]) for chosen in plan["outcomes"]]


def dose_responses(data: DataSet, plan: Plan) -> list[dict[str, Any]]:
    """Return for each outcome the events by quantile group of the primary exposure, with trends."""
    return [_dose(data, plan, chosen) for chosen in plan["outcomes"]]


def _model(data: DataSet, plan: Plan, key: str) -> dict[str, Any]:
    code = plan["primary_exposure"]
    described = {
        "endpoint": key,
        "label": endpoint_of(plan, key)["label"],
        "exposure": code,
        "covariate": plan["covariate"],
        "interval": plan["odds_ratio_interval"],
    }
    if code is None:
        return {**described, "result": to_json(no_exposure(plan))}
    exposure = marker(data, code, plan)
    try:
        result = logistic_regression(
            outcome(data, key),
            [
                continuous(code, exposure.amounts.values, scale="doubling"),
                *covariate_terms(data, plan),
            ],
            level=plan["level"],
            profile=plan["odds_ratio_interval"] == "profile",
        )
    except InputError as error:
        return {**described, "result": to_json(NotEstimable(error.message))}
    return {
        **described,
        "result": to_json(result),
        "values": {**account(exposure), "policy": exposure.amounts.policy},
    }


def _dose(data: DataSet, plan: Plan, chosen: dict[str, Any]) -> dict[str, Any]:
    key, code = chosen["endpoint"], plan["primary_exposure"]
    described = {
        "endpoint": key,
        "label": endpoint_of(plan, key)["label"],
        "exposure": code,
    }
    if code is None:
        return {**described, "result": to_json(no_exposure(plan))}
    values = marker(data, code, plan).ranks.values
    events = outcome(data, key)
    result = dose_response(
        events,
        values,
        groups=plan["dose_groups"],
        quantile_type=plan["quantile_type"],
        level=plan["level"],
    )
    used = np.flatnonzero(np.isfinite(events) & np.isfinite(values))
    group = np.array(result.groups.group, dtype=np.int64)
    changes = change(data, key)[used]
    described["change_trend"] = to_json(
        jonckheere([changes[group == g] for g in range(len(result.groups.labels))])
    )
    plain = to_json(result)
    plain["groups"].pop("group")
    return {**described, "result": plain}
