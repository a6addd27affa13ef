"""Each exposure alone, and the covariate alone: odds ratios, and groups compared by ranks."""

from __future__ import annotations

from typing import Any

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of, resamples_for
from analytics.runs.compute.covariates import covariate_terms
from analytics.runs.compute.markers import Marker, marker, outcome
from analytics.runs.compute.odds import fitted, odds
from analytics.runs.compute.roc import account
from analytics.stats.compare import RankComparison, compare_ranks
from analytics.stats.design import Term, continuous
from analytics.stats.errors import InputError
from analytics.stats.multiplicity import adjust
from analytics.stats.results import Estimate, FloatArray, HypothesisTest, NotEstimable, to_json


def univariable(data: DataSet, plan: Plan) -> list[dict[str, Any]]:
    """Return for each outcome a model of every exposure alone, one of the covariate, and groups.

    The likelihood-ratio tests of the exposures are one family; the covariate is outside of it.
    """
    markers = [marker(data, code, plan) for code in plan["exposures"]]
    return [_outcome(data, plan, chosen["endpoint"], markers) for chosen in plan["outcomes"]]


def _outcome(data: DataSet, plan: Plan, key: str, markers: list[Marker]) -> dict[str, Any]:
    events = outcome(data, key)
    tests: dict[str, Estimate] = {}
    rows = []
    for found in markers:
        row, tests[found.code] = _exposure(events, found, plan)
        rows.append({**row, **_groups(events, found, plan), "values": account(found)})
    for term in covariate_terms(data, plan):
        row, _ = _alone(events, term, plan)
        rows.append({**row, "kind": "covariate"})
    family = adjust(
        f"likelihood-ratio test of each exposure alone for {key}",
        tests,
        method=plan["adjustment"],
    )
    return {
        "endpoint": key,
        "label": endpoint_of(plan, key)["label"],
        "interval": plan["odds_ratio_interval"],
        "policy": plan["below_limit"]["models"],
        "rows": rows,
        "family": to_json(family),
    }


def _exposure(events: FloatArray, found: Marker, plan: Plan) -> tuple[dict[str, Any], Estimate]:
    try:
        term = continuous(found.code, found.amounts.values, scale="doubling")
    except InputError as error:
        reason = NotEstimable(error.message)
        return {"term": found.code, "kind": "exposure", "result": to_json(reason)}, reason
    row, p = _alone(events, term, plan)
    return {**row, "kind": "exposure"}, p


def _alone(events: FloatArray, term: Term, plan: Plan) -> tuple[dict[str, Any], Estimate]:
    """A model of one term, and the p value of its likelihood-ratio test."""
    model = fitted(events, [term], plan)
    if isinstance(model, NotEstimable):
        return {"term": term.name, "result": to_json(model), "odds": []}, model
    quality = model.result.quality
    p = quality if isinstance(quality, NotEstimable) else quality.overall.p
    return {
        "term": term.name,
        "result": to_json(model.result),
        "odds": odds(model, plan),
    }, p


def _groups(events: FloatArray, found: Marker, plan: Plan) -> dict[str, Any]:
    """The values with and without the outcome, with every value below the limit as one tie."""
    values = found.ranks.values
    present, absent = values[events == 1], values[events == 0]
    compared = compare_ranks(
        present,
        absent,
        level=plan["level"],
        resamples=resamples_for(plan, present.size + absent.size),
        seed=plan["resampling"]["seed"],
    )
    quartiles = f"quartiles_type_{plan['quantile_type']}"
    return {
        "groups": {
            name: {
                "n": summary["n"],
                "missing": summary["missing"],
                "quartiles": summary[quartiles],
            }
            for name, summary in (
                ("with", to_json(found.summary(events == 1))),
                ("without", to_json(found.summary(events == 0))),
            )
        },
        "comparison": to_json(compared),
        "test": to_json(_test(compared)),
    }


def _test(compared: RankComparison) -> HypothesisTest:
    """The exact test where it could be made, else the normal approximation; each says which."""
    if isinstance(compared.exact.p, NotEstimable):
        return compared.normal
    return compared.exact
