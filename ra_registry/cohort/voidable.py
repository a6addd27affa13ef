"""The cohort's own records as they are voided and restored, and what of them hangs on another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.cohort.providers import Hanging, VoidableKind
from ra_registry.core.models import ClinicalModel, below
from ra_registry.core.permissions import Permission

MOST_LINKS = 20


def patient_of(record: Any) -> Patient:
    """Return the patient at the top of a record."""
    while not isinstance(record, Patient):
        record = getattr(record, record.hangs_on)
    return record


def _visit_words(visit: Visit) -> dict[str, str]:
    return {"patient": visit.patient.pseudonym, "visit": visit.planned.code}


def _visit_name(visit: Visit) -> str:
    words = {"visit": visit.planned.name, "patient": visit.patient.pseudonym}
    return _("%(visit)s of %(patient)s") % words


def _assessment_name(assessment: ClinicalAssessment) -> str:
    return _("assessment at %(visit)s") % {"visit": _visit_name(assessment.visit)}


def _treatment_name(treatment: Treatment) -> str:
    words = {
        "drug": treatment.drug,
        "day": treatment.started_on,
        "patient": treatment.patient.pseudonym,
    }
    return _("%(drug)s from %(day)s of %(patient)s") % words


def _other_treatments(treatment: Treatment) -> QuerySet[Treatment]:
    return Treatment.objects.kept().filter(
        patient=treatment.patient_id,
        drug__iexact=treatment.drug,
        started_on=treatment.started_on,
    )


KINDS = (
    VoidableKind(
        key="patient",
        model=Patient,
        permission=Permission.EDIT_PATIENTS,
        related=("study", "centre"),
        name=str,
        audit=lambda patient: {"patient": patient.pseudonym},
        rivals=lambda patient: Patient.objects.kept().filter(
            study=patient.study_id, pseudonym__iexact=patient.pseudonym
        ),
        lookup="pseudonym",
    ),
    VoidableKind(
        key="visit",
        model=Visit,
        permission=Permission.EDIT_PATIENTS,
        related=("patient__study", "planned"),
        name=_visit_name,
        audit=_visit_words,
        rivals=lambda visit: Visit.objects.kept().filter(
            patient=visit.patient_id, planned=visit.planned_id
        ),
    ),
    VoidableKind(
        key="assessment",
        model=ClinicalAssessment,
        permission=Permission.EDIT_PATIENTS,
        related=("visit__patient__study", "visit__planned"),
        name=_assessment_name,
        audit=lambda assessment: _visit_words(assessment.visit),
        rivals=lambda one: ClinicalAssessment.objects.kept().filter(visit=one.visit_id),
    ),
    VoidableKind(
        key="treatment",
        model=Treatment,
        permission=Permission.EDIT_PATIENTS,
        related=("patient__study",),
        name=_treatment_name,
        audit=lambda treatment: {"patient": treatment.patient.pseudonym, "drug": treatment.drug},
        rivals=_other_treatments,
    ),
)


def hanging(record: ClinicalModel, access: StudyAccess | None) -> Iterator[Hanging]:
    """Visits, assessments and treatments of a patient; the assessment of a visit."""
    page = "" if access is None else patient_of(record).get_absolute_url()
    condition = below(Visit, record)
    if condition is not None:
        visits = list(Visit.objects.filter(condition).select_related("planned"))
        links = [(one.planned.name, f"{page}#visit-{one.planned.code}") for one in visits]
        label = ngettext("visit", "visits", len(visits))
        yield Hanging("visits", label, len(visits), tuple(links) if page else ())
    condition = below(ClinicalAssessment, record)
    if condition is not None:
        n = ClinicalAssessment.objects.filter(condition).count()
        yield Hanging("assessments", ngettext("assessment", "assessments", n), n)
    condition = below(Treatment, record)
    if condition is not None:
        n = Treatment.objects.filter(condition).count()
        links = [(ngettext("treatment", "treatments", n), f"{page}#treatments")] if page else []
        yield Hanging("treatments", ngettext("treatment", "treatments", n), n, tuple(links))
