"""Campaigns for those who manage and review them, within their study and centres."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from ra_registry.accounts.models import User
from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission
from scoring.models import Assignment, Campaign, Case, Reading
from scoring.models.assignment import AssignmentKind, AssignmentStatus

# Within a case: its readings, then those that are repeated, then the adjudicator's.
BY_KIND = models.Case(
    models.When(kind=AssignmentKind.READ, then=0),
    models.When(kind=AssignmentKind.RE_READ, then=1),
    default=2,
)


def campaigns(access: StudyAccess) -> QuerySet[Campaign]:
    """Return the study's campaigns, with ``n_cases``, ``n_readings`` and ``n_submitted``.

    The numbers cover the centres the person may see.
    """
    visible = Q(cases__in=Case.objects.active())
    centres = access.centre_ids(Permission.VIEW_CAMPAIGNS)
    if centres is not None:
        visible &= Q(cases__patient__centre__in=centres)
    held = Q(cases__assignments__ended_at__isnull=True)
    submitted = held & Q(cases__assignments__status=AssignmentStatus.SUBMITTED)
    return (
        Campaign.objects.visible_to(access.user)
        .filter(study=access.study)
        .annotate(
            n_cases=Count("cases", filter=visible, distinct=True),
            n_readings=Count("cases__assignments", filter=visible & held),
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


def n_unread_of(campaign: Campaign, reader: User) -> int:
    """Return how many cases would go to others if a reader left now. One query."""
    return (
        Assignment.objects.held()
        .filter(case__campaign=campaign, reader=reader)
        .exclude(status=AssignmentStatus.SUBMITTED)
        .exclude(readings__is_current=True)
        .count()
    )


def cases(
    access: StudyAccess, campaign: Campaign, *, search: str = "", status: str = ""
) -> QuerySet[Case]:
    """Return the campaign's cases with patient, assignments and, where allowed, readings.

    Args:
        access, campaign: what is asked about.
        search: part of a case number or patient code.
        status: cases with an assignment of this status.
    """
    found = visible_cases(access, campaign).select_related("patient")
    if search:
        found = found.filter(Q(number__icontains=search) | Q(patient__pseudonym__icontains=search))
    if status in AssignmentStatus.values:
        found = found.filter(
            pk__in=Assignment.objects.filter(status=status, case__campaign=campaign).values("case")
        )
    readings = Reading.objects.visible_to(access.user).current()
    assignments = (
        Assignment.objects.held()
        .select_related("reader")
        .order_by(BY_KIND, "reader_number")
        .prefetch_related(Prefetch("readings", queryset=readings, to_attr="visible_readings"))
    )
    return found.prefetch_related(Prefetch("assignments", queryset=assignments)).order_by("number")


def visible_cases(access: StudyAccess, campaign: Campaign) -> QuerySet[Case]:
    """Return the campaign's cases of the centres that the person may see."""
    found = Case.objects.active().filter(campaign=campaign)
    centres = access.centre_ids(Permission.VIEW_CAMPAIGNS)
    return found if centres is None else found.filter(patient__centre__in=centres)
