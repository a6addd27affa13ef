"""One patient with everything that is known: visits, assessments, treatments, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from ra_registry.cohort import activity, clock, providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.history import Change, changes
from ra_registry.cohort.models import ClinicalAssessment, Patient, PlannedVisit, Treatment, Visit
from ra_registry.cohort.schedule import VisitState, Window, state, window
from ra_registry.core.permissions import Permission


@dataclass(frozen=True)
class VisitLine:
    """A planned visit of one patient, with what is recorded of it."""

    planned: PlannedVisit
    window: Window
    state: VisitState
    visit: Visit | None
    assessment: ClinicalAssessment | None
    results: list[activity.Result]
    entries: list[providers.TimelineEntry]
    actions: list[providers.VisitAction]

    @property
    def days_early(self) -> int:
        """Days before the window opens; 0 inside it and after it."""
        return max(-self.days_outside, 0)

    @property
    def days_outside(self) -> int:
        return self.window.days_outside(self.visit.took_place_on) if self.visit else 0

    @property
    def components(self) -> list[tuple[str, str]]:
        """What was measured, by name; an empty text is a component that was not recorded."""
        of = self.assessment
        if of is None:
            return []
        return [
            ("TJC28", _text(of.tjc28)),
            ("SJC28", _text(of.sjc28)),
            ("PtGA", _text(of.ptga_mm, "mm")),
            ("PhGA", _text(of.phga_mm, "mm")),
            ("ESR", activity.laboratory_text(of, "esr", "mm/h")),
            ("CRP", activity.laboratory_text(of, "crp_value", of.crp_unit)),
            ("HAQ-DI", _text(of.haq_di)),
        ]


@dataclass(frozen=True)
class PatientRecord:
    """What the patient page shows."""

    patient: Patient
    visits: list[VisitLine]
    treatments: list[Treatment]
    antibodies: list[activity.Antibody]
    serostatus: activity.Result


def find_patient(
    access: StudyAccess, pseudonym: str, permission: Permission = Permission.VIEW_PATIENTS
) -> Patient:
    """Return a patient of the study by pseudonym; 404 for one the person may not use so."""
    patients = Patient.objects.visible_to(access.user, permission).filter(study=access.study)
    return get_object_or_404(patients.select_related("study", "centre"), pseudonym=pseudonym)


def current_visit(patient: Patient, planned_code: str) -> Visit | None:
    """Return the patient's visit of a planned one, if it is recorded and not voided."""
    visits = patient.visits.kept().select_related("planned")
    visit = visits.filter(planned__code=planned_code).first()
    if visit is not None:
        visit.patient = patient
    return visit


def find_visit(patient: Patient, planned_code: str) -> Visit:
    """Return the patient's current visit of a planned one, or 404."""
    visit = current_visit(patient, planned_code)
    if visit is None:
        raise Http404
    return visit


def find_assessment(visit: Visit) -> ClinicalAssessment | None:
    """Return the visit's current assessment, if it has one."""
    assessment = visit.assessments.kept().first()
    if assessment is not None:
        assessment.visit = visit
    return assessment


def find_treatment(patient: Patient, treatment_id: int, *, voided_too: bool = False) -> Treatment:
    """Return one of the patient's treatments, or 404."""
    treatments = patient.treatments.all() if voided_too else patient.treatments.kept()
    treatment = get_object_or_404(treatments, pk=treatment_id)
    treatment.patient = patient
    return treatment


def patient_record(
    access: StudyAccess, patient: Patient, *, today: date | None = None
) -> PatientRecord:
    """Return everything about a patient. Four queries, and those of the other apps' providers."""
    today = today or clock.today_of(patient)
    visits = {one.planned_id: one for one in patient.visits.kept()}
    assessments = {
        one.visit_id: one
        for one in ClinicalAssessment.objects.kept().filter(visit__in=visits.values())
    }
    entries = _by_visit(providers.timeline(access, patient))
    actions = _by_visit(providers.visit_actions(access, patient))
    lines: list[VisitLine] = []
    baseline = None  # of the first planned visit only: a later one is no baseline
    for planned in access.study.planned_visits.all():
        visit = visits.get(planned.pk)
        key = visit.pk if visit else None
        assessment = assessments.get(key)
        parts = activity.components(assessment) if assessment else None
        of = window(planned, patient.enrolled_on)
        lines.append(
            VisitLine(
                planned=planned,
                window=of,
                state=state(of, visit, today=today),
                visit=visit,
                assessment=assessment,
                results=_results(parts, baseline),
                entries=entries.get(key, []),
                actions=actions.get(key, []),
            )
        )
        if len(lines) == 1:
            baseline = parts
    return PatientRecord(
        patient=patient,
        visits=lines,
        treatments=list(patient.treatments.kept()),
        antibodies=activity.antibodies(patient),
        serostatus=activity.serostatus_of(patient),
    )


def _results(
    parts: activity.Components | None, baseline: activity.Components | None
) -> list[activity.Result]:
    """Return a visit's composites, and after the first planned visit the response since then."""
    if parts is None:
        return []
    responses = activity.responses(baseline, parts) if baseline else []
    return [*activity.results(parts), *responses]


def patient_history(access: StudyAccess, patient: Patient) -> list[Change]:
    """Return every change of the patient's records, voided ones included, newest first."""
    visits = patient.visits.select_related("planned")
    assessments = ClinicalAssessment.objects.filter(visit__patient=patient)
    found = [
        *changes(Patient, [patient], called=str),
        *changes(Visit, visits, called=lambda visit: f"Visit {visit.planned}"),
        *changes(
            ClinicalAssessment,
            assessments.select_related("visit__planned"),
            called=lambda one: f"Assessment, {one.visit.planned}",
        ),
        *changes(Treatment, patient.treatments.all(), called=str),
        *providers.history(access, patient),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _by_visit(items: list[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for item in items:
        found.setdefault(item.visit_id, []).append(item)
    return found


def _text(value: int | Decimal | None, unit: str = "") -> str:
    """A number without the zeros that only its column adds."""
    return "" if value is None else f"{Decimal(value).normalize():f} {unit}".strip()
