"""Each exposure alone, and each covariate alone: odds ratios, and groups compared by ranks."""

from __future__ import annotations

from analytics.datasets.dataset import DataSet
from analytics.design.options import YES_NO
from analytics.design.plan import Plan
from analytics.results.univariable import (
    CensoredGroups,
    Concentrations,
    ExposureAlone,
    UnivariableModels,
    VariableAlone,
    YesNoCovariate,
)
from analytics.stats.censored.tobit import tobit_regression
from analytics.stats.censored.two_groups import compare_censored
from analytics.stats.comparison.fisher import fisher_odds_ratio
from analytics.stats.comparison.groups import (
    RankComparison,
    compare_ranks,
    compare_table,
    two_by_two,
)
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.descriptive.limited import LimitedSummary
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term, binary
from analytics.stats.results import Estimate, FloatArray, HypothesisTest, NotEstimable
from analytics.topics.shared.covariates import Entered, entered
from analytics.topics.shared.markers import Marker, marker, outcome
from analytics.topics.shared.odds import fitted, odds


def univariable(data: DataSet, plan: Plan) -> tuple[UnivariableModels, ...]:
    """Return for each outcome a model of every exposure and every covariate alone, and groups.

    The likelihood-ratio tests of the exposures are one family; covariates are outside of it.
    """
    markers = [marker(data, code, plan) for code in plan.exposures]
    return tuple(_outcome(data, plan, chosen.endpoint, markers) for chosen in plan.outcomes)


def _outcome(data: DataSet, plan: Plan, key: str, markers: list[Marker]) -> UnivariableModels:
    events = outcome(data, key)
    exposures = tuple(_exposure(events, found, plan) for found in markers)
    family = adjust(
        f"likelihood-ratio test of each exposure alone for {key}",  # unseen
        {exposure.alone.term: _p(exposure.alone) for exposure in exposures},
        method=plan.adjustment,
    )
    return UnivariableModels(
        endpoint=key,
        label=plan.endpoint(key).label,
        exposures=exposures,
        covariates=tuple(_covariate(events, one, plan) for one in entered(data, plan)),
        crossed=tuple(
            _crossed(events, one.term(), plan) for one in entered(data, plan) if one.name in YES_NO
        ),
        family=family,
    )


def _exposure(events: FloatArray, found: Marker, plan: Plan) -> ExposureAlone:
    """The model of an exposure, and its ranks with every value below the limit as one tie."""
    values = found.ranks.values
    present, absent = values[events == 1], values[events == 0]
    compared = compare_ranks(
        present,
        absent,
        level=plan.level,
        resamples=plan.resamples_for(present.size + absent.size),
        seed=plan.resampling.seed,
    )
    return ExposureAlone(
        alone=_by_itself(events, found, plan),
        with_outcome=_concentrations(found.summary(events == 1), plan),
        without_outcome=_concentrations(found.summary(events == 0), plan),
        comparison=compared,
        test=_test(compared),
        censored=_censored(events, found, plan) if found.checked.below.any() else None,
        values=found.account(plan.below_limit.roc),
    )


def _censored(events: FloatArray, found: Marker, plan: Plan) -> CensoredGroups:
    """The same groups with each value below its own limit, and no stand-in for it."""
    return CensoredGroups(
        peto=compare_censored(found.checked, events, weighting="peto-peto"),
        gehan=compare_censored(found.checked, events, weighting="gehan"),
        regression=tobit_regression(found.checked, [binary("outcome", events)], level=plan.level),
    )


def _crossed(events: FloatArray, term: Term, plan: Plan) -> YesNoCovariate:
    (with_it, without), sample = two_by_two(term.columns[:, 0], events)
    counts = (with_it[0], with_it[1]), (without[0], without[1])
    return YesNoCovariate(
        term=term.name,
        counts=counts,
        odds=fisher_odds_ratio(counts, level=plan.level),
        fisher=compare_table(counts).fisher,
        sample=sample,
    )


def _by_itself(events: FloatArray, found: Marker, plan: Plan) -> VariableAlone:
    try:
        term = found.term()
    except InputError as error:
        return VariableAlone(found.code, NotEstimable(error.message), ())
    return _alone(events, term, plan)


def _covariate(events: FloatArray, one: Entered, plan: Plan) -> VariableAlone:
    try:
        term = one.term()
    except InputError as error:
        return VariableAlone(one.name, NotEstimable(error.message), ())
    return _alone(events, term, plan)


def _alone(events: FloatArray, term: Term, plan: Plan) -> VariableAlone:
    model = fitted(events, [term], plan)
    if isinstance(model, NotEstimable):
        return VariableAlone(term.name, model, ())
    spreads = tuple(scaled for found in odds(model, plan) for scaled in found.spreads)
    return VariableAlone(term.name, model.result, spreads)


def _p(alone: VariableAlone) -> Estimate:
    """The p value of the likelihood-ratio test."""
    if isinstance(alone.result, NotEstimable):
        return alone.result
    quality = alone.result.quality
    return quality if isinstance(quality, NotEstimable) else quality.overall.p


def _concentrations(summary: LimitedSummary, plan: Plan) -> Concentrations:
    by_type = {6: summary.quartiles_type_6, 7: summary.quartiles_type_7}
    return Concentrations(summary.n, summary.missing, by_type[plan.quantile_type])


def _test(compared: RankComparison) -> HypothesisTest:
    """The exact test where it could be made, else the normal approximation; each says which."""
    if isinstance(compared.exact.p, NotEstimable):
        return compared.normal
    return compared.exact
