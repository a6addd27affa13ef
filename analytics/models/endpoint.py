"""Endpoint definitions: versioned, never changed in place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ra_registry.core.constraints import append_only


class ChangeDirection(models.TextChoices):
    """On which side of the threshold an event lies."""

    ABOVE = "above", "Change above the threshold"
    BELOW = "below", "Change below the threshold"


class EndpointDefinition(models.Model):
    """What counts as an event, for one study: which scores, which change, which threshold.

    A change is a new version; results name the version they used. The latest version is in force.
    """

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="endpoints")
    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    campaign = models.ForeignKey("scoring.Campaign", on_delete=models.PROTECT, related_name="+")
    feature = models.CharField(max_length=20)
    baseline = models.ForeignKey("cohort.PlannedVisit", on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey("cohort.PlannedVisit", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=8, choices=ChangeDirection.choices)
    threshold = models.DecimalField(max_digits=6, decimal_places=2)
    reader_rule = models.CharField(max_length=20, default="mean")
    missing_rule = models.CharField(max_length=20, default="pairwise")
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["study", "key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "key", "version"], name="analytics_endpoint_version"
            ),
            models.CheckConstraint(
                name="analytics_endpoint_reason",
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(reason="")),
                violation_error_message="A new version says why.",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
