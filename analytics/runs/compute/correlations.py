"""Rank correlations of exposures, changes and the clinical baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.scores import read_set_key
from analytics.plan import Plan
from analytics.runs.compute.covariates import covariate_terms
from analytics.runs.compute.laboratory import for_ranks
from analytics.runs.compute.markers import change, marker
from analytics.stats.correlation import PartialCorrelation, partial_spearman, spearman_matrix
from analytics.stats.design import Term, continuous
from analytics.stats.multiplicity import adjust
from analytics.stats.results import FloatArray, to_json
from scoring.instruments import Modality, all_instruments

CLINICAL = {"das28_crp": "DAS28-CRP", "crp_mg_l": "CRP", "esr": "ESR"}
AGE = "age"
MODALITIES = {Modality.MR.value: "MRI", Modality.XR.value: "Radiograph"}
Variables = dict[str, FloatArray]


def correlations(data: DataSet, plan: Plan) -> dict[str, Any]:
    """Return every pair's Spearman correlation, and those with a change given other variables.

    The given ones are the plan's covariate and age, each on its own.
    """
    exposures = _exposures(data, plan)
    clinical, changes = _clinical(data), _changes(data, plan)
    others = exposures | clinical
    matrix = spearman_matrix(others | changes, adjustment=plan["adjustment"], level=plan["level"])
    return {
        "exposures": list(exposures),
        "clinical": list(clinical),
        "changes": list(changes),
        "matrix": to_json(matrix),
        "partial": [_partial(others, changes, term, plan) for term in _given(data, plan)],
    }


def _exposures(data: DataSet, plan: Plan) -> Variables:
    """By name; every value below an analyte's limit is one tie."""
    names = {analyte["code"]: analyte["name"] for analyte in data.meta["analytes"]}
    return {names[code]: marker(data, code, plan).ranks.values for code in plan["exposures"]}


def _clinical(data: DataSet) -> Variables:
    """Those baseline measures that anybody has; values beyond a limit are ties."""
    columns = {label: for_ranks(data, key) for key, label in CLINICAL.items()}
    return {label: values for label, values in columns.items() if np.isfinite(values).any()}


def _changes(data: DataSet, plan: Plan) -> Variables:
    """The change of each read set's feature once, however many endpoints are made of it."""
    distinct = {read_set_key(e) + e["feature"]: e for e in reversed(plan["endpoints"])}
    endpoints = list(reversed(distinct.values()))
    named = zip(_labels(endpoints), endpoints, strict=True)
    return {label: change(data, endpoint["key"]) for label, endpoint in named}


def _labels(endpoints: list[dict[str, Any]]) -> list[str]:
    """Names no longer than they must be to tell campaigns of one modality and visits apart."""
    for naming in (_short, _with_reads):
        labels = [naming(endpoint) for endpoint in endpoints]
        if len(set(labels)) == len(labels):
            return labels
    return [f"{_with_reads(e)} ({e['campaign']['code']})" for e in endpoints]


def _short(endpoint: dict[str, Any]) -> str:
    label = next(
        feature.label
        for instrument in all_instruments()
        for feature in instrument.features
        if feature.key == endpoint["feature"]
    )
    return f"{MODALITIES[endpoint['modality']]} {label[:1].lower()}{label[1:]} change"  # unseen


def _with_reads(endpoint: dict[str, Any]) -> str:
    visits = f"{endpoint['baseline']['name']} to {endpoint['follow_up']['name']}"  # unseen
    return f"{_short(endpoint)}, {endpoint['campaign']['title']}, {visits}"


def _given(data: DataSet, plan: Plan) -> list[Term]:
    terms = covariate_terms(data, plan)
    if plan["covariate"] != AGE:
        terms.append(continuous(AGE, data.frame[AGE].to_numpy(dtype=np.float64)))
    return terms


def _partial(others: Variables, changes: Variables, given: Term, plan: Plan) -> dict[str, Any]:
    pairs: list[PartialCorrelation] = [
        partial_spearman(
            others[other],
            changes[changed],
            {given.name: given.columns[:, 0]},
            names=(other, changed),
            level=plan["level"],
        )
        for changed in changes
        for other in others
    ]
    tests = {f"{pair.first} / {pair.second}": pair.test.p for pair in pairs}
    family = adjust(
        f"correlations with a change given {given.name}", tests, method=plan["adjustment"]
    )
    return {
        "given": given.name,
        "pairs": [to_json(pair) for pair in pairs],
        "adjusted": to_json(family),
    }
