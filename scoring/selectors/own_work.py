"""What a reader may see: the own assignments, in the drawn order, under random names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Now
from django.http import Http404

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.permissions import Permission
from scoring.errors import CaseWithdrawn
from scoring.instruments import get_instrument
from scoring.models import Assignment, Case, CaseReport, Reading
from scoring.models.assignment import AssignmentKind, AssignmentQuerySet, AssignmentStatus
from scoring.models.protocol import CampaignState

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorklistCampaign:
    """A campaign as its reader sees it, with the stored states of the own assignments."""

    key: str
    title: str
    study: str
    instrument: str
    is_open: bool
    is_synthetic: bool
    n_cases: int
    n_started: int
    n_submitted: int
    due_on: date | None = None

    @property
    def n_waiting(self) -> int:
        """How many cases are still to be submitted; none once the campaign is closed."""
        return self.n_cases - self.n_submitted if self.is_open else 0


def require_reader(user: User) -> None:
    """Raise `PermissionDenied` for a person who is a reader nowhere. One query."""
    if not Membership.objects.held_by(user, Permission.READ_CASES).exists():
        raise PermissionDenied


def own_assignments(user: User) -> QuerySet[Assignment]:
    """Return the person's assignments in campaigns that have been opened, of cases that count."""
    return _opened(user).active()


def _opened(user: User) -> AssignmentQuerySet:
    return Assignment.objects.visible_to(user).exclude(case__campaign__state=CampaignState.DRAFT)


def released() -> Q:
    """Return what a case must be to be started: a re-read waits for its days to pass."""
    first = Reading.objects.filter(
        assignment__case=OuterRef("case"),
        assignment__reader=OuterRef("reader"),
        assignment__kind=AssignmentKind.READ,
        number=1,
        submitted_at__lte=Now()
        - ExpressionWrapper(
            OuterRef("release_days") * Value(A_DAY, output_field=DurationField()),
            output_field=DurationField(),
        ),
    )
    return ~Q(kind=AssignmentKind.RE_READ) | Q(Exists(first))


def own_assignment(user: User, token: UUID, *, withdrawn: bool = False) -> Assignment:
    """Return one own assignment with its case and campaign. One query.

    Args:
        withdrawn: also of a case that is not read at present; what writes refuses it by itself.

    Raises:
        Http404: the person has no such assignment.
        CaseWithdrawn: something that the case is made of is voided, unless ``withdrawn``.
    """
    in_force = Case.objects.active().filter(pk=OuterRef("case"))
    found = (
        _opened(user)
        .select_related("case__campaign__study", "reader")
        .annotate(is_read=Exists(in_force))
        .filter(token=token)
        .first()
    )
    if found is None:
        raise Http404
    if not found.is_read and not withdrawn:
        raise CaseWithdrawn
    return found


def worklist_campaigns(user: User) -> list[WorklistCampaign]:
    """Return the person's campaigns, open ones first. One query."""
    rows = (
        own_assignments(user)
        .values(
            "case__campaign__code",
            "case__campaign__title",
            "case__campaign__instrument",
            "case__campaign__state",
            "case__campaign__study__code",
            "case__campaign__study__title",
            "case__campaign__study__is_synthetic",
            "case__campaign__due_on",
        )
        .annotate(
            n_cases=Count("pk"),
            n_started=Count("pk", filter=Q(status=AssignmentStatus.STARTED)),
            n_submitted=Count("pk", filter=Q(status=AssignmentStatus.SUBMITTED)),
        )
        .order_by("case__campaign__study__code", "case__campaign__code")
    )
    found = [
        WorklistCampaign(
            key=f"{row['case__campaign__study__code']}/{row['case__campaign__code']}",
            title=row["case__campaign__title"],
            study=row["case__campaign__study__title"],
            instrument=get_instrument(row["case__campaign__instrument"]).name,
            is_open=row["case__campaign__state"] == CampaignState.OPEN,
            is_synthetic=row["case__campaign__study__is_synthetic"],
            n_cases=row["n_cases"],
            n_started=row["n_started"],
            n_submitted=row["n_submitted"],
            due_on=row["case__campaign__due_on"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda campaign: not campaign.is_open)


def worklist(user: User, *, key: str, status: str = "", number: str = "") -> QuerySet[Assignment]:
    """Return the assignments of one campaign in the reader's order.

    Args:
        user: the reader.
        key: of the campaign, ``study/campaign``.
        status: only these; unknown or empty: all.
        number: the beginning of a case number.
    """
    study, _, campaign = key.partition("/")
    found = own_assignments(user).filter(
        case__campaign__study__code=study, case__campaign__code=campaign
    )
    if status in AssignmentStatus.values:
        found = found.filter(status=status)
    if number:
        found = found.filter(number__istartswith=number.strip())
    return found.select_related("case").order_by("sequence")


def next_assignment(user: User, *, key: str = "") -> Assignment | None:
    """Return the case to read next: one that was begun, else the first of the order. One query."""
    waiting = own_assignments(user).filter(
        released(), ~Q(status=AssignmentStatus.SUBMITTED), case__campaign__state=CampaignState.OPEN
    )
    if key:
        study, _, campaign = key.partition("/")
        waiting = waiting.filter(case__campaign__study__code=study, case__campaign__code=campaign)
    reported = CaseReport.objects.filter(assignment=OuterRef("pk"), answered_at__isnull=True)
    waiting = waiting.exclude(Exists(reported))
    # "started" sorts after "assigned".
    return (
        waiting.select_related("case__campaign__study", "reader")
        .order_by("-status", "sequence", "token")
        .first()
    )
