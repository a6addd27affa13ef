"""Enrolling patients and correcting what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort import clock
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Centre, Patient, Study
from ra_registry.cohort.pseudonyms import draw_pseudonym
from ra_registry.cohort.questions.settling import settle_record
from ra_registry.cohort.services.records import (
    correct,
    field_problem,
    insert,
    not_in_future,
    survives_spreadsheets,
)
from ra_registry.cohort.services.values import filled
from ra_registry.cohort.services.voiding import void_record
from ra_registry.core import audit
from ra_registry.core.entry.numbers import CensoredNumber
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.events import EventKind


@transaction.atomic
def enrol_patient(
    *,
    by: User,
    study: Study,
    centre: Centre,
    sex: str,
    birth_year: int,
    diagnosis: str,
    enrolled_on: date,
    pseudonym: str = "",
    dominant_hand: str = "",
    symptom_onset: PartialDate | date | None = None,
    diagnosed_on: PartialDate | date | None = None,
    rf_value: CensoredNumber | Decimal | None = None,
    rf_unit: str = "",
    rf_uln: Decimal | None = None,
    acpa_value: CensoredNumber | Decimal | None = None,
    acpa_unit: str = "",
    acpa_uln: Decimal | None = None,
) -> Patient:
    """Enrol a patient under a pseudonym; without one, a random one is drawn.

    Dates of the disease may be known to the month or the year; laboratory values may be limits.

    Raises:
        AlreadyRecorded: the study has a patient of that pseudonym.
        VoidedUnderKey: it has one whose record is voided, which can be restored.
        ValidationFailed: a field is out of range, dates contradict each other, or the pseudonym is
            one that spreadsheet programs change.
    """
    patient = Patient(
        study=study,
        centre=centre,
        pseudonym=pseudonym or draw_pseudonym(study),
        sex=sex,
        birth_year=birth_year,
        dominant_hand=dominant_hand,
        diagnosis=diagnosis,
        enrolled_on=enrolled_on,
        rf_unit=rf_unit,
        rf_uln=rf_uln,
        acpa_unit=acpa_unit,
        acpa_uln=acpa_uln,
    )
    survives_spreadsheets(pseudonym=patient.pseudonym)
    filled(
        patient,
        symptom_onset=symptom_onset,
        diagnosed_on=diagnosed_on,
        rf_value=rf_value,
        acpa_value=acpa_value,
    )
    check_patient(patient)
    of_pseudonym = Patient.objects.filter(study=study, pseudonym__iexact=patient.pseudonym)
    insert(
        patient,
        by=by,
        existing=of_pseudonym.kept().first,
        voided=of_pseudonym.filter(voided_at__isnull=False).first,
        message=f"{patient.pseudonym} is the pseudonym of an enrolled patient already.",
    )
    settle_record(patient, by=by)
    mark_study_changed(study.pk)
    audit.record(
        EventKind.PATIENT_ENROLLED,
        by=by,
        study_code=study.code,
        target=patient,
        data={"patient": patient.pseudonym, "centre": centre.code},
    )
    return patient


@transaction.atomic
def change_patient(
    *, by: User, patient: Patient, revision: int, reason: str, **changes: Any
) -> Patient:
    """Correct a patient's fields; the pseudonym and the study stay.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``records.correct``.
    """
    refuse_unknown(changes, allowed=PATIENT_FIELDS)
    changed = correct(
        patient, by=by, revision=revision, reason=reason, changes=changes, rule=check_patient
    )
    if changed:
        settle_record(patient, by=by, fields=changed.fields)
        mark_study_changed(patient.study_id)
        audit.record(
            EventKind.PATIENT_CHANGED,
            by=by,
            study_code=patient.study.code,
            target=patient,
            data={"patient": patient.pseudonym, **changed.for_audit(reason)},
        )
    return patient


def void_patient(*, by: User, patient: Patient, reason: str) -> Patient:
    """Void a patient with everything that hangs on the record; see ``voiding.void_record``."""
    return void_record(by=by, record=patient, reason=reason)


PATIENT_FIELDS = frozenset(
    {
        "centre",
        "sex",
        "birth_year",
        "dominant_hand",
        "symptom_onset",
        "diagnosis",
        "diagnosed_on",
        "enrolled_on",
        "rf_value",
        "rf_unit",
        "rf_uln",
        "acpa_value",
        "acpa_unit",
        "acpa_uln",
    }
)


def refuse_unknown(changes: dict[str, Any], *, allowed: frozenset[str]) -> None:
    """Refuse a field that a correction may not touch: a programming error, not the user's."""
    unknown = sorted(set(changes) - allowed)
    if unknown:
        raise TypeError(f"Fields that can't be changed here: {', '.join(unknown)}")


def check_patient(patient: Patient) -> None:
    """Check study of the centre, days not to come, whole serology; the rest is for the rules."""
    if patient.centre.study_id != patient.study_id:
        raise field_problem("centre", f"{patient.centre} is a centre of another study.")
    not_in_future(
        today=clock.today_of(patient),
        enrolled_on=patient.enrolled_on,
        symptom_onset=patient.symptom_onset,
        diagnosed_on=patient.diagnosed_on,
    )
    for marker in ("rf", "acpa"):
        _check_serology(patient, marker)


def _check_serology(patient: Patient, marker: str) -> None:
    """Value, unit and upper limit of normal come together, or none of them."""
    value = getattr(patient, f"{marker}_value")
    unit, limit = getattr(patient, f"{marker}_unit"), getattr(patient, f"{marker}_uln")
    name = marker.upper()
    if value is None:
        return
    if value < 0:
        raise field_problem(f"{marker}_value", f"Found {value}, expected 0 or more.")
    if not unit:
        raise field_problem(f"{marker}_unit", f"Found no unit, expected the unit of {name}.")
    if limit is None or limit <= 0:
        raise field_problem(
            f"{marker}_uln",
            f"Found {'no limit' if limit is None else limit}, expected the laboratory's upper "
            f"limit of normal for {name}, above 0.",
        )
