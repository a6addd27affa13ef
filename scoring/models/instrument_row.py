"""Instruments as rows: their whole definition, which outlives the file that brought them."""

from __future__ import annotations

from django.db import models

from ra_registry.core.constraints import no_delete


class InstrumentRow(models.Model):
    """One instrument version, as its file last described it.

    ``withdrawn_at``: since when no file brings it. Campaigns that read it stay readable from
    ``definition`` (``scoring.instruments.to_plain``), and no new campaign can choose it.
    """

    key = models.CharField(max_length=20, primary_key=True)
    definition = models.JSONField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.key
