"""Recording imaging examinations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort import clock
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Visit
from ra_registry.cohort.questions.settling import settle_record
from ra_registry.cohort.services.assessments import refuse_voided
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
from ra_registry.imaging.modalities import MODALITIES, Modality, modality_of
from ra_registry.imaging.models import ImagingExamination, Side

MOST_PLANES = 3
EXAMINATION_FIELDS = frozenset(
    {
        "side",
        "side_rule",
        "acquired_on",
        "has_t1",
        "has_t1_contrast",
        "has_t2_fs_or_stir",
        "planes",
        "note",
    }
)


@transaction.atomic
def record_examination(
    *,
    by: User,
    visit: Visit,
    modality: str,
    acquired_on: date,
    side: str = Side.BOTH,
    side_rule: str = "",
    has_t1: bool = False,
    has_t1_contrast: bool = False,
    has_t2_fs_or_stir: bool = False,
    planes: int = 2,
    note: str = "",
    anew: bool = False,
) -> ImagingExamination:
    """Record an examination made for a visit: MRI of one hand, radiographs of hands and feet, …

    Another one is another row, also where a voided one was read: readings stay with what was read.

    Raises:
        AlreadyRecorded: the visit has an examination of that kind.
        VoidedUnderKey: it has a voided one to restore, and it is not said to be recorded anew.
        RecordVoided: the visit or its patient is voided.
        ValidationFailed: side or series don't fit the kind, or the day is in the future.
    """
    refuse_voided(visit)
    if modality not in {one.code for one in MODALITIES}:
        raise field_problem("modality", _("Found a modality that the registry doesn't know."))
    examination = ImagingExamination(
        visit=visit,
        modality=modality,
        side=side,
        side_rule=side_rule,
        acquired_on=acquired_on,
        has_t1=has_t1,
        has_t1_contrast=has_t1_contrast,
        has_t2_fs_or_stir=has_t2_fs_or_stir,
        planes=planes,
        note=note,
    )
    check_examination(examination)
    recorded = ImagingExamination.objects.filter(visit=visit, modality=modality)
    recorded = recorded.select_related("visit__patient__study", "visit__planned")
    insert(
        examination,
        by=by,
        existing=recorded.kept().first,
        voided=recorded.filter(voided_at__isnull=False).order_by("-voided_at").first,
        anew=anew,
        message=f"{visit.planned} of {visit.patient} has this examination already.",
    )
    settle_record(examination, by=by)
    mark_study_changed(visit.study_id)
    _record(EventKind.VISIT_CHANGED, by, examination, {})
    return examination


@transaction.atomic
def change_examination(
    *, by: User, examination: ImagingExamination, revision: int, reason: str, **changes: Any
) -> ImagingExamination:
    """Correct an examination.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``cohort.services.records.correct``.
    """
    refuse_unknown(changes, allowed=EXAMINATION_FIELDS)
    refuse_voided(examination.visit)
    changed = correct(
        examination,
        by=by,
        revision=revision,
        reason=reason,
        changes=changes,
        rule=check_examination,
    )
    if changed:
        settle_record(examination, by=by, fields=changed.fields)
        mark_study_changed(examination.visit.study_id)
        _record(EventKind.VISIT_CHANGED, by, examination, changed.for_audit(reason))
    return examination


def void_examination(
    *, by: User, examination: ImagingExamination, reason: str
) -> ImagingExamination:
    """Void an examination; cases that are read from it wait until it is restored."""
    return void_record(by=by, record=examination, reason=reason)


def check_examination(examination: ImagingExamination) -> None:
    """Check that side and series fit the modality: MRI is of one hand, for example."""
    today = clock.today_of(examination.visit.patient)
    not_in_future(today=today, acquired_on=examination.acquired_on)
    modality = modality_of(examination.modality)
    _check_side(examination, modality)
    if modality.has_series and not 1 <= examination.planes <= MOST_PLANES:
        raise field_problem("planes", f"Found {examination.planes}, expected 1 to {MOST_PLANES}.")


def _check_side(examination: ImagingExamination, modality: Modality) -> None:
    both = examination.side == Side.BOTH
    if examination.side not in modality.sides:
        raise field_problem(
            "side",
            _("Found both sides, expected the hand that was imaged.")
            if both
            else _("Found one hand, expected both sides."),
        )
    if not both and not examination.side_rule:
        raise field_problem("side_rule", _("Say why this hand was chosen."))
    if both and examination.side_rule:
        raise field_problem("side_rule", _("Both sides were imaged, so no hand was chosen."))


def _record(
    kind: EventKind, by: User, examination: ImagingExamination, data: dict[str, Any]
) -> None:
    visit = examination.visit
    audit.record(
        kind,
        by=by,
        study_code=visit.patient.study.code,
        target=examination,
        data={
            "patient": visit.patient.pseudonym,
            "visit": visit.planned.code,
            "modality": examination.modality,
            **data,
        },
    )
