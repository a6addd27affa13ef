"""Queries: what a data manager asks a reader to look at again, and the answer."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import no_delete, one_of, paired
from scoring.models.reading import CorrectionReason, Reading


class QueryAnswer(models.TextChoices):
    """How a reader answers."""

    CORRECTED = "corrected", _("Corrected")
    CONFIRMED = "confirmed", _("Confirmed")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ReadingQuery(models.Model):
    """A question about a submitted reading, by coded reason, sites and columns A, B, … only.

    Answered by a correction, whose version names the same reason, or by confirming what stands.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="queries")
    asked_for = models.CharField(max_length=10, choices=CorrectionReason.choices)
    cells = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=QueryAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("asked_for", CorrectionReason.choices, name="scoring_query_reason_known"),
            one_of("answer", [("", ""), *QueryAnswer.choices], name="scoring_query_answer_known"),
            paired("asked_at", "asked_by", name="scoring_query_asked_pair"),
            paired("answered_at", "answered_by", name="scoring_query_answered_pair"),
            models.CheckConstraint(
                name="scoring_query_answer_dated",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["reading"],
                condition=Q(answered_at__isnull=True),
                name="scoring_query_open_once",
                violation_error_message=_("This reading has an open query already."),
            ),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.asked_for}"
