"""How a reading was made: what was scored normal in one act, and how long the reader looked."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ra_registry.core.constraints import append_only
from scoring.models.instrument_item import InstrumentItem
from scoring.models.reading import Reading


class RestNormalAct(models.Model):
    """Sites that were still empty and got the score 0 on the reader's explicit word.

    ``scope`` is the part of the form it was said of (feature, region, group; empty: all of it).
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="rest_normal_acts")
    scope = models.JSONField(default=dict)
    # True position of the time point and code of the item, as "1:erosion.RAD".
    cells = ArrayField(models.CharField(max_length=50))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["reading", "id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.reading_id}: {len(self.cells)}"


class TimeOnTask(models.Model):
    """Active seconds a reader spent on a site of a reading; never shown to others before lock.

    The page counts while it is seen, has the focus and was touched within a minute. Time that
    belongs to no site (reading help, the review before signing) has no item.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="times")
    item = models.ForeignKey(InstrumentItem, on_delete=models.PROTECT, related_name="+", null=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["reading", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "item"], nulls_distinct=False, name="scoring_time_once_a_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.item_id}: {self.seconds} s"
