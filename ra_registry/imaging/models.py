"""Imaging examinations: what was imaged, when, and which series exist."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Visit
from ra_registry.core.constraints import one_of, since_1900
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


class Modality(models.TextChoices):
    """MRI or radiograph."""

    MRI = "MR", "MRI"
    RADIOGRAPH = "XR", "Radiograph"


class Side(models.TextChoices):
    """Which hand, or both sides."""

    RIGHT = "R", "Right"
    LEFT = "L", "Left"
    BOTH = "B", "Both"


class SideRule(models.TextChoices):
    """Why that hand was chosen."""

    DOMINANT = "dominant", "Dominant hand"
    CLINICAL = "clinical", "Clinically dominant hand"
    SYMPTOMATIC = "symptomatic", "Most symptomatic hand"
    NOT_APPLICABLE = "", "Both sides"


class ExaminationQuerySet(ClinicalQuerySet["ImagingExamination"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> ExaminationQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, permission))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ImagingExamination(ClinicalModel):
    """One examination at a visit: MRI of one hand, or radiographs of hands and feet.

    The series decide what can be scored: synovitis needs post-contrast T1, bone marrow oedema
    T2 fat-saturated or STIR.
    """

    hangs_on = "visit"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="examinations")
    modality = models.CharField(max_length=2, choices=Modality.choices)
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
            one_of("modality", Modality.choices, name="imaging_examination_modality_known"),
            models.UniqueConstraint(
                fields=["visit", "modality"],
                condition=Q(voided_at__isnull=True),
                name="imaging_examination_once",
                violation_error_message="This visit has an examination of that kind already.",
            ),
            models.CheckConstraint(
                name="imaging_examination_side",
                condition=Q(modality="XR", side="B") | Q(modality="MR", side__in=["L", "R"]),
                violation_error_message="MRI is of one hand; radiographs are of both sides.",
            ),
            since_1900("acquired_on", name="imaging_examination_since"),
        ]

    def __str__(self) -> str:
        return f"{self.modality} of visit {self.visit_id}"
