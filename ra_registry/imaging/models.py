"""Imaging examinations: what was imaged, when, and which series exist."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Visit
from ra_registry.core.constraints import no_delete, since_1900
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission
from ra_registry.imaging import modalities


class ModalityRow(models.Model):
    """A modality as the database knows it; the list itself is ``modalities.MODALITIES``."""

    code = models.CharField(max_length=2, primary_key=True)
    label = models.CharField(max_length=40)
    dicom = models.CharField(max_length=16)
    sides = ArrayField(models.CharField(max_length=1))

    class Meta:
        db_table = "imaging_modality"
        ordering = ["code"]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.label


class Side(models.TextChoices):
    """Which hand, or both sides."""

    RIGHT = modalities.RIGHT, "Right"
    LEFT = modalities.LEFT, "Left"
    BOTH = modalities.BOTH, "Both"


class SideRule(models.TextChoices):
    """Why that hand was chosen."""

    DOMINANT = "dominant", "Dominant hand"
    CLINICAL = "clinical", "Clinically dominant hand"
    SYMPTOMATIC = "symptomatic", "Most symptomatic hand"
    NOT_APPLICABLE = "", "Both sides"


# A check constraint can't look into another table, and one that lists codes needs a migration for
# every modality.
SHOWS_WHAT_ITS_MODALITY_CAN = """
    IF NOT EXISTS (
        SELECT 1 FROM imaging_modality modality
        WHERE modality.code = NEW.modality AND NEW.side = ANY (modality.sides)
    ) THEN
        RAISE EXCEPTION 'Examination refused: % of side % is no modality with that side',
            NEW.modality, NEW.side USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ExaminationQuerySet(ClinicalQuerySet["ImagingExamination"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> ExaminationQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, permission))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ImagingExamination(ClinicalModel):
    """One examination at a visit, such as MRI of one hand or radiographs of hands and feet.

    The series of an MRI decide what can be scored: synovitis needs post-contrast T1, bone marrow
    oedema T2 fat-saturated or STIR.
    """

    hangs_on = "visit"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="examinations")
    modality = models.CharField(max_length=2, choices=modalities.choices)
    side = models.CharField(max_length=1, choices=Side.choices)
    side_rule = models.CharField(max_length=12, choices=SideRule.choices, blank=True)
    acquired_on = models.DateField()
    has_t1 = models.BooleanField(default=False)
    has_t1_contrast = models.BooleanField(default=False)
    has_t2_fs_or_stir = models.BooleanField(default=False)
    planes = models.PositiveSmallIntegerField(default=2)
    note = models.CharField(max_length=300, blank=True)

    objects = ExaminationQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["acquired_on"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["visit", "modality"],
                condition=Q(voided_at__isnull=True),
                name="imaging_examination_once",
                violation_error_message="This visit has an examination of that kind already.",
            ),
            since_1900("acquired_on", name="imaging_examination_since"),
        ]
        triggers = [
            *ClinicalModel.Meta.triggers,
            pgtrigger.Trigger(
                name="modality_and_side",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("modality", "side"),
                func=SHOWS_WHAT_ITS_MODALITY_CAN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.modality} of visit {self.visit_id}"
