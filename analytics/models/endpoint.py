"""Endpoint definitions: versioned, never changed in place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from ra_registry.core.constraints import append_only


class EndpointDefinition(models.Model):
    """What is measured of a patient and, where it has a limit, what counts as an event.

    Made of readers' scores (``campaign`` and ``measure``) or of clinical assessments
    (``variable``). Without ``follow_up`` it is a status at ``baseline``; without ``side`` a number
    that is no event. A change is a new version; results name the version they used. The latest
    version is in force, unless it says that the endpoint is ``retired``.
    """

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="endpoints")
    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    campaign = models.ForeignKey(
        "scoring.Campaign", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    measure = models.CharField(max_length=40, blank=True)
    sites = models.JSONField(default=list, blank=True)
    variable = models.CharField(max_length=20, blank=True)
    baseline = models.ForeignKey("cohort.PlannedVisit", on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        "cohort.PlannedVisit", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    side = models.CharField(max_length=8, blank=True)
    limit_by = models.CharField(max_length=8, blank=True)
    threshold = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reader_rule = models.CharField(max_length=20, blank=True)
    missing_rule = models.CharField(max_length=20, blank=True)
    retired = models.BooleanField(default=False)
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
            models.CheckConstraint(
                name="analytics_endpoint_source",
                condition=(
                    Q(campaign__isnull=False, variable="") & ~Q(measure="") & ~Q(reader_rule="")
                )
                | (Q(campaign__isnull=True, measure="", reader_rule="") & ~Q(variable="")),
                violation_error_message=gettext_lazy(
                    "An endpoint is of scores or of a clinical variable."
                ),
            ),
            models.CheckConstraint(
                name="analytics_endpoint_limit",
                condition=Q(side="", limit_by="", threshold__isnull=True)
                | (~Q(side="") & Q(limit_by__in=["points", "per-cent"], threshold__isnull=False))
                | (~Q(side="") & Q(limit_by__in=["sdc-95", "sdc-80"], threshold__isnull=True)),
                violation_error_message=gettext_lazy("A limit has a side and a size."),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
