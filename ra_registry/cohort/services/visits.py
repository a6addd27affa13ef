"""Recording visits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort import clock
from ra_registry.cohort.errors import RecordVoided
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Patient, PlannedVisit, Visit
from ra_registry.cohort.questions.settling import settle_record
from ra_registry.cohort.schedule import window
from ra_registry.cohort.services.patients import refuse_unknown
from ra_registry.cohort.services.records import (
    correct,
    field_problem,
    insert,
    not_in_future,
)
from ra_registry.cohort.services.voiding import void_record
from ra_registry.core import audit
from ra_registry.core.events import EventKind

VISIT_FIELDS = frozenset({"took_place_on", "note"})


@transaction.atomic
def record_visit(
    *,
    by: User,
    patient: Patient,
    planned: PlannedVisit,
    took_place_on: date,
    note: str = "",
    anew: bool = False,
) -> Visit:
    """Record that a planned visit took place. Outside its window is allowed, and said in the audit.

    Raises:
        AlreadyRecorded: the patient has this visit.
        VoidedUnderKey: there is a voided one to restore, and it is not said to be recorded anew.
        RecordVoided: the patient is voided.
        ValidationFailed: the day is in the future, or contradicts another visit's.
    """
    if patient.voided_at is not None:
        raise RecordVoided(patient)
    visit = Visit(
        study_id=patient.study_id,
        patient=patient,
        planned=planned,
        took_place_on=took_place_on,
        note=note,
    )
    check_visit(visit)
    visits = Visit.objects.filter(patient=patient, planned=planned)
    visits = visits.select_related("patient__study", "planned")
    insert(
        visit,
        by=by,
        existing=visits.kept().first,
        voided=visits.filter(voided_at__isnull=False).order_by("-voided_at").first,
        anew=anew,
        message=f"{planned} of {patient} is recorded already.",
    )
    settle_record(visit, by=by)
    mark_study_changed(patient.study_id)
    outside = window(planned, patient.enrolled_on).days_outside(took_place_on)
    _record(EventKind.VISIT_CHANGED, by, visit, {"days_outside_window": outside} if outside else {})
    return visit


@transaction.atomic
def change_visit(*, by: User, visit: Visit, revision: int, reason: str, **changes: Any) -> Visit:
    """Correct a visit's day or note.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``records.correct``.
    """
    refuse_unknown(changes, allowed=VISIT_FIELDS)
    changed = correct(
        visit, by=by, revision=revision, reason=reason, changes=changes, rule=check_visit
    )
    if changed:
        settle_record(visit, by=by, fields=changed.fields)
        mark_study_changed(visit.study_id)
        _record(EventKind.VISIT_CHANGED, by, visit, changed.for_audit(reason))
    return visit


def void_visit(*, by: User, visit: Visit, reason: str) -> Visit:
    """Void a visit with what was done at it; see ``voiding.void_record``."""
    return void_record(by=by, record=visit, reason=reason)


def check_visit(visit: Visit) -> None:
    """Check a visit's day: not in the future; its order among others is for the rules."""
    if visit.planned.study_id != visit.study_id:
        raise field_problem("planned", f"{visit.planned} is planned in another study.")
    not_in_future(today=clock.today_of(visit.patient), took_place_on=visit.took_place_on)


def _record(kind: EventKind, by: User, visit: Visit, data: dict[str, Any]) -> None:
    audit.record(
        kind,
        by=by,
        study_code=visit.patient.study.code,
        target=visit,
        data={"patient": visit.patient.pseudonym, "visit": visit.planned.code, **data},
    )
