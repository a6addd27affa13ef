"""Rank correlations of exposures, changes and the clinical baseline."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.people import SIGN_COLUMNS
from analytics.design.described import ClinicalEndpoint, Endpoint, ScoreEndpoint
from analytics.design.named import is_change, measured
from analytics.design.options import LEVELS
from analytics.design.plan import Plan
from analytics.results.correlations import Correlations, PartialCorrelations
from analytics.stats.comparison.correlation import partial_spearman, spearman_matrix
from analytics.stats.comparison.kendall import kendall_tau
from analytics.stats.comparison.multiplicity import adjust
from analytics.stats.results import FloatArray
from analytics.topics.shared.covariates import entered
from analytics.topics.shared.limits import for_ranks
from analytics.topics.shared.markers import marker, value
from ra_registry.imaging.modalities import modality_of

CLINICAL = {"das28_crp": "DAS28-CRP", "crp_mg_l": "CRP", "esr": "ESR"}
AGE = "age"
Variables = dict[str, FloatArray]


def correlations(data: DataSet, plan: Plan) -> Correlations:
    """Return every pair's Spearman correlation, and those with a change given other variables.

    The given ones are the plan's covariates and age, each on its own as it is: ranks don't depend
    on a form. Categories without an order have no ranks and are not among them.
    """
    exposures = _exposures(data, plan)
    clinical = _clinical(data, plan)
    others = exposures | clinical
    changes = _changes(data, plan, others)
    every = others | changes
    matrix = spearman_matrix(every, adjustment=plan.adjustment, level=plan.level)
    return Correlations(
        exposures=tuple(exposures),
        clinical=tuple(clinical),
        changes=tuple(changes),
        matrix=matrix,
        kendall=tuple(
            kendall_tau(
                every[pair.first],
                every[pair.second],
                names=(pair.first, pair.second),
                level=plan.level,
            )
            for pair in matrix.pairs
        ),
        partial=tuple(
            _partial(others, changes, given, plan) for given in _given(data, plan).items()
        ),
    )


def _exposures(data: DataSet, plan: Plan) -> Variables:
    """By name; every value below an exposure's limit is one tie."""
    names = {variable.code: variable.name for variable in data.meta.variables}
    return {names[code]: marker(data, code, plan).ranks.values for code in plan.exposures}


def _clinical(data: DataSet, plan: Plan) -> Variables:
    """Baseline measures that anybody has and that are no exposures; beyond a limit they tie."""
    exposed = {one.column for one in plan.further}
    columns = {label: for_ranks(data, key) for key, label in CLINICAL.items() if key not in exposed}
    return {label: values for label, values in columns.items() if np.isfinite(values).any()}


def _changes(data: DataSet, plan: Plan, taken: Collection[str]) -> Variables:
    """Each distinct change or status once, under names that nothing else has (``taken``)."""
    endpoints = list(plan.distinct_values())
    named = zip(_labels(endpoints, taken), endpoints, strict=True)
    return {label: value(data, endpoint.key) for label, endpoint in named}


def _labels(endpoints: list[Endpoint], taken: Collection[str]) -> list[str]:
    """Names no longer than they must be to tell campaigns of one modality and visits apart."""
    for naming in (_short, _with_reads, _with_code):
        labels = [naming(endpoint) for endpoint in endpoints]
        if len({*labels, *taken}) == len(labels) + len(taken):
            return labels
    return [f"{_with_reads(e)} ({e.key})" for e in endpoints]


def _with_code(endpoint: Endpoint) -> str:
    code = endpoint.campaign.code if isinstance(endpoint, ScoreEndpoint) else endpoint.key
    return f"{_with_reads(endpoint)} ({code})"


def _short(endpoint: Endpoint) -> str:
    change = " change" if is_change(endpoint) else ""  # unseen
    if isinstance(endpoint, ClinicalEndpoint):
        return f"{measured(endpoint)}{change}"
    modality, label = modality_of(endpoint.modality).label, measured(endpoint)
    return f"{modality} {label[:1].lower()}{label[1:]}{change}"


def _with_reads(endpoint: Endpoint) -> str:
    visits = " to ".join(visit.name for visit in endpoint.visits)  # unseen
    if isinstance(endpoint, ClinicalEndpoint):
        return f"{_short(endpoint)}, {visits}"
    return f"{_short(endpoint)}, {endpoint.campaign.title}, {visits}"


def _given(data: DataSet, plan: Plan) -> Variables:
    """By key; age is given whatever the plan adjusts for."""
    given = {
        one.name: for_ranks(data, one.name) if one.name in SIGN_COLUMNS else one.values
        for one in entered(data, plan)
        if one.name not in LEVELS
    }
    return given | {AGE: data.frame[AGE].to_numpy(dtype=np.float64)}


def _partial(
    others: Variables, changes: Variables, given: tuple[str, FloatArray], plan: Plan
) -> PartialCorrelations:
    key, values = given
    pairs = tuple(
        partial_spearman(
            others[other],
            changes[changed],
            {key: values},
            names=(other, changed),
            level=plan.level,
        )
        for changed in changes
        for other in others
    )
    tests = {f"{pair.first} / {pair.second}": pair.test.p for pair in pairs}
    name = f"correlations with a change given {key}"  # unseen
    family = adjust(name, tests, method=plan.adjustment)
    return PartialCorrelations(key, pairs, family)
