"""Certificates: who has shown, on a calibration set, to read an instrument as its expert does."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ra_registry.core.constraints import append_only
from scoring.models.campaign import Campaign


class Certificate(models.Model):
    """A reader's passed calibration, valid until ``valid_until``.

    ``results``: per feature total its ICC(A,1) of status and of change against the expert, and the
    number of cases; ``thresholds`` as they were. Training records of a reader are these rows.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="certificates")
    instrument = models.CharField(max_length=20)
    features = models.JSONField()
    results = models.JSONField()
    thresholds = models.JSONField()
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        ordering = ["user", "-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "campaign"], name="scoring_certificate_once_a_calibration"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.user_id} {self.instrument} {self.valid_until:%Y-%m-%d}"
