"""Cases that a reader reports instead of scoring them, and the answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.errors import Conflict, NotAllowed, ValidationFailed
from ra_registry.core.events import EventKind
from scoring.models import Assignment, CaseReport
from scoring.models.assignment import AssignmentStatus
from scoring.models.case_report import ReportAnswer, ReportReason
from scoring.services.readings import require_open

NOT_READ = "The case is not read"  # unseen: it stays in the history


@transaction.atomic
def report_case(
    *, assignment: Assignment, reason: str, by: User, column: int | None = None
) -> CaseReport:
    """Report an own case by a coded reason; the worklist goes on without it. Twice is once.

    Args:
        column: of the time point that it is about, in the reader's own order; None: the case.

    Raises:
        NotAllowed: somebody else's case.
        CampaignLocked: the campaign is not open.
        ValidationFailed: no known reason, or a column that the case doesn't have.
    """
    locked = _lock(assignment)
    if locked.reader_id != by.pk or locked.ended_at is not None:
        raise NotAllowed(_("This case is assigned to another reader."))
    require_open(locked.case.campaign)
    if reason not in ReportReason.values:
        raise ValidationFailed(_("Choose what is wrong with the case."))
    if column is not None and not 1 <= column <= len(locked.order):
        raise ValidationFailed(_("This case has no such column."))
    known = locked.reports.filter(reason=reason, answered_at__isnull=True).first()
    if known is not None:
        return known
    report = CaseReport.objects.create(
        assignment=locked,
        reason=reason,
        column=column,
        reported_at=timezone.now(),
        reported_by=by,
    )
    _record(EventKind.CASE_REPORTED, report, by, {"report_reason": reason})
    return report


@transaction.atomic
def answer_report(*, report: CaseReport, answer: str, by: User) -> CaseReport:
    """Say what came of a report. A case that is not read leaves the worklists that it waits in.

    Raises:
        Conflict: somebody has answered it meanwhile.
        ValidationFailed: no known answer.
    """
    locked = (
        CaseReport.objects.select_for_update(of=("self",))
        .select_related("assignment__case__campaign__study")
        .get(pk=report.pk)
    )
    if locked.answered_at is not None:
        raise Conflict(_("This report is answered already."))
    if answer not in ReportAnswer.values:
        raise ValidationFailed(_("Choose what came of the report."))
    locked.answer = answer
    locked.answered_at, locked.answered_by = timezone.now(), by
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    if answer == ReportAnswer.WITHDRAWN:
        Assignment.objects.held().filter(case=locked.assignment.case).exclude(
            status=AssignmentStatus.SUBMITTED
        ).exclude(readings__is_current=True).update(
            ended_at=locked.answered_at, ended_by=by, end_reason=NOT_READ
        )
    _record(EventKind.CASE_REPORT_ANSWERED, locked, by, {"report_answer": answer})
    return locked


def _lock(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("case__campaign__study")
        .get(pk=assignment.pk)
    )


def _record(kind: EventKind, report: CaseReport, by: User, data: dict[str, str]) -> None:
    campaign = report.assignment.case.campaign
    audit.record(
        kind,
        by=by,
        study_code=campaign.study.code,
        target=report,
        data={"campaign": campaign.code, "case": report.assignment.case.number, **data},
    )
