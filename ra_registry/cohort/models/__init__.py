"""What is known about a study's patients."""

from ra_registry.cohort.models.assessment import ClinicalAssessment
from ra_registry.cohort.models.membership import Membership
from ra_registry.cohort.models.patient import Patient
from ra_registry.cohort.models.question import PlausibilityVersion, Question, QuestionAnswer
from ra_registry.cohort.models.study import Centre, Study, StudyVersion
from ra_registry.cohort.models.treatment import Treatment
from ra_registry.cohort.models.visit import PlannedVisit, Visit

__all__ = [
    "Centre",
    "ClinicalAssessment",
    "Membership",
    "Patient",
    "PlannedVisit",
    "PlausibilityVersion",
    "Question",
    "QuestionAnswer",
    "Study",
    "StudyVersion",
    "Treatment",
    "Visit",
]
