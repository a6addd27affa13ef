"""Campaigns for those who manage and review them, within their study and centres."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.http import Http404

from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission
from scoring.models import Assignment, Campaign, Case, Reading
from scoring.models.assignment import AssignmentStatus


@dataclass(frozen=True)
class ReaderProgress:
    """How far one reader has come, by the stored states of the assignments."""

    name: str
    n_cases: int
    n_started: int
    n_submitted: int
    last_submitted_at: datetime | None


def campaigns(access: StudyAccess) -> QuerySet[Campaign]:
    """Return the study's campaigns, with ``n_cases``, ``n_readings`` and ``n_submitted``.

    The numbers cover the centres the person may see.
    """
    visible = Q(cases__in=Case.objects.active())
    centres = access.centre_ids(Permission.VIEW_CAMPAIGNS)
    if centres is not None:
        visible &= Q(cases__patient__centre__in=centres)
    submitted = Q(cases__assignments__status=AssignmentStatus.SUBMITTED)
    return (
        Campaign.objects.visible_to(access.user)
        .filter(study=access.study)
        .annotate(
            n_cases=Count("cases", filter=visible, distinct=True),
            n_readings=Count("cases__assignments", filter=visible),
            n_submitted=Count("cases__assignments", filter=visible & submitted),
        )
    )


def campaign(access: StudyAccess, code: str) -> Campaign:
    """Return one campaign of the study, or raise `Http404`. One query."""
    found = (
        Campaign.objects.visible_to(access.user)
        .select_related("created_by", "opened_by", "closed_by", "study")
        .filter(study=access.study, code=code)
        .first()
    )
    if found is None:
        raise Http404
    return found


def progress_by_reader(access: StudyAccess, campaign: Campaign) -> list[ReaderProgress]:
    """Return one line per reader. One query."""
    rows = (
        Assignment.objects.filter(case__in=_visible_cases(access, campaign))
        .values("reader", "reader__full_name")
        .annotate(
            n_cases=Count("pk", distinct=True),
            n_started=Count("pk", filter=Q(status=AssignmentStatus.STARTED), distinct=True),
            n_submitted=Count("pk", filter=Q(status=AssignmentStatus.SUBMITTED), distinct=True),
            last_submitted_at=Max("readings__submitted_at"),
        )
        .order_by("reader__full_name", "reader")
    )
    return [
        ReaderProgress(
            name=row["reader__full_name"],
            n_cases=row["n_cases"],
            n_started=row["n_started"],
            n_submitted=row["n_submitted"],
            last_submitted_at=row["last_submitted_at"],
        )
        for row in rows
    ]


def cases(
    access: StudyAccess, campaign: Campaign, *, search: str = "", status: str = ""
) -> QuerySet[Case]:
    """Return the campaign's cases with patient, assignments and, where allowed, readings.

    Args:
        access, campaign: what is asked about.
        search: part of a case number or patient code.
        status: cases with an assignment of this status.
    """
    found = _visible_cases(access, campaign).select_related("patient")
    if search:
        found = found.filter(Q(number__icontains=search) | Q(patient__pseudonym__icontains=search))
    if status in AssignmentStatus.values:
        found = found.filter(
            pk__in=Assignment.objects.filter(status=status, case__campaign=campaign).values("case")
        )
    readings = Reading.objects.visible_to(access.user).current()
    assignments = (
        Assignment.objects.select_related("reader")
        .order_by("kind", "reader_number")
        .prefetch_related(Prefetch("readings", queryset=readings, to_attr="visible_readings"))
    )
    return found.prefetch_related(Prefetch("assignments", queryset=assignments)).order_by("number")


def _visible_cases(access: StudyAccess, campaign: Campaign) -> QuerySet[Case]:
    found = Case.objects.active().filter(campaign=campaign)
    centres = access.centre_ids(Permission.VIEW_CAMPAIGNS)
    return found if centres is None else found.filter(patient__centre__in=centres)
