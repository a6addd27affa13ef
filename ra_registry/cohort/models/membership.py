"""Who holds which role in which study, for the whole of it or for one centre."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.core.constraints import belongs_to, no_delete, one_of, paired
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLE_CHOICES, roles_with


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Roles that have not ended."""
        return self.filter(ended_at__isnull=True)

    def held_by(self, user: User, permission: Permission | None = None) -> MembershipQuerySet:
        """Current roles of one person, optionally only those with a right."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = self.current().filter(user=user)
        if permission is not None:
            held = held.filter(role__in=roles_with(permission))
        return held


# A reader who also sees the study's data is no longer blinded, so the database refuses the second
# role. The lock makes two grants at the same moment wait for each other.
READER_ALONE = """
    IF NEW.ended_at IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(
            'membership:' || NEW.study_id || ':' || NEW.user_id, 0));
        IF EXISTS (
            SELECT 1 FROM cohort_membership other
            WHERE other.study_id = NEW.study_id AND other.user_id = NEW.user_id
                AND other.ended_at IS NULL AND other.id <> coalesce(NEW.id, 0)
                AND (other.role = 'reader') <> (NEW.role = 'reader')
        ) THEN
            RAISE EXCEPTION 'A reader holds no other role in the same study'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Membership(models.Model):
    """A role of one person in one study. ``centre`` null means the whole study."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    centre = models.ForeignKey(
        "cohort.Centre",
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__full_name", "role"]
        constraints = [
            paired("ended_at", "ended_by", name="cohort_membership_ended_pair"),
            one_of("role", ROLE_CHOICES, name="cohort_membership_role_known"),
            models.UniqueConstraint(
                fields=["study", "user", "role", "centre"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="cohort_membership_once",
            ),
        ]
        triggers = [
            no_delete(),
            belongs_to(
                name="centre_of_study",
                column="centre_id",
                parent_table="cohort_centre",
                own="study_id",
                parents="study_id",
            ),
            pgtrigger.Trigger(
                name="reader_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=READER_ALONE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
