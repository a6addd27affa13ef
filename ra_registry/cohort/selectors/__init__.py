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
from ra_registry.cohort.selectors.voided import (
    VoidedRecord,
    acts_of,
    find_record,
    kind_named,
    voided_below,
)

__all__ = [
    "PatientFilters",
    "PatientRecord",
    "PatientRow",
    "ScheduleCounts",
    "VisitLine",
    "VoidedRecord",
    "acts_of",
    "current_visit",
    "find_assessment",
    "find_patient",
    "find_record",
    "find_treatment",
    "find_visit",
    "kind_named",
    "patient_history",
    "patient_record",
    "patient_rows",
    "schedule_counts",
    "voided_below",
    "with_schedule",
]
