"""The figures of one row of a sensitivity analysis, and whether they change the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.plan import Plan
from analytics.runs.compute.roc import best_cutoff
from analytics.stats._ordering import Direction
from analytics.stats.design import Term, continuous
from analytics.stats.errors import InputError
from analytics.stats.logistic import Coefficient, LogisticResult, logistic_regression
from analytics.stats.paired import compare_paired
from analytics.stats.proportions import Proportion
from analytics.stats.results import Estimate, FloatArray, IntervalEstimate, NotEstimable
from analytics.stats.roc import auc, roc_curve

# Where a figure says nothing: the area of a useless marker, an odds ratio without effect.
NULLS = {"auc": 0.5, "exposure": 1.0, "covariate": 1.0, "difference": 0.0}


@dataclass(frozen=True, eq=False)
class Exposure:
    """The primary exposure and the covariate of every patient under one policy.

    ``ranks`` and ``amounts``: concentrations for the ROC curve and for the model, or why there are
    none. ``covariates``: the plan's covariate as a term, or nothing where it has none.
    """

    code: str
    ranks: FloatArray | NotEstimable
    amounts: FloatArray | NotEstimable
    covariates: tuple[Term, ...]


def outcome_figures(
    events: FloatArray | NotEstimable, exposure: Exposure, direction: Direction, plan: Plan
) -> dict[str, Any]:
    """Return the area, the cut-off and both odds ratios for one way of counting events."""
    if isinstance(events, NotEstimable):
        return unknown(events)
    return {
        **_curve(events, exposure.ranks, direction, plan),
        **_odds(fit(events, exposure, plan), exposure.code, plan),
    }


def unknown(why: NotEstimable) -> dict[str, Any]:
    """Return a row without figures, with the reason."""
    return {
        "n": None,
        "events": None,
        "auc": figure(why, why, why),
        "cutoff": plain(why),
        **no_odds(why),
    }


def figure(value: Estimate, interval: IntervalEstimate, p: Estimate) -> dict[str, Any]:
    """Return an estimate with interval and p as plain JSON."""
    limits = (
        {"not_estimable": interval.reason}
        if isinstance(interval, NotEstimable)
        else {
            "low": interval.low,
            "high": interval.high,
            "level": interval.level,
            "method": interval.method,
        }
    )
    return {"value": plain(value), "interval": limits, "p": plain(p)}


def plain(value: Estimate) -> Any:
    """Return an estimate, or its reason, as plain JSON."""
    return {"not_estimable": value.reason} if isinstance(value, NotEstimable) else value


def fit(
    events: FloatArray, exposure: Exposure, plan: Plan, *, logs: bool = False
) -> LogisticResult | NotEstimable:
    """Fit the main analysis' model; ``logs``: the amounts are on the log2 scale already."""
    if isinstance(exposure.amounts, NotEstimable):
        return exposure.amounts
    try:
        result = logistic_regression(
            events,
            [
                continuous(exposure.code, exposure.amounts, scale="unit" if logs else "doubling"),
                *exposure.covariates,
            ],
            level=plan["level"],
            profile=plan["odds_ratio_interval"] == "profile" and not logs,
        )
    except InputError as error:
        return NotEstimable(error.message)
    if isinstance(result.quality, NotEstimable):
        return result.quality
    return result


def no_odds(why: NotEstimable) -> dict[str, Any]:
    """Return both odds ratios with the reason why there are none."""
    missing = figure(why, why, why)
    return {"exposure": missing, "covariate": missing, "method": None, "model_n": None}


def _odds(result: LogisticResult | NotEstimable, code: str, plan: Plan) -> dict[str, Any]:
    """Return both odds ratios of a model; None for the covariate of a plan without one."""
    if isinstance(result, NotEstimable):
        return no_odds(result)
    ratios = {
        coefficient.term: _odds_ratio(coefficient, term.test.p, plan)
        for coefficient, term in zip(result.coefficients, result.terms, strict=True)
    }
    return {
        "exposure": ratios[code],
        "covariate": ratios.get(plan["covariate"]),
        "method": result.method,
        "model_n": result.sample.n_used,
    }


def paired_figures(
    first: FloatArray | NotEstimable, second: FloatArray | NotEstimable, plan: Plan
) -> dict[str, Any]:
    """Return both shares, their difference and mid-p for one way of counting events."""
    if isinstance(first, NotEstimable):
        return unknown_pair(first)
    if isinstance(second, NotEstimable):
        return unknown_pair(second)
    found = compare_paired(first, second, level=plan["level"])
    return {
        "n": found.table.n,
        "first": _share(found.first),
        "second": _share(found.second),
        "difference": figure(found.difference, found.tango, found.mid_p.p),
    }


def unknown_pair(why: NotEstimable) -> dict[str, Any]:
    """Return a comparison without figures, with the reason."""
    share = {"successes": None, "n": None, "value": plain(why)}
    return {"n": None, "first": share, "second": share, "difference": figure(why, why, why)}


def changed(row: dict[str, Any], main: dict[str, Any], level: float) -> list[str]:
    """Return which figures lead to another conclusion than in the main analysis.

    A conclusion changes when the interval lies elsewhere relative to the value of no effect
    (above, below, across it), or when p lies on the other side of 1 - level. What can't be
    estimated changes nothing; its reason stands in its place.
    """
    return [
        name
        for name, null in NULLS.items()
        if row.get(name)
        and main[name]
        and (
            _differ(_side(row[name], null), _side(main[name], null))
            or _differ(_significant(row[name], level), _significant(main[name], level))
        )
    ]


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _side(found: dict[str, Any], null: float) -> int | None:
    limits = found["interval"]
    if "low" not in limits:
        return None
    return int(limits["low"] > null) - int(limits["high"] < null)


def _significant(found: dict[str, Any], level: float) -> int | None:
    return None if isinstance(found["p"], dict) else int(found["p"] < 1 - level)


def _curve(
    events: FloatArray, ranks: FloatArray | NotEstimable, direction: Direction, plan: Plan
) -> dict[str, Any]:
    if isinstance(ranks, NotEstimable):
        return {
            "n": int((events >= 0).sum()),
            "events": int((events == 1).sum()),
            "auc": figure(ranks, ranks, ranks),
            "cutoff": plain(ranks),
        }
    curve = roc_curve(events, ranks, direction=direction)
    area = auc(curve, level=plan["level"], interval=plan["auc_interval"])
    choice = best_cutoff(curve, plan)
    cutoff: Any
    if isinstance(choice, NotEstimable):
        cutoff = plain(choice)
    else:
        best = choice.optima[0]
        shown = best.observed if best.midpoint is None else best.midpoint
        cutoff = {"value": shown, "optima": len(choice.optima)}
    return {
        "n": curve.sample.n_used,
        "events": curve.n_events,
        "auc": figure(area.value, area.interval, area.p),
        "cutoff": cutoff,
    }


def _odds_ratio(coefficient: Coefficient, p_likelihood: Estimate, plan: Plan) -> dict[str, Any]:
    """The interval that the plan asks for, and the p that belongs to it."""
    if plan["odds_ratio_interval"] == "profile":
        return figure(coefficient.odds_ratio, coefficient.profile, p_likelihood)
    return figure(coefficient.odds_ratio, coefficient.wald, coefficient.p_wald)


def _share(share: Proportion) -> dict[str, Any]:
    return {"successes": share.successes, "n": share.n, "value": plain(share.value)}
