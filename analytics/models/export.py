"""Exports: requested by a person, made by a task, kept for a while, each download logged."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of
from ra_registry.core.permissions import Permission


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    DELETED = "deleted", "File removed"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.EXPORT_DATA
    ) -> ExportQuerySet:
        held = Membership.objects.held_by(user, permission).filter(centre__isnull=True)
        return self.filter(study__in=held.values("study"))


class Export(models.Model):
    """One export of a study's tidy tables as a zip file."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="exports")
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    purpose = models.CharField(max_length=200)
    byte_order_mark = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    data_version = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict)
    # Ids of the campaigns whose scores the file holds.
    campaigns = ArrayField(models.BigIntegerField(), default=list, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            one_of("state", ExportState.choices, name="analytics_export_state_known"),
            models.CheckConstraint(
                name="analytics_export_ready",
                condition=~Q(state="ready")
                | (Q(size__isnull=False, finished_at__isnull=False) & ~Q(sha256="")),
            ),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return str(self.token)
