"""Demographics, serology and the baseline assessment of every patient."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.clinical import (
    ASSESSMENT_COLUMNS,
    COMPONENTS,
    COMPOSITE_COLUMNS,
    composites_of,
)
from ra_registry.cohort.derived_days import day_of
from ra_registry.cohort.selectors.laboratory_sql import positive_sql, seropositive_sql
from ra_registry.core.entry.partial_dates import PartialDate

FORMULAS = {**COMPOSITE_COLUMNS, "seropositive": "serostatus/1"}
DAYS_PER_MONTH = 30.4375
# The column of the sign before a laboratory value, by the column of its number.
SIGN_COLUMNS = {
    "rf_value": "rf_sign",
    "acpa_value": "acpa_sign",
    "esr": "esr_sign",
    "crp_mg_l": "crp_sign",
}
ONSET_PRECISION = "symptom_onset_known_to"
TEXTS = (
    "pseudonym",
    "centre",
    "sex",
    "diagnosis",
    "dominant_hand",
    *SIGN_COLUMNS.values(),
    ONSET_PRECISION,
)
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
    {ASSESSMENT_COLUMNS}
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
    assessed = [composites_of(row) for row in raw.to_dict("records")]
    computed = pd.DataFrame(assessed, columns=[*COMPONENTS, *COMPOSITE_COLUMNS], dtype="float64")
    texts = raw[list(TEXTS)].astype(object)
    numbers = raw[list(NUMBERS)].astype("float64")
    return pd.concat([texts, numbers, computed], axis=1)


def _precision(known: PartialDate) -> str:
    if known.month is None:
        return "year"
    return "month" if known.day is None else "day"


def _months(onset: PartialDate, enrolled_on: date) -> float:
    """From the first symptom to enrolment, in months; `cohort.derived_days` says which day."""
    return (enrolled_on - day_of(onset, not_after=enrolled_on)).days / DAYS_PER_MONTH
