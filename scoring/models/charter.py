"""The imaging charter: what readers are told to do, in versions that stay."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import append_only
from scoring.models.campaign import Campaign


class Charter(models.Model):
    """One version of a campaign's charter: a text, a file, or both; readings carry its version.

    ``reason`` says why a later version was made; the first one has none.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="charters")
    version = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["campaign", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "version"], name="scoring_charter_version_once"
            ),
            models.CheckConstraint(
                name="scoring_charter_file_named",
                condition=Q(file_name="", content__isnull=True)
                | (~Q(file_name="") & Q(content__isnull=False)),
                violation_error_message=_("A file has a name and a content."),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.version}"
