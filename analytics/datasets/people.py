"""Demographics, serology and the baseline assessment of every patient."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from analytics.datasets import sql
from ra_registry.cohort.derived_days import day_of
from ra_registry.cohort.formulas import COMPOSITES, Components, crp_in_mg_per_l
from ra_registry.cohort.selectors.laboratory_sql import positive_sql, seropositive_sql
from ra_registry.core.entry.partial_dates import PartialDate

# The keys of the composites that the data set carries, and the columns they fill.
COMPOSITE_COLUMNS = {
    "das28_esr": "das28-esr/1",
    "das28_crp": "das28-crp/1",
    "sdai": "sdai/1",
    "cdai": "cdai/1",
}
FORMULAS = {**COMPOSITE_COLUMNS, "seropositive": "serostatus/1"}
DAYS_PER_MONTH = 30.4375
COMPONENTS = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_mg_l", "haq_di")
SIGNS = ("rf_sign", "acpa_sign", "esr_sign", "crp_sign")
ONSET_PRECISION = "symptom_onset_known_to"
TEXTS = ("pseudonym", "centre", "sex", "diagnosis", "dominant_hand", *SIGNS, ONSET_PRECISION)
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

PEOPLE = f"""
SELECT patient.id AS patient_id, patient.pseudonym, centre.code AS centre, patient.sex,
    patient.diagnosis, nullif(patient.dominant_hand, '') AS dominant_hand,
    extract(year FROM patient.enrolled_on) - patient.birth_year AS age,
    patient.enrolled_on, patient.symptom_onset,
    patient.rf_value, patient.rf_uln, patient.acpa_value, patient.acpa_uln,
    nullif(patient.rf_sign, '') AS rf_sign, nullif(patient.acpa_sign, '') AS acpa_sign,
    ({positive_sql("patient", "rf")})::int AS rf_positive,
    ({positive_sql("patient", "acpa")})::int AS acpa_positive,
    ({seropositive_sql("patient")})::int AS seropositive,
    (baseline.id IS NOT NULL)::int AS has_baseline,
    (assessment.id IS NOT NULL)::int AS has_assessment,
    assessment.tjc28, assessment.sjc28, assessment.ptga_mm, assessment.phga_mm, assessment.esr,
    assessment.crp_value, assessment.crp_unit, assessment.haq_di,
    nullif(assessment.esr_sign, '') AS esr_sign, nullif(assessment.crp_sign, '') AS crp_sign
FROM cohort_patient patient
JOIN cohort_centre centre ON centre.id = patient.centre_id
LEFT JOIN cohort_visit baseline
    ON baseline.patient_id = patient.id AND baseline.planned_id = %(baseline)s
    AND baseline.voided_at IS NULL
LEFT JOIN cohort_clinicalassessment assessment
    ON assessment.visit_id = baseline.id AND assessment.voided_at IS NULL
WHERE patient.study_id = %(study)s AND patient.voided_at IS NULL
ORDER BY patient.id
"""  # noqa: S608 - names of columns only


def people(study_id: int, baseline_id: int | None) -> pd.DataFrame:
    """Return one row a patient that is not voided, composites computed by the cohort's formulas."""
    raw = sql.frame(PEOPLE, {"study": study_id, "baseline": baseline_id})
    onsets = [
        PartialDate.from_iso(text) if isinstance(text, str) else None
        for text in raw["symptom_onset"]
    ]
    raw[ONSET_PRECISION] = [None if onset is None else _precision(onset) for onset in onsets]
    raw["symptom_months"] = [
        None if onset is None else _months(onset, enrolled_on)
        for onset, enrolled_on in zip(onsets, raw["enrolled_on"], strict=True)
    ]
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
        esr_sign=known["esr_sign"] or "",
        crp_sign=known["crp_sign"] or "",
    )
    values = {name: _number(getattr(parts, name)) for name in COMPONENTS}
    for column, key in COMPOSITE_COLUMNS.items():
        values[column] = _number(COMPOSITES[key](parts).value)
    return values


def _precision(known: PartialDate) -> str:
    if known.month is None:
        return "year"
    return "month" if known.day is None else "day"


def _months(onset: PartialDate, enrolled_on: date) -> float:
    """From the first symptom to enrolment, in months; `cohort.derived_days` says which day."""
    return (enrolled_on - day_of(onset, not_after=enrolled_on)).days / DAYS_PER_MONTH


def _whole(value: Any) -> int | None:
    """Pandas turns whole numbers with gaps into floats; the formulas take exact numbers only."""
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
