"""Cases: one patient in one campaign, known to readers by a random number."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ra_registry.cohort.models import Patient, Visit
from ra_registry.core.models import in_force
from ra_registry.imaging.models import ImagingExamination
from scoring.models.campaign import Campaign

# A case can be taken out again while its campaign is being set up; then it stays as it was drawn.
DRAFT_CASES_ONLY = """
    IF NOT EXISTS (
        SELECT 1 FROM scoring_case kase JOIN scoring_campaign campaign
            ON campaign.id = kase.campaign_id
        WHERE kase.id = OLD.{case} AND campaign.state = 'draft'
    ) THEN
        RAISE EXCEPTION 'Cannot remove a case of an opened campaign'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
"""


def _kept_once_opened(case: str) -> list[pgtrigger.Trigger]:
    """Return triggers that refuse any change, and removal once the campaign is opened."""
    return [
        pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
        pgtrigger.Trigger(
            name="draft_cases_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func=DRAFT_CASES_ONLY.format(case=case),
        ),
    ]


class CaseQuerySet(models.QuerySet["Case"]):
    def active(self) -> CaseQuerySet:
        """Cases whose patient counts, and every visit and examination that is read.

        A case is read as a whole, so one voided examination takes it out of worklists and counts;
        readings and drafts stay with it, and are back when the examination is restored.
        """
        gone = CaseTimePoint.objects.filter(case=OuterRef("pk")).exclude(
            in_force(Visit, "visit") & Q(examination__voided_at__isnull=True)
        )
        return self.filter(~Exists(gone), in_force(Patient, "patient"))


class Case(models.Model):
    """A patient's set of examinations to be read together.

    ``number`` is its name among those who manage the campaign; each reader has another one for it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="cases")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="scoring_case_number"),
            models.UniqueConstraint(fields=["campaign", "patient"], name="scoring_case_patient"),
        ]
        triggers = _kept_once_opened("id")

    def __str__(self) -> str:
        return self.number


class CaseTimePoint(models.Model):
    """One examination of a case. ``position`` is the true order; readers may get another one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="time_points")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    examination = models.ForeignKey(
        ImagingExamination, on_delete=models.PROTECT, related_name="+", null=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="scoring_timepoint_position"),
            models.UniqueConstraint(fields=["case", "visit"], name="scoring_timepoint_visit"),
        ]
        triggers = _kept_once_opened("case_id")

    def __str__(self) -> str:
        return f"{self.case_id} @ {self.position}"
