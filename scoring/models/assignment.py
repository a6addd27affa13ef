"""Assignments: who reads which case, in which stored order."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of, paired
from ra_registry.core.permissions import Permission
from scoring.models.case import Case


class AssignmentKind(models.TextChoices):
    """Why the case is read."""

    READ = "read", "Reading"
    ADJUDICATION = "adjudication", "Adjudication"
    RE_READ = "re-read", "Repeated reading"


class AssignmentStatus(models.TextChoices):
    """Stored, never counted from scores."""

    ASSIGNED = "assigned", "Not started"
    STARTED = "started", "In progress"
    SUBMITTED = "submitted", "Submitted"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> AssignmentQuerySet:
        """A reader's own assignments, while they hold them and the role in the study."""
        held = Membership.objects.held_by(user, Permission.READ_CASES)
        own = self.held().filter(reader=user)
        return own.filter(case__campaign__study__in=held.values("study"))

    def held(self) -> AssignmentQuerySet:
        """Assignments that weren't taken back from their reader."""
        return self.filter(ended_at__isnull=True)

    def active(self) -> AssignmentQuerySet:
        """Assignments that are held, of cases of which nothing is voided."""
        return self.held().filter(case__in=Case.objects.active())


# Opening a campaign writes them by the ten thousand: their history in one statement as well.
@pghistory.track(pghistory.InsertEvent(level=pghistory.Statement), pghistory.UpdateEvent())
class Assignment(models.Model):
    """One reader's task to read one case.

    ``token`` is the only identifier in a reader's address bar; ``number`` the name under which this
    reader knows the case, and no other reader does; ``sequence`` the drawn place in the worklist;
    ``order`` the drawn order of the time points (true positions, first shown first). A re-read is
    released ``release_days`` after the reader submitted the first reading of the case.
    An adjudicator is never one of the case's readers: one person has at most one first reading of a
    case, whatever its kind. What is taken back from a reader is ended, with a reason.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    kind = models.CharField(
        max_length=12, choices=AssignmentKind.choices, default=AssignmentKind.READ
    )
    number = models.CharField(max_length=12)
    reader_number = models.PositiveSmallIntegerField(default=1)
    sequence = models.PositiveIntegerField()
    order = ArrayField(models.PositiveSmallIntegerField())
    status = models.CharField(
        max_length=10, choices=AssignmentStatus.choices, default=AssignmentStatus.ASSIGNED
    )
    release_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    end_reason = models.CharField(max_length=300, blank=True, db_default="")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            one_of("kind", AssignmentKind.choices, name="scoring_assignment_kind_known"),
            one_of("status", AssignmentStatus.choices, name="scoring_assignment_status_known"),
            models.UniqueConstraint(
                fields=["case", "reader"],
                condition=~Q(kind="re-read") & Q(ended_at__isnull=True),
                name="scoring_assignment_person_once",
                violation_error_message="An adjudicator can't be one of the case's readers.",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "reader_number"],
                condition=Q(ended_at__isnull=True),
                name="scoring_assignment_reader_number",
            ),
            models.UniqueConstraint(
                fields=["reader", "number"],
                name="scoring_assignment_number_once",
                violation_error_message=_("A reader knows one case by a number."),
            ),
            paired("ended_at", "ended_by", name="scoring_assignment_ended_pair"),
            models.CheckConstraint(
                name="scoring_assignment_end_has_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.ReadOnly(
                name="drawn_once",
                fields=[
                    "token",
                    "case",
                    "reader",
                    "kind",
                    "number",
                    "reader_number",
                    "sequence",
                    "order",
                    "release_days",
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)
