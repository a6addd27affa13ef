"""Clinical variables of patients at a planned visit, by the formulas of the cohort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from analytics.datasets import sql
from analytics.design.described import Visit
from ra_registry.cohort.formulas import (
    COMPOSITES,
    VERDICTS,
    Activity,
    Components,
    Remission,
    Response,
    Verdict,
    crp_in_mg_per_l,
    eular_response,
)

COMPONENTS = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_mg_l", "haq_di")
# The keys of the composites that the data set carries, and the columns they fill.
COMPOSITE_COLUMNS = {
    "das28_esr": "das28-esr/1",
    "das28_crp": "das28-crp/1",
    "sdai": "sdai/1",
    "cdai": "cdai/1",
}
REMISSIONS = {"boolean_1": "boolean-1.0/1", "boolean_2": "boolean-2.0/1"}
RESPONSES = {"eular_das28_esr": "das28_esr", "eular_das28_crp": "das28_crp"}
STATE = "_state"
# Each category as the number that `design.clinical` names.
ACTIVITIES = {state.value: number for number, state in enumerate(Activity)}
REACHED = {Remission.NOT_REACHED.value: 0, Remission.REACHED.value: 1}
IMPROVED = {Response.NONE.value: 0, Response.MODERATE.value: 1, Response.GOOD.value: 2}

# What a row must hold to be assessed; ``assessment`` is joined, perhaps with nothing in it.
STORED = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_value", "crp_unit", "haq_di")
SIGNED = ("esr_sign", "crp_sign")
ASSESSMENT_COLUMNS = ", ".join([
    *(f"assessment.{name}" for name in STORED),
    *(f"nullif(assessment.{name}, '') AS {name}" for name in SIGNED),  # unseen
])  # fmt: skip
AT_VISIT = f"""
SELECT patient.id AS patient_id, (visit.id IS NOT NULL)::int AS has_visit,
    (assessment.id IS NOT NULL)::int AS has_assessment, {ASSESSMENT_COLUMNS}
FROM cohort_patient patient
LEFT JOIN cohort_visit visit
    ON visit.patient_id = patient.id AND visit.planned_id = %(visit)s AND visit.voided_at IS NULL
LEFT JOIN cohort_clinicalassessment assessment
    ON assessment.visit_id = visit.id AND assessment.voided_at IS NULL
WHERE patient.study_id = %(study)s AND patient.voided_at IS NULL
ORDER BY patient.id
"""  # noqa: S608 - names of columns only

Row = Mapping[Any, Any]


def at_visit(study_id: int, planned_id: int) -> pd.DataFrame:
    """Return every patient's row at a planned visit, by patient: one query, nothing computed."""
    found = sql.frame(AT_VISIT, {"study": study_id, "visit": planned_id})
    return found.set_index("patient_id")


def assessments(study_id: int, patients: pd.Series) -> Callable[[Visit], pd.DataFrame]:
    """Return what reads a visit, ``patients`` by their order; each visit is read once."""
    seen: dict[int, pd.DataFrame] = {}

    def read(visit: Visit) -> pd.DataFrame:
        if visit.id not in seen:
            seen[visit.id] = at_visit(study_id, visit.id).reindex(patients)
        return seen[visit.id]

    return read


def composites_of(row: Row) -> dict[str, float | None]:
    """Return the components of one assessment and the composites of them; None where missing."""
    parts = components_of(row)
    if parts is None:
        return dict.fromkeys((*COMPONENTS, *COMPOSITE_COLUMNS))
    values = {name: _number(getattr(parts, name)) for name in COMPONENTS}
    for column, key in COMPOSITE_COLUMNS.items():
        values[column] = _number(COMPOSITES[key](parts).value)
    return values


def variable_of(row: Row, variable: str) -> float | None:
    """Return a variable of one visit, a category as its number; None where it isn't known."""
    parts = components_of(row)
    if parts is None:
        return None
    if variable in REMISSIONS:
        return _category(VERDICTS[REMISSIONS[variable]](parts), REACHED)
    if variable.endswith(STATE):
        state = COMPOSITES[COMPOSITE_COLUMNS[variable.removesuffix(STATE)]](parts).state
        return None if state is None else ACTIVITIES[state]
    if variable in COMPOSITE_COLUMNS:
        return _number(COMPOSITES[COMPOSITE_COLUMNS[variable]](parts).value)
    return _number(getattr(parts, variable))


def response_of(before: Row, after: Row, variable: str) -> float | None:
    """Return a variable of two visits, as its number; None where it isn't known."""
    first, second = components_of(before), components_of(after)
    if first is None or second is None:
        return None
    formula = COMPOSITES[COMPOSITE_COLUMNS[RESPONSES[variable]]]
    return _category(eular_response(baseline=formula(first), reached=formula(second)), IMPROVED)


def components_of(row: Row) -> Components | None:
    """Return what one assessment holds, or None where there is no assessment."""
    known = {name: None if pd.isna(row[name]) else row[name] for name in row}
    if not known["has_assessment"]:
        return None
    return Components(
        tjc28=_whole(known["tjc28"]),
        sjc28=_whole(known["sjc28"]),
        ptga_mm=_whole(known["ptga_mm"]),
        phga_mm=_whole(known["phga_mm"]),
        esr=_whole(known["esr"]),
        crp_mg_l=crp_in_mg_per_l(known["crp_value"], known["crp_unit"] or ""),
        haq_di=known["haq_di"],
        esr_sign=known["esr_sign"] or "",
        crp_sign=known["crp_sign"] or "",
    )


def _category(found: Verdict, numbers: Mapping[str, int]) -> float | None:
    return None if found.state is None else float(numbers[found.state])


def _whole(value: Any) -> int | None:
    """Pandas turns whole numbers with gaps into floats; the formulas take exact numbers only."""
    return None if value is None else int(value)


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)
