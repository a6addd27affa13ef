"""Logistic models of the primary exposure with the covariate, and the dose-response table."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of
from analytics.runs.compute.markers import change, marker, outcome
from analytics.runs.compute.odds import fitted, model_terms, no_exposure, odds
from analytics.runs.compute.other_models import other_models
from analytics.runs.compute.roc import account
from analytics.stats.collinearity import variance_inflation
from analytics.stats.logistic_fit import LogisticFit
from analytics.stats.results import NotEstimable, to_json
from analytics.stats.trend import dose_response, jonckheere


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
    terms = model_terms(data, plan)
    if isinstance(terms, NotEstimable):
        return {**described, "result": to_json(terms)}
    found = fitted(outcome(data, key), terms, plan)
    if isinstance(found, NotEstimable):
        return {**described, "result": to_json(found)}
    exposure = marker(data, code, plan)
    return {
        **described,
        "result": to_json(found.result),
        "odds": odds(found, plan),
        "inflation": _inflation(found.fit),
        "values": {**account(exposure), "policy": exposure.amounts.policy},
        "others": other_models(data, plan, key, terms),
    }


def _inflation(fit: LogisticFit | NotEstimable) -> dict[str, Any]:
    """Each term's overlap with the others, or why there is none."""
    terms = fit if isinstance(fit, NotEstimable) else variance_inflation(fit)
    if isinstance(terms, NotEstimable):
        return to_json(terms)
    return {"terms": [to_json(term) for term in terms]}


def _dose(data: DataSet, plan: Plan, chosen: dict[str, Any]) -> dict[str, Any]:
    key, code = chosen["endpoint"], plan["primary_exposure"]
    described = {
        "endpoint": key,
        "label": endpoint_of(plan, key)["label"],
        "exposure": code,
    }
    if code is None:
        return {**described, "result": to_json(no_exposure(plan))}
    exposure = marker(data, code, plan)
    values = exposure.ranks.values
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
    for g, row in enumerate(plain["rows"]):
        inside = np.zeros(values.size, dtype=np.bool_)
        inside[used[group == g]] = True
        row["marker"] = to_json(exposure.summary(inside))
    return {**described, "result": plain}
