"""Who reads for a campaign, and as what."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import no_delete, one_of, paired
from scoring.models.campaign import Campaign


class RosterRole(models.TextChoices):
    """What a person does in a campaign."""

    READER = "reader", _("Reader")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    # Whose submitted reading is the reference of a calibration.
    EXPERT = "expert", _("Expert")


class RosterQuerySet(models.QuerySet["RosterEntry"]):
    def current(self) -> RosterQuerySet:
        return self.filter(ended_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class RosterEntry(models.Model):
    """One person on a campaign's roster; who leaves is ended with a reason, never removed.

    ``place`` is the reader's number where the same readers read every case.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="roster")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaign_places"
    )
    role = models.CharField(max_length=12, choices=RosterRole.choices)
    place = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "role", "place", "id"]
        constraints = [
            one_of("role", RosterRole.choices, name="scoring_roster_role_known"),
            paired("added_at", "added_by", name="scoring_roster_added_pair"),
            paired("ended_at", "ended_by", name="scoring_roster_ended_pair"),
            models.UniqueConstraint(
                fields=["campaign", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="scoring_roster_person_once",
            ),
            models.CheckConstraint(
                name="scoring_roster_end_has_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.ReadOnly(
                name="entered_once", fields=["campaign", "user", "role", "added_at", "added_by"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.user_id} {self.role}"
