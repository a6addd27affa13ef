"""Versions of a study's analysis plan: stored once, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ra_registry.core.constraints import append_only


class AnalysisPlan(models.Model):
    """The choices of one version, shaped as ``analytics.design.choices.DEFAULT``.

    The latest version is in force; a study without one uses the default, called version 0. Runs
    store the whole plan they were computed by, with this version's number.
    """

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    choices = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["study", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["study", "version"], name="analytics_plan_version"),
            models.CheckConstraint(
                name="analytics_plan_reason",
                # The first version may store the default as it is, which needs no reason.
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(reason="")),
                violation_error_message="A new version says why.",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"plan v{self.version} of {self.study_id}"
