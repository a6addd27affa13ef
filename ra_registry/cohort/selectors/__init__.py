"""All reads about a study and its patients."""

from ra_registry.cohort.selectors.overview import ScheduleCounts, schedule_counts
from ra_registry.cohort.selectors.patient_list import (
    PatientFilters,
    PatientRow,
    patient_rows,
    with_schedule,
)
from ra_registry.cohort.selectors.patient_record import (
    PatientRecord,
    VisitLine,
    current_visit,
    find_assessment,
    find_patient,
    find_treatment,
    find_visit,
    patient_history,
    patient_record,
)

__all__ = [
    "PatientFilters",
    "PatientRecord",
    "PatientRow",
    "ScheduleCounts",
    "VisitLine",
    "current_visit",
    "find_assessment",
    "find_patient",
    "find_treatment",
    "find_visit",
    "patient_history",
    "patient_record",
    "patient_rows",
    "schedule_counts",
    "with_schedule",
]
