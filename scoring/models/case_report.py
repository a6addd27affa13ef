"""What a reader reports about a case instead of, or beside, scoring it."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import no_delete, one_of, paired
from scoring.models.assignment import Assignment


class ReportReason(models.TextChoices):
    """Why a case can't be read as it is; coded, so that nothing un-blinding is written down."""

    WRONG_SIDE = "wrong-side", _("The wrong side is shown")
    NAME_VISIBLE = "name-visible", _("A name or another identifier is visible")
    WRONG_PATIENT = "wrong-patient", _("The time points seem to be of different patients")
    NOT_ASSESSABLE = "not-assessable", _("The images can't be assessed")


class ReportAnswer(models.TextChoices):
    """What came of a report."""

    READ_ON = "read-on", _("Read the case as it is")
    IMAGES_REPLACED = "replaced", _("The images were replaced or corrected")
    WITHDRAWN = "withdrawn", _("The case is not read")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class CaseReport(models.Model):
    """One report of one reader, open until somebody who manages the campaign answers it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=16, choices=ReportReason.choices)
    column = models.PositiveSmallIntegerField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=12, choices=ReportAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-reported_at", "-id"]
        constraints = [
            one_of("reason", ReportReason.choices, name="scoring_report_reason_known"),
            one_of("answer", [("", ""), *ReportAnswer.choices], name="scoring_report_answer_known"),
            paired("reported_at", "reported_by", name="scoring_report_reported_pair"),
            paired("answered_at", "answered_by", name="scoring_report_answered_pair"),
            models.CheckConstraint(
                name="scoring_report_answer_dated",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["assignment", "reason"],
                condition=Q(answered_at__isnull=True),
                name="scoring_report_open_once",
            ),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.reason}"
