"""The sites of every instrument, as rows, so that the database knows their ranges."""

from __future__ import annotations

from django.db import models

from ra_registry.core.constraints import append_only


class InstrumentItem(models.Model):
    """One scorable site and feature of an instrument version, written after migrations only.

    ``maximum_half_units``: scores are whole numbers of half units, so a range is exact.
    """

    instrument = models.CharField(max_length=20)
    code = models.CharField(max_length=30)
    feature = models.CharField(max_length=20)
    region = models.CharField(max_length=10)
    site = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    maximum_half_units = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="scoring_item_code"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.instrument} {self.code}"
