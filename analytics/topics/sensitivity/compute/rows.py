"""The figures of one row of a sensitivity analysis, and whether they change the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from analytics.design.plan import Plan
from analytics.design.variable import Scale
from analytics.results.sensitivity import (
    BestCutoff,
    ComparisonRow,
    CovariateEffect,
    CurveFigures,
    Effect,
    Figure,
    ModelFigures,
    OutcomeRow,
    Share,
)
from analytics.stats._shared.ordering import Direction
from analytics.stats.comparison.paired import compare_paired
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.errors import InputError
from analytics.stats.regression.logistic import Coefficient, describe_fit
from analytics.stats.regression.logistic_fit import LogisticFit, fit_model
from analytics.stats.regression.odds_scales import SEVERAL
from analytics.stats.results import Estimate, FloatArray, NotEstimable
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import CutoffChoice
from analytics.topics.shared.covariates import Beside
from analytics.topics.shared.cutoffs import best_cutoff
from analytics.topics.shared.exposure import exposure_term

Row = TypeVar("Row", OutcomeRow, ComparisonRow)  # unseen

# Where a figure says nothing: the area of a useless marker, an odds ratio without effect.
NULLS: dict[Figure, float] = {"auc": 0.5, "difference": 0.0}
NO_ODDS = 1.0


@dataclass(frozen=True, eq=False)
class Exposure:
    """The primary exposure of every patient under one policy, and what models hold beside it.

    ``ranks`` and ``amounts``: values for the ROC curve and for the model, or why there are none.
    ``scale``: what models take the amounts on.
    """

    code: str
    scale: Scale
    ranks: FloatArray | NotEstimable
    amounts: FloatArray | NotEstimable
    beside: Beside | NotEstimable


@dataclass(frozen=True)
class OutcomeFigures:
    """An outcome's curve and model under one decision."""

    curve: CurveFigures
    model: ModelFigures


@dataclass(frozen=True)
class PairFigures:
    """Two shares and their difference under one decision."""

    n: int | None
    first: Share
    second: Share
    difference: Effect


def outcome_figures(
    events: FloatArray | NotEstimable, exposure: Exposure, direction: Direction, plan: Plan
) -> OutcomeFigures:
    """Return the area, the cut-off and the odds ratios for one way of counting events."""
    if isinstance(events, NotEstimable):
        return unknown(events, plan)
    return OutcomeFigures(
        _curve(events, exposure.ranks, direction, plan),
        _odds(fit(events, exposure, plan), exposure.code, plan),
    )


def unknown(why: NotEstimable, plan: Plan) -> OutcomeFigures:
    """Return an outcome without figures, with the reason."""
    return OutcomeFigures(CurveFigures(None, None, no_effect(why), why), no_odds(why, plan))


def no_effect(why: NotEstimable) -> Effect:
    """Return the reason in the place of an estimate, its interval and p."""
    return Effect(why, why, why)


def fit(
    events: FloatArray,
    exposure: Exposure,
    plan: Plan,
    *,
    centred_at: FloatArray | None = None,
    profile: bool = True,
) -> LogisticFit | NotEstimable:
    """Fit the main analysis' model, with profile intervals where the plan and the caller ask.

    ``centred_at``: where the exposure is centred in a product; without it at its own mean.
    """
    if isinstance(exposure.amounts, NotEstimable):
        return exposure.amounts
    if isinstance(exposure.beside, NotEstimable):
        return exposure.beside
    try:
        term = exposure_term(exposure.code, exposure.amounts, exposure.scale)
        return fit_model(
            events,
            exposure.beside.model(term, centred_at=centred_at),
            level=plan.level,
            profile=profile and plan.odds_ratio_interval == "profile",
        )
    except InputError as error:
        return NotEstimable(error.message)


def no_odds(why: NotEstimable, plan: Plan) -> ModelFigures:
    """Return every odds ratio with the reason why there is none."""
    nothing = no_effect(why)
    covariates = tuple(CovariateEffect(one.variable, nothing, why) for one in plan.covariates)
    return ModelFigures(nothing, covariates, None, None)


