"""Recording clinical assessments: raw components only, composites are computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort import activity
from ra_registry.cohort.errors import RecordVoided
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import ClinicalAssessment, Visit
from ra_registry.cohort.questions.settling import settle_record
from ra_registry.cohort.services.patients import refuse_unknown
from ra_registry.cohort.services.records import correct, insert
from ra_registry.cohort.services.values import filled
from ra_registry.cohort.services.voiding import void_record
from ra_registry.core import audit
from ra_registry.core.entry.numbers import CensoredNumber
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind

MEASURED = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_value", "haq_di")
ASSESSMENT_FIELDS = frozenset({*MEASURED, "crp_unit"})


@transaction.atomic
def record_assessment(
    *,
    by: User,
    visit: Visit,
    tjc28: int | None = None,
    sjc28: int | None = None,
    ptga_mm: int | None = None,
    phga_mm: int | None = None,
    esr: CensoredNumber | int | None = None,
    crp_value: CensoredNumber | Decimal | None = None,
    crp_unit: str = "",
    haq_di: Decimal | None = None,
    anew: bool = False,
) -> ClinicalAssessment:
    """Record the assessment of a visit. None means not recorded, which is never zero.

    ESR (mm/h) and CRP may be limits, as a laboratory prints them below or above its range.

    Raises:
        AlreadyRecorded: the visit has an assessment.
        VoidedUnderKey: it has a voided one to restore, and it is not said to be recorded anew.
        RecordVoided: the visit or its patient is voided.
        ValidationFailed: nothing is given, or a component is out of range.
    """
    refuse_voided(visit)
    assessment = ClinicalAssessment(
        visit=visit,
        tjc28=tjc28,
        sjc28=sjc28,
        ptga_mm=ptga_mm,
        phga_mm=phga_mm,
        crp_unit=crp_unit,
        haq_di=haq_di,
    )
    filled(assessment, esr=esr, crp_value=crp_value)
    check_assessment(assessment)
    recorded = ClinicalAssessment.objects.filter(visit=visit)
    recorded = recorded.select_related("visit__patient__study", "visit__planned")
    insert(
        assessment,
        by=by,
        existing=recorded.kept().first,
        voided=recorded.filter(voided_at__isnull=False).order_by("-voided_at").first,
        anew=anew,
        message=f"{visit.planned} of {visit.patient} has an assessment already.",
    )
    settle_record(assessment, by=by)
    mark_study_changed(visit.study_id)
    _record(EventKind.VISIT_CHANGED, by, assessment, {})
    return assessment


@transaction.atomic
def change_assessment(
    *, by: User, assessment: ClinicalAssessment, revision: int, reason: str, **changes: Any
) -> ClinicalAssessment:
    """Correct components of an assessment.

    Raises:
        StaleForm, RecordVoided, ValidationFailed: see ``records.correct``.
    """
    refuse_unknown(changes, allowed=ASSESSMENT_FIELDS)
    refuse_voided(assessment.visit)
    changed = correct(
        assessment, by=by, revision=revision, reason=reason, changes=changes, rule=check_assessment
    )
    if changed:
        settle_record(assessment, by=by, fields=changed.fields)
        mark_study_changed(assessment.visit.study_id)
        _record(EventKind.VISIT_CHANGED, by, assessment, changed.for_audit(reason))
    return assessment


def void_assessment(*, by: User, assessment: ClinicalAssessment, reason: str) -> ClinicalAssessment:
    """Void an assessment; the visit can get another one; see ``voiding.void_record``."""
    return void_record(by=by, record=assessment, reason=reason)


def check_assessment(assessment: ClinicalAssessment) -> None:
    """Check that something was measured, and that every component is one the formulas take."""
    if all(getattr(assessment, name) is None for name in MEASURED):
        raise ValidationFailed("Nothing was entered: give at least one component.")
    if assessment.crp_value is None and assessment.crp_unit:
        assessment.crp_unit = ""
    activity.components(assessment)


def refuse_voided(visit: Visit) -> None:
    """Refuse to write below a visit or a patient that is voided."""
    above = visit.voided_above()
    if above is not None:
        raise RecordVoided(above)


def _record(
    kind: EventKind, by: User, assessment: ClinicalAssessment, data: dict[str, Any]
) -> None:
    visit = assessment.visit
    audit.record(
        kind,
        by=by,
        study_code=visit.patient.study.code,
        target=assessment,
        data={"patient": visit.patient.pseudonym, "visit": visit.planned.code, **data},
    )
