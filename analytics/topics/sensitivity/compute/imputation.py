"""The main results with missing values filled in many times, pooled by Rubin's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.design.variable import Scale
from analytics.results.sensitivity import (
    BestCutoff,
    CovariateEffect,
    CurveFigures,
    Effect,
    ModelFigures,
    Share,
)
from analytics.stats._shared.degenerate import too_few_known
from analytics.stats._shared.ordering import Direction
from analytics.stats.comparison.paired import compare_paired
from analytics.stats.imputation.multiple_imputation import Imputed, impute_chained
from analytics.stats.imputation.pooled_cutoff import pool_cutoff
from analytics.stats.imputation.pooled_terms import pool_term
from analytics.stats.imputation.pooling import PooledOddsRatio, pool, pool_auc, pool_logistic
from analytics.stats.regression.logistic import describe_fit
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.regression.products import centre
from analytics.stats.results import FloatArray, Interval, NotEstimable
from analytics.stats.roc.curve import RocCurve, auc, roc_curve
from analytics.topics.sensitivity.compute.rows import (
    Exposure,
    OutcomeFigures,
    PairFigures,
    fit,
    no_effect,
    no_odds,
    unknown,
    unknown_pair,
)
from analytics.topics.shared.covariates import Entered
from analytics.topics.shared.cutoffs import BOOTSTRAP_CRITERIA
from analytics.topics.shared.exposure import exposure_term, off_scale, on_scale

AMOUNT, AGE, FEMALE = "exposure", "age", "female"
DONORS = 5
POOLED = "maximum likelihood, pooled"  # unseen


@dataclass(frozen=True, eq=False)
class Completed:
    """Completed data sets, and for each variable that could not be filled in, why.

    The exposure is on the scale of models, and so is ``common_limit``, under which all of its
    values are tied for ranks.
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
    """Fill in outcomes, exposure and covariates together, with age and sex where all are known.

    ``events``: by endpoint. Covariates are filled in as they are; what a model takes of them
    follows from the filled values. A variable with too few known values to learn from stays out.
    """
    variables = dict(events)
    for one in entered_of(exposure):
        variables |= _to_fill(one)
    if not isinstance(exposure.amounts, NotEstimable):
        variables[AMOUNT] = on_scale(exposure.amounts, exposure.scale)
    needed = max(len(variables) + 3, DONORS)
    # Keys of endpoints, analytes and covariates get their labels when the reasons are read.
    refused = {
        name: problem
        for name, values in variables.items()
        if (
            problem := too_few_known(
                exposure.code if name == AMOUNT else name, int(np.isfinite(values).sum()), needed
            )
        )
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
            imputations=plan.sensitivity.imputations,
            donors=DONORS,
            seed=plan.resampling.seed,
        )
    limit = None if common_limit is None else float(np.log2(common_limit))
    return Completed(imputed, refused, limit)


def entered_of(exposure: Exposure) -> tuple[Entered, ...]:
    """Return the covariates beside an exposure; none where no model can be made."""
    return () if isinstance(exposure.beside, NotEstimable) else exposure.beside.entered


def _to_fill(one: Entered) -> dict[str, FloatArray]:
    """A covariate as the chained equations take it; categories without an order as columns.

    Each patient has a level, so that none of those columns is ever filled.
    """
    if not one.levels:
        return {one.name: one.values}
    term = one.term()
    return {name: term.columns[:, j] for j, name in enumerate(term.column_names)}


def pooled_outcome(
    completed: Completed, endpoint: str, exposure: Exposure, direction: Direction, plan: Plan
) -> OutcomeFigures:
    """Return the pooled area and odds ratios of one outcome."""
    events, amounts = completed.of(endpoint), completed.of(AMOUNT)
    if isinstance(events, NotEstimable):
        return unknown(events, plan)
    if isinstance(amounts, NotEstimable):
        return unknown(amounts, plan)
    ranks = _ranks(amounts, completed.common_limit)
    curves = [
        roc_curve(one, values, direction=direction)
        for one, values in zip(events, ranks, strict=True)
    ]
    return OutcomeFigures(
        CurveFigures(
            n=int(events.shape[1]),
            events=round(float(events.sum(axis=1).mean()), 1),
            auc=_pooled_area(curves, plan),
            cutoff=_pooled_cutoff(curves, exposure.scale, plan),
        ),
        _pooled_odds(completed, events, amounts, exposure, plan),
    )


def pooled_pair(completed: Completed, first: str, second: str, plan: Plan) -> PairFigures:
    """Return the pooled shares of two endpoints with their difference; p from Rubin's rules."""
    one, two = completed.of(first), completed.of(second)
    if isinstance(one, NotEstimable):
        return unknown_pair(one)
    if isinstance(two, NotEstimable):
        return unknown_pair(two)
    n = int(one.shape[1])
    differences, variances = [], []
    for a, b in zip(one, two, strict=True):
        table = compare_paired(a, b, level=plan.level).table
        only_first, only_second = table.only_first, table.only_second
        difference = (only_first - only_second) / n
        differences.append(difference)
        variances.append((only_first + only_second - n * difference**2) / n**2)
    pooled = pool(differences, variances, complete_df=float(n - 1), level=plan.level)
    shares = (
        Share(round(float(side.sum(axis=1).mean()), 1), n, float(side.mean()))
        for side in (one, two)
    )
    effect = Effect(pooled.value, pooled.interval, pooled.p)
    return PairFigures(n, next(shares), next(shares), effect)


