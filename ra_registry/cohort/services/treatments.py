"""Recording treatments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort import clock
from ra_registry.cohort.errors import RecordVoided
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Patient, Treatment
from ra_registry.cohort.questions.gathering import treatment_record
from ra_registry.cohort.questions.settling import refuse_itself, settle_record
from ra_registry.cohort.services.patients import refuse_unknown
from ra_registry.cohort.services.records import (
    correct,
    field_problem,
    insert,
    not_in_future,
)
from ra_registry.cohort.services.values import filled
from ra_registry.cohort.services.voiding import void_record
from ra_registry.core import audit
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.events import EventKind

TREATMENT_FIELDS = frozenset(
    {
        "kind",
        "drug",
        "dose",
        "dose_unit",
        "frequency",
        "started_on",
        "stopped_on",
        "stop_reason",
    }
)


@transaction.atomic
def add_treatment(
    *,
    by: User,
    patient: Patient,
    kind: str,
    drug: str,
    started_on: PartialDate | date,
    dose: Decimal | None = None,
    dose_unit: str = "",
    frequency: str = "",
    stopped_on: PartialDate | date | None = None,
    stop_reason: str = "",
    anew: bool = False,
) -> Treatment:
    """Add a drug from one day on. Another dose is another treatment that starts on its own day.

    Start and end may be known to the month or the year only.

    Raises:
        AlreadyRecorded: the drug is recorded from that day.
        VoidedUnderKey: it is, but voided, and it is not said to be recorded anew.
        RecordVoided: the patient is voided.
        ValidationFailed: a dose without unit, or days that contradict each other.
    """
    if patient.voided_at is not None:
        raise RecordVoided(patient)
    treatment = Treatment(
        patient=patient,
        kind=kind,
        drug=drug.strip(),
        dose=dose,
        dose_unit=dose_unit,
        frequency=frequency,
        stop_reason=stop_reason,
    )
    filled(treatment, started_on=started_on, stopped_on=stopped_on)
    check_treatment(treatment)
    recorded = Treatment.objects.filter(
        patient=patient, drug__iexact=treatment.drug, started_on=treatment.started_on
    ).select_related("patient__study")
    insert(
        treatment,
        by=by,
        existing=recorded.kept().first,
        voided=recorded.filter(voided_at__isnull=False).order_by("-voided_at").first,
        anew=anew,
        message=f"{treatment.drug} from {treatment.started_on} is recorded already.",
    )
    settle_record(treatment, by=by)
    mark_study_changed(patient.study_id)
    _record(EventKind.PATIENT_CHANGED, by, treatment, {})
    return treatment


@transaction.atomic
def change_treatment(
    *, by: User, treatment: Treatment, revision: int, reason: str, **changes: Any
) -> Treatment:
    """Correct a treatment.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``records.correct``.
    """
    refuse_unknown(changes, allowed=TREATMENT_FIELDS)
    changed = correct(
        treatment, by=by, revision=revision, reason=reason, changes=changes, rule=check_treatment
    )
    if changed:
        settle_record(treatment, by=by, fields=changed.fields)
        mark_study_changed(treatment.patient.study_id)
        _record(EventKind.PATIENT_CHANGED, by, treatment, changed.for_audit(reason))
    return treatment


def stop_treatment(
    *,
    by: User,
    treatment: Treatment,
    revision: int,
    stopped_on: PartialDate | date,
    stop_reason: str,
) -> Treatment:
    """End a treatment. Why it was stopped is also why the record changes.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``records.correct``.
    """
    if not stop_reason.strip():
        raise field_problem("stop_reason", "Say why the drug was stopped.")
    return change_treatment(
        by=by,
        treatment=treatment,
        revision=revision,
        reason=f"stopped: {stop_reason.strip()}",
        stopped_on=stopped_on,
        stop_reason=stop_reason.strip(),
    )


def void_treatment(*, by: User, treatment: Treatment, reason: str) -> Treatment:
    """Void a treatment that was entered by mistake; see ``voiding.void_record``."""
    return void_record(by=by, record=treatment, reason=reason)


def check_treatment(treatment: Treatment) -> None:
    """Check days and dose."""
    not_in_future(
        today=clock.today_of(treatment.patient),
        started_on=treatment.started_on,
        stopped_on=treatment.stopped_on,
    )
    refuse_itself(treatment_record(treatment))
    if treatment.stop_reason and treatment.stopped_on is None:
        raise field_problem("stopped_on", "Found no day, expected the day the drug was stopped.")
    if treatment.dose is not None and treatment.dose <= 0:
        raise field_problem("dose", f"Found {treatment.dose}, expected more than 0.")
    if treatment.dose is not None and not treatment.dose_unit:
        raise field_problem("dose_unit", "Found no unit, expected the unit of the dose.")


def _record(kind: EventKind, by: User, treatment: Treatment, data: dict[str, Any]) -> None:
    audit.record(
        kind,
        by=by,
        study_code=treatment.patient.study.code,
        target=treatment,
        data={"patient": treatment.patient.pseudonym, "drug": treatment.drug, **data},
    )
