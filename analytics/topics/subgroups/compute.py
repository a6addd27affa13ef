"""The primary exposure's odds ratio in each declared subgroup, and the test that it differs.

One model holds all patients: the covariates have one coefficient each, the exposure one in every
subgroup. So the interaction test and the odds ratios are of the same model and the same patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.adjustment import Covariate, CovariateForm, Subgroup
from analytics.design.options import YES_NO
from analytics.design.plan import Plan
from analytics.results.subgroups import (
    OutcomeSubgroups,
    SubgroupEffect,
    SubgroupModel,
    SubgroupVariable,
)
from analytics.stats._shared.degenerate import one_class
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term
from analytics.stats.regression.logistic import Coefficient
from analytics.stats.regression.products import product, within
from analytics.stats.results import BoolArray, Estimate, FloatArray, NotEstimable
from analytics.topics.shared.covariates import Entered, enter, entered
from analytics.topics.shared.markers import marker, outcome
from analytics.topics.shared.odds import Fitted, fitted, no_exposure

NO, YES = "no", "yes"  # unseen
AGAINST = "against "  # unseen


@dataclass(frozen=True, eq=False)
class Divided:
    """Terms on the patients who have all values: exposure, groups and covariates.

    ``used``: those patients. ``members``: for each group with a patient, its label and who is in
    it, in the order of the columns that the groups' slopes have.
    """

    exposure: Term
    groups: Term
    covariates: tuple[Term, ...]
    used: BoolArray
    members: tuple[tuple[str, BoolArray], ...]


def subgroups(data: DataSet, plan: Plan) -> tuple[OutcomeSubgroups, ...]:
    """Return the declared subgroups of each outcome; nothing where the plan declares none."""
    if not plan.subgroups:
        return ()
    return tuple(_outcome(data, plan, chosen.endpoint) for chosen in plan.outcomes)


def _outcome(data: DataSet, plan: Plan, key: str) -> OutcomeSubgroups:
    variables = tuple(_variable(data, plan, key, one) for one in plan.subgroups)
    return OutcomeSubgroups(
        endpoint=key,
        label=plan.endpoint(key).label,
        variables=variables,
        family=adjust(
            f"interaction of each declared subgroup for {key}",  # unseen
            {one.variable: _p(one) for one in variables},
            method=plan.adjustment,
        ),
    )


def _variable(data: DataSet, plan: Plan, key: str, declared: Subgroup) -> SubgroupVariable:
    """The groups stand in the place of a covariate of the same variable."""
    others = tuple(one for one in entered(data, plan) if one.name != declared.variable)
    events = outcome(data, key)
    divided = _divide(data, plan, events, declared, others)
    return SubgroupVariable(
        declared.variable,
        tuple(one.name for one in others),
        divided if isinstance(divided, NotEstimable) else _model(events, divided, plan),
    )


def _p(found: SubgroupVariable) -> Estimate:
    return found.model if isinstance(found.model, NotEstimable) else found.model.interaction.p


def _divide(
    data: DataSet, plan: Plan, events: FloatArray, declared: Subgroup, others: Sequence[Entered]
) -> Divided | NotEstimable:
    code = plan.primary_exposure
    if code is None:
        return no_exposure(plan)
    by = enter(data, _as_categories(declared))
    try:
        exposure = marker(data, code, plan).term()
        covariates = tuple(one.term() for one in others)
        used = _complete(events, by.values, exposure, *covariates)
        known = np.where(used, by.values, np.nan)
        groups = replace(by, values=known).term()
    except InputError as error:
        return NotEstimable(error.message)
    return Divided(exposure, groups, covariates, used, _members(groups, used))


def _as_categories(declared: Subgroup) -> Covariate:
    form: CovariateForm = "linear" if declared.variable in YES_NO else "categories"
    return Covariate(declared.variable, form, declared.cuts, None)


def _complete(events: FloatArray, by: FloatArray, *terms: Term) -> BoolArray:
    """Who has the outcome, the groups' variable and every term."""
    columns = np.column_stack([events, by, *(term.columns for term in terms)])
    return np.asarray(np.isfinite(columns).all(axis=1))


def _members(groups: Term, used: BoolArray) -> tuple[tuple[str, BoolArray], ...]:
    """The reference first, then each group that has a column."""
    own = [used & (groups.columns[:, j] == 1) for j in range(groups.columns.shape[1])]
    rest = used & ~np.any(own, axis=0)
    if groups.name in YES_NO:
        return ((NO, rest), (YES, own[0]))
    labels = [name.removeprefix(f"{groups.name}: ") for name in groups.column_names]
    return ((groups.step.removeprefix(AGAINST), rest), *zip(labels, own, strict=True))


def _model(events: FloatArray, divided: Divided, plan: Plan) -> SubgroupModel | NotEstimable:
    """The same model twice: with a product, for the test, and with a slope in each group."""
    shared = [divided.groups, *divided.covariates]
    crossed = product(divided.exposure, divided.groups)
    slopes = within(divided.exposure, divided.groups)
    tested = _fit(events, [divided.exposure, *shared, crossed], plan)
    apart = _fit(events, [slopes, *shared], plan)
    if isinstance(tested, NotEstimable):
        return tested
    if isinstance(apart, NotEstimable):
        return apart
    own = [one for one in apart.result.coefficients if one.term == slopes.name]
    return SubgroupModel(
        groups=tuple(
            _effect(label, events[members], coefficient)
            for (label, members), coefficient in zip(divided.members, own, strict=True)
        ),
        interaction=next(one.test for one in tested.result.terms if one.term == crossed.name),
        result=apart.result,
    )


def _fit(events: FloatArray, terms: Sequence[Term], plan: Plan) -> Fitted | NotEstimable:
    found = fitted(events, terms, plan)
    if isinstance(found, NotEstimable):
        return found
    return found if not isinstance(found.fit, NotEstimable) else found.fit


def _effect(label: str, events: FloatArray, found: Coefficient) -> SubgroupEffect:
    n, with_it = events.size, int(np.count_nonzero(events == 1))
    problem = one_class(with_it, n - with_it)
    if problem is not None:
        return SubgroupEffect(label, n, with_it, problem, problem, problem)
    return SubgroupEffect(label, n, with_it, found.odds_ratio, found.wald, found.profile)