def _ranks(amounts: FloatArray, limit: float | None) -> FloatArray:
    """Tie everything below the common limit, as the main analysis does."""
    return amounts if limit is None else np.where(amounts < limit, limit - 1, amounts)


def _pooled_area(curves: Sequence[RocCurve], plan: Plan) -> Effect:
    areas, errors = [], []
    for curve in curves:
        area = auc(curve, level=plan.level)
        if isinstance(area.value, NotEstimable):
            return no_effect(area.value)
        if isinstance(area.standard_error, NotEstimable):
            return no_effect(area.standard_error)
        areas.append(area.value)
        errors.append(area.standard_error)
    pooled = pool_auc(areas, errors, level=plan.level)
    if isinstance(pooled, NotEstimable):
        return no_effect(pooled)
    return Effect(pooled.value, pooled.interval, pooled.p)


def _pooled_cutoff(
    curves: Sequence[RocCurve], scale: Scale, plan: Plan
) -> BestCutoff | NotEstimable:
    """The cut-off over resamples of every filling, where the plan asks for bootstraps.

    The curves are of values on the scale of models, whose order is that of the amounts.
    """
    if not plan.bootstrap_tests:
        return NotEstimable("A cut-off is not pooled over imputed data sets.")
    found = pool_cutoff(
        curves,
        criterion=BOOTSTRAP_CRITERIA[plan.cutoff_criterion],
        resamples=plan.resamples_for(curves[0].sample.n_used),
        seed=plan.resampling.seed,
        level=plan.level,
    )
    if isinstance(found.cutoff, NotEstimable):
        return found.cutoff
    interval = found.interval
    if isinstance(interval, Interval):
        low, high = (off_scale(end, scale) for end in (interval.low, interval.high))
        interval = replace(interval, low=low, high=high)
    return BestCutoff(off_scale(found.cutoff, scale), optima=1, interval=interval)


def _pooled_odds(
    completed: Completed, events: FloatArray, scaled: FloatArray, exposure: Exposure, plan: Plan
) -> ModelFigures:
    fits = _fits(completed, events, scaled, exposure, plan)
    if isinstance(fits, NotEstimable):
        return no_odds(fits, plan)
    results = [describe_fit(one, level=plan.level) for one in fits]
    pooled = pool_logistic(results, level=plan.level)
    if isinstance(pooled, NotEstimable):
        return no_odds(pooled, plan)
    ratios = {ratio.name: _odds_ratio(ratio) for ratio in pooled}
    return ModelFigures(
        exposure=ratios[exposure.code],
        covariates=tuple(_covariate(one.variable, ratios, fits) for one in plan.covariates),
        method=POOLED,
        n=int(events.shape[1]),
    )


def _fits(
    completed: Completed, events: FloatArray, scaled: FloatArray, exposure: Exposure, plan: Plan
) -> list[LogisticFit] | NotEstimable:
    """The main analysis' model of each completed data set, or why one of them has none."""
    beside, measured = exposure.beside, exposure.amounts
    if isinstance(beside, NotEstimable):
        return beside
    if isinstance(measured, NotEstimable):
        return measured
    filled: dict[str, FloatArray] = {}
    for name in (one.name for one in beside.entered if not one.levels):
        values = completed.of(name)
        if isinstance(values, NotEstimable):
            return values
        filled[name] = values
    # A product is centred where the main analysis centres it, in every data set.
    centred_at = centre(exposure_term(exposure.code, measured, exposure.scale))
    fits = []
    for number, (one, amounts) in enumerate(zip(events, scaled, strict=True)):
        beside_it = beside.of({name: values[number] for name, values in filled.items()})
        # The amounts are on the scale of models already.
        again = Exposure(exposure.code, "linear", amounts, amounts, beside_it)
        found = fit(one, again, plan, centred_at=centred_at, profile=False)
        if isinstance(found, NotEstimable):
            return found
        fits.append(found)
    return fits


def _covariate(
    term: str, ratios: Mapping[str, Effect], fits: Sequence[LogisticFit]
) -> CovariateEffect:
    """A column of the term's own name is its only one; of several the joint test is pooled."""
    effect = ratios.get(term)
    if effect is not None:
        return CovariateEffect(term, effect, effect.p)
    joint = pool_term(fits, term)
    return CovariateEffect(term, None, joint if isinstance(joint, NotEstimable) else joint.p)


def _odds_ratio(found: PooledOddsRatio) -> Effect:
    return Effect(found.odds_ratio, found.interval, found.log_odds.p)
