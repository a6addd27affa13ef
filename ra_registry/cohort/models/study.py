"""Studies, their centres and the version of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import no_delete
from ra_registry.core.permissions import Permission
from ra_registry.core.time_zones import LONGEST, check_zone

if TYPE_CHECKING:
    from ra_registry.accounts.models import User

CODE = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
    "Use small letters, digits and hyphens, for example: ra-one.",
)


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: User, permission: Permission | None = None) -> StudyQuerySet:
        """Studies in which the person holds a role now, or one with a right. No role: no rows."""
        from ra_registry.cohort.models.membership import Membership

        held = Membership.objects.held_by(user, permission)
        return self.filter(pk__in=held.values("study"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Study(models.Model):
    """One research study; everything clinical hangs below exactly one study."""

    code = models.SlugField(max_length=40, unique=True, validators=[CODE])
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)
    time_zone = models.CharField(
        _("time zone"), max_length=LONGEST, default="UTC", validators=[check_zone]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "studies"
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cohort:study", args=[self.code])


class StudyVersion(models.Model):
    """Counts the writes that can move one of the study's statistics.

    A row of its own: raising it touches neither the study nor its history. A stored result is fresh
    when it was computed from this version.
    """

    study = models.OneToOneField(
        Study, on_delete=models.PROTECT, primary_key=True, related_name="version"
    )
    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.study_id} at {self.number}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Centre(models.Model):
    """A hospital or practice that takes part in a study."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="centres")
    code = models.SlugField(max_length=20, validators=[CODE])
    name = models.CharField(max_length=200)
    # Empty: the centre keeps the study's calendar.
    time_zone = models.CharField(
        _("time zone"), max_length=LONGEST, blank=True, validators=[check_zone]
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="cohort_centre_code_in_study")
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.name