def _odds(found: LogisticFit | NotEstimable, code: str, plan: Plan) -> ModelFigures:
    """Return the odds ratios of a model, the exposure's and the covariates'."""
    if isinstance(found, NotEstimable):
        return no_odds(found, plan)
    result = describe_fit(found, level=plan.level)
    ratios = by_term(result.coefficients)
    tests = {term.term: term.test.p for term in result.terms}
    effects = {
        term: _odds_ratio(found[0], tests[term], plan) if len(found) == 1 else None
        for term, found in ratios.items()
    }
    return ModelFigures(
        exposure=effects[code] or no_effect(SEVERAL),
        covariates=tuple(
            _covariate(one.variable, effects[one.variable], tests[one.variable])
            for one in plan.covariates
        ),
        method=result.method,
        n=result.sample.n_used,
    )


def _covariate(term: str, effect: Effect | None, joint: Estimate) -> CovariateEffect:
    return CovariateEffect(term, effect, joint if effect is None else effect.p)


def by_term(coefficients: Sequence[Coefficient]) -> dict[str, list[Coefficient]]:
    """Return the coefficients of each term, in the order of the model."""
    found: dict[str, list[Coefficient]] = {}
    for coefficient in coefficients:
        found.setdefault(coefficient.term, []).append(coefficient)
    return found


def paired_figures(
    first: FloatArray | NotEstimable, second: FloatArray | NotEstimable, plan: Plan
) -> PairFigures:
    """Return both shares, their difference and mid-p for one way of counting events."""
    if isinstance(first, NotEstimable):
        return unknown_pair(first)
    if isinstance(second, NotEstimable):
        return unknown_pair(second)
    found = compare_paired(first, second, level=plan.level)
    return PairFigures(
        n=found.table.n,
        first=_share(found.first),
        second=_share(found.second),
        difference=Effect(found.difference, found.tango, found.mid_p.p),
    )


def unknown_pair(why: NotEstimable) -> PairFigures:
    """Return a comparison without figures, with the reason."""
    share = Share(None, None, why)
    return PairFigures(None, share, share, no_effect(why))


def compared(rows: Sequence[Row], level: float) -> tuple[Row, ...]:
    """Return the rows, each with the figures that lead elsewhere than the first row's.

    A conclusion changes when the interval lies elsewhere relative to the value of no effect
    (above, below, across it), or when p lies on the other side of 1 - level. What can't be
    estimated changes nothing; its reason stands in its place.
    """
    main = rows[0].effects
    return tuple(
        replace(
            row,
            changed=tuple(
                name
                for name, found in row.effects.items()
                if _moved(found, main.get(name), NULLS.get(name, NO_ODDS), level)
            ),
        )
        for row in rows
    )


def _moved(found: Effect | None, main: Effect | None, null: float, level: float) -> bool:
    if found is None or main is None:
        return False
    return _differ(_side(found, null), _side(main, null)) or _differ(
        _significant(found, level), _significant(main, level)
    )


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _side(found: Effect, null: float) -> int | None:
    limits = found.interval
    if isinstance(limits, NotEstimable):
        return None
    return int(limits.low > null) - int(limits.high < null)


def _significant(found: Effect, level: float) -> int | None:
    return None if isinstance(found.p, NotEstimable) else int(found.p < 1 - level)


def _curve(
    events: FloatArray, ranks: FloatArray | NotEstimable, direction: Direction, plan: Plan
) -> CurveFigures:
    if isinstance(ranks, NotEstimable):
        return CurveFigures(
            n=int(np.count_nonzero(events >= 0)),
            events=int(np.count_nonzero(events == 1)),
            auc=no_effect(ranks),
            cutoff=ranks,
        )
    curve = roc_curve(events, ranks, direction=direction)
    area = auc(curve, level=plan.level, interval=plan.auc_interval)
    return CurveFigures(
        n=curve.sample.n_used,
        events=curve.n_events,
        auc=Effect(area.value, area.interval, area.p),
        cutoff=_cutoff(best_cutoff(curve, plan)),
    )


def _cutoff(choice: CutoffChoice | NotEstimable) -> BestCutoff | NotEstimable:
    if isinstance(choice, NotEstimable):
        return choice
    best = choice.optima[0]
    shown = best.observed if best.midpoint is None else best.midpoint
    return BestCutoff(shown, len(choice.optima), interval=None)


def _odds_ratio(coefficient: Coefficient, p_likelihood: Estimate, plan: Plan) -> Effect:
    """The interval that the plan asks for, and the p that belongs to it."""
    if plan.odds_ratio_interval == "profile":
        return Effect(coefficient.odds_ratio, coefficient.profile, p_likelihood)
    return Effect(coefficient.odds_ratio, coefficient.wald, coefficient.p_wald)


def _share(share: Proportion) -> Share:
    return Share(share.successes, share.n, share.value)
