"""The main results with missing values filled in many times, pooled by Rubin's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compute.sensitivity_rows import (
    Exposure,
    figure,
    fit,
    no_odds,
    plain,
    unknown,
    unknown_pair,
)
from analytics.stats._ordering import Direction
from analytics.stats.multiple_imputation import Imputed, impute_chained
from analytics.stats.paired import compare_paired
from analytics.stats.pooling import PooledOddsRatio, pool, pool_auc, pool_logistic
from analytics.stats.results import FloatArray, NotEstimable
from analytics.stats.roc import auc, roc_curve

AMOUNT, AGE, FEMALE = "concentration", "age", "female"
DONORS = 5


@dataclass(frozen=True, eq=False)
class Completed:
    """Completed data sets, and for each variable that could not be filled in, why.

    ``common_limit``: log2 of the limit under which all concentrations are tied for ranks.
    """

    imputed: Imputed | NotEstimable
    refused: Mapping[str, NotEstimable]
    common_limit: float | None

    def of(self, name: str) -> FloatArray | NotEstimable:
        """Return one variable as (imputations, n), or why there is none."""
        if name in self.refused:
            return self.refused[name]
        if isinstance(self.imputed, NotEstimable):
            return self.imputed
        return self.imputed.data[name]


def complete(
    data: DataSet,
    plan: Plan,
    events: Mapping[str, FloatArray],
    exposure: Exposure,
    common_limit: float | None,
) -> Completed:
    """Fill in outcomes, exposure and covariate together, with age and sex where all are known.

    ``events``: by endpoint. A variable with too few known values to learn from stays out.
    """
    variables = dict(events)
    variables |= {term.name: term.columns[:, 0] for term in exposure.covariates}
    if not isinstance(exposure.amounts, NotEstimable):
        variables[AMOUNT] = np.log2(exposure.amounts)
    refused = {
        name: NotEstimable(
            f"{name.capitalize()} is known for {known} patients only, too few to impute from."
        )
        for name, values in variables.items()
        if (known := int(np.isfinite(values).sum())) < max(len(variables) + 3, DONORS)
    }
    if isinstance(exposure.amounts, NotEstimable):
        refused[AMOUNT] = exposure.amounts
    helpers = {
        AGE: data.frame["age"].to_numpy(dtype=np.float64),
        FEMALE: (data.frame["sex"] == "F").to_numpy(dtype=np.float64),
    }
    kept = {name: values for name, values in variables.items() if name not in refused}
    kept = {n: v for n, v in helpers.items() if np.isfinite(v).all()} | kept
    imputed: Imputed | NotEstimable
    if len(kept) < 2:
        imputed = NotEstimable("Too few variables are known to impute from.")
    else:
        imputed = impute_chained(
            kept,
            imputations=plan["sensitivity"]["imputations"],
            donors=DONORS,
            seed=plan["resampling"]["seed"],
        )
    limit = None if common_limit is None else float(np.log2(common_limit))
    return Completed(imputed, refused, limit)


def pooled_outcome(
    completed: Completed, endpoint: str, exposure: Exposure, direction: Direction, plan: Plan
) -> dict[str, Any]:
    """Return the pooled area and odds ratios of one outcome."""
    events, logs = completed.of(endpoint), completed.of(AMOUNT)
    if isinstance(events, NotEstimable):
        return unknown(events)
    if isinstance(logs, NotEstimable):
        return unknown(logs)
    return {
        "n": int(events.shape[1]),
        "events": round(float(events.sum(axis=1).mean()), 1),
        "auc": _pooled_area(events, _ranks(logs, completed.common_limit), direction, plan),
        "cutoff": plain(NotEstimable("A cut-off is not pooled over imputed data sets.")),
        **_pooled_odds(completed, events, logs, exposure, plan),
    }


def pooled_pair(completed: Completed, first: str, second: str, plan: Plan) -> dict[str, Any]:
    """Return the pooled shares of two endpoints with their difference; p from Rubin's rules."""
    one, two = completed.of(first), completed.of(second)
    if isinstance(one, NotEstimable):
        return unknown_pair(one)
    if isinstance(two, NotEstimable):
        return unknown_pair(two)
    n = int(one.shape[1])
    differences, variances = [], []
    for a, b in zip(one, two, strict=True):
        table = compare_paired(a, b, level=plan["level"]).table
        only_first, only_second = table.only_first, table.only_second
        difference = (only_first - only_second) / n
        differences.append(difference)
        variances.append((only_first + only_second - n * difference**2) / n**2)
    pooled = pool(differences, variances, complete_df=float(n - 1), level=plan["level"])
    shares = [
        {"successes": round(float(side.sum(axis=1).mean()), 1), "n": n, "value": float(side.mean())}
        for side in (one, two)
    ]
    return {
        "n": n,
        "first": shares[0],
        "second": shares[1],
        "difference": figure(pooled.value, pooled.interval, pooled.p),
    }


def _ranks(logs: FloatArray, limit: float | None) -> FloatArray:
    """Tie everything below the common limit, as the main analysis does."""
    return logs if limit is None else np.where(logs < limit, limit - 1, logs)


def _pooled_area(
    events: FloatArray, ranks: FloatArray, direction: Direction, plan: Plan
) -> dict[str, Any]:
    areas, errors = [], []
    for one, values in zip(events, ranks, strict=True):
        area = auc(roc_curve(one, values, direction=direction), level=plan["level"])
        if isinstance(area.value, NotEstimable):
            return figure(area.value, area.value, area.value)
        if isinstance(area.standard_error, NotEstimable):
            return figure(area.standard_error, area.standard_error, area.standard_error)
        areas.append(area.value)
        errors.append(area.standard_error)
    pooled = pool_auc(areas, errors, level=plan["level"])
    if isinstance(pooled, NotEstimable):
        return figure(pooled, pooled, pooled)
    return figure(pooled.value, pooled.interval, pooled.p)


def _pooled_odds(
    completed: Completed, events: FloatArray, logs: FloatArray, exposure: Exposure, plan: Plan
) -> dict[str, Any]:
    filled = []
    for term in exposure.covariates:
        values = completed.of(term.name)
        if isinstance(values, NotEstimable):
            return no_odds(values)
        filled.append((term, values))
    results = []
    for number, (one, amounts) in enumerate(zip(events, logs, strict=True)):
        terms = tuple(replace(term, columns=values[number][:, None]) for term, values in filled)
        result = fit(one, Exposure(exposure.code, amounts, amounts, terms), plan, logs=True)
        if isinstance(result, NotEstimable):
            return no_odds(result)
        results.append(result)
    pooled = pool_logistic(results, level=plan["level"])
    if isinstance(pooled, NotEstimable):
        return no_odds(pooled)
    ratios = {ratio.name: _odds_ratio(ratio) for ratio in pooled}
    return {
        "exposure": ratios[exposure.code],
        "covariate": ratios.get(plan["covariate"]),
        "method": "maximum likelihood, pooled",
        "model_n": int(events.shape[1]),
    }


def _odds_ratio(found: PooledOddsRatio) -> dict[str, Any]:
    return figure(found.odds_ratio, found.interval, found.log_odds.p)
