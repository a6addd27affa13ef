"""Demographics, serology and the baseline assessment of every patient."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from analytics.datasets import sql
from ra_registry.cohort.formulas import COMPOSITES, Components, crp_in_mg_per_l

# The keys of the composites that the data set carries, and the columns they fill.
COMPOSITE_COLUMNS = {
    "das28_esr": "das28-esr/1",
    "das28_crp": "das28-crp/1",
    "sdai": "sdai/1",
    "cdai": "cdai/1",
}
FORMULAS = {**COMPOSITE_COLUMNS, "seropositive": "serostatus/1"}
COMPONENTS = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_mg_l", "haq_di")
TEXTS = ("pseudonym", "centre", "sex", "diagnosis", "dominant_hand")
NUMBERS = (
    "patient_id",
    "age",
    "symptom_months",
    "rf_value",
    "rf_uln",
    "acpa_value",
    "acpa_uln",
    "rf_positive",
    "acpa_positive",
    "seropositive",
    "has_baseline",
    "has_assessment",
)

# Seropositive by the rule of cohort.formulas.serostatus: one positive decides, negative needs both.
PEOPLE = """
SELECT patient.id AS patient_id, patient.pseudonym, centre.code AS centre, patient.sex,
    patient.diagnosis, nullif(patient.dominant_hand, '') AS dominant_hand,
    extract(year FROM patient.enrolled_on) - patient.birth_year AS age,
    (patient.enrolled_on - patient.symptom_onset) / 30.4375 AS symptom_months,
    patient.rf_value, patient.rf_uln, patient.acpa_value, patient.acpa_uln,
    (patient.rf_value > patient.rf_uln)::int AS rf_positive,
    (patient.acpa_value > patient.acpa_uln)::int AS acpa_positive,
    CASE
        WHEN patient.rf_value > patient.rf_uln OR patient.acpa_value > patient.acpa_uln THEN 1
        WHEN patient.rf_value IS NOT NULL AND patient.acpa_value IS NOT NULL THEN 0
    END AS seropositive,
    (baseline.id IS NOT NULL)::int AS has_baseline,
    (assessment.id IS NOT NULL)::int AS has_assessment,
    assessment.tjc28, assessment.sjc28, assessment.ptga_mm, assessment.phga_mm, assessment.esr,
    assessment.crp_value, assessment.crp_unit, assessment.haq_di
FROM cohort_patient patient
JOIN cohort_centre centre ON centre.id = patient.centre_id
LEFT JOIN cohort_visit baseline
    ON baseline.patient_id = patient.id AND baseline.planned_id = %(baseline)s
    AND baseline.voided_at IS NULL
LEFT JOIN cohort_clinicalassessment assessment
    ON assessment.visit_id = baseline.id AND assessment.voided_at IS NULL
WHERE patient.study_id = %(study)s AND patient.voided_at IS NULL
ORDER BY patient.id
"""


def people(study_id: int, baseline_id: int | None) -> pd.DataFrame:
    """Return one row a patient that is not voided, composites computed by the cohort's formulas."""
    raw = sql.frame(PEOPLE, {"study": study_id, "baseline": baseline_id})
    assessed = [_assessed(row) for row in raw.to_dict("records")]
    computed = pd.DataFrame(assessed, columns=[*COMPONENTS, *COMPOSITE_COLUMNS], dtype="float64")
    texts = raw[list(TEXTS)].astype(object)
    numbers = raw[list(NUMBERS)].astype("float64")
    return pd.concat([texts, numbers, computed], axis=1)


def _assessed(row: dict[str, Any]) -> dict[str, Decimal | int | float | None]:
    """The components of one assessment and the composites made of them; None where missing."""
    known = {name: None if pd.isna(row[name]) else row[name] for name in row}
    if not known["has_assessment"]:
        return dict.fromkeys((*COMPONENTS, *COMPOSITE_COLUMNS))
    parts = Components(
        tjc28=_whole(known["tjc28"]),
        sjc28=_whole(known["sjc28"]),
        ptga_mm=_whole(known["ptga_mm"]),
        phga_mm=_whole(known["phga_mm"]),
        esr=_whole(known["esr"]),
        crp_mg_l=crp_in_mg_per_l(known["crp_value"], known["crp_unit"] or ""),
        haq_di=known["haq_di"],
    )
    values = {name: _number(getattr(parts, name)) for name in COMPONENTS}
    for column, key in COMPOSITE_COLUMNS.items():
        values[column] = _number(COMPOSITES[key](parts).value)
    return values


def _whole(value: Any) -> int | None:
    """Pandas turns whole numbers with gaps into floats; the formulas take exact numbers only."""
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
