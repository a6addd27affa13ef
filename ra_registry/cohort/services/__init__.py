"""All writes about a study and its patients."""

from ra_registry.cohort.services.assessments import (
    change_assessment,
    record_assessment,
    void_assessment,
)
from ra_registry.cohort.services.members import end_role, grant_role, invite
from ra_registry.cohort.services.patients import change_patient, enrol_patient, void_patient
from ra_registry.cohort.services.studies import (
    add_centre,
    add_planned_visit,
    change_centre,
    change_planned_visit,
    change_study,
    create_study,
)
from ra_registry.cohort.services.treatments import (
    add_treatment,
    change_treatment,
    stop_treatment,
    void_treatment,
)
from ra_registry.cohort.services.visits import change_visit, record_visit, void_visit
from ra_registry.cohort.services.voiding import may_void, restore_record, void_record, why_not

__all__ = [
    "add_centre",
    "add_planned_visit",
    "add_treatment",
    "change_assessment",
    "change_centre",
    "change_patient",
    "change_planned_visit",
    "change_study",
    "change_treatment",
    "change_visit",
    "create_study",
    "end_role",
    "enrol_patient",
    "grant_role",
    "invite",
    "may_void",
    "record_assessment",
    "record_visit",
    "restore_record",
    "stop_treatment",
    "void_assessment",
    "void_patient",
    "void_record",
    "void_treatment",
    "void_visit",
    "why_not",
]
