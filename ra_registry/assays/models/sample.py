"""Samples: a tube of a patient's blood, taken at a visit."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Patient, Visit
from ra_registry.core.constraints import belongs_to, one_of, since_1900
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


class Material(models.TextChoices):
    """What is in the tube."""

    PLASMA = "plasma", "Plasma"
    SERUM = "serum", "Serum"
    SYNOVIAL_FLUID = "synovial-fluid", "Synovial fluid"


SAMPLE_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,38}[A-Za-z0-9]$",
    "Use 2 to 40 letters, digits, dots, slashes, underscores and hyphens.",
)


class SampleQuerySet(ClinicalQuerySet["Sample"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_ASSAYS
    ) -> SampleQuerySet:
        return self.filter(visit__patient__in=Patient.objects.visible_to(user, permission))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Sample(ClinicalModel):
    """A labelled tube. Its code is what plate files call the sample."""

    hangs_on = "visit"

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="samples")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="samples")
    code = models.CharField(max_length=40, validators=[SAMPLE_CODE])
    material = models.CharField(max_length=15, choices=Material.choices, default=Material.PLASMA)
    taken_on = models.DateField()

    objects = SampleQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["code"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            # A tube registered at the wrong visit is voided; its label is then free again.
            models.UniqueConstraint(
                "study",
                Lower("code"),
                condition=Q(voided_at__isnull=True),
                name="assays_sample_code",
                violation_error_message="The study has a sample of this code already.",
            ),
            one_of("material", Material.choices, name="assays_sample_material_known"),
            since_1900("taken_on", name="assays_sample_since"),
        ]
        triggers = [
            *ClinicalModel.Meta.triggers,
            belongs_to(
                name="visit_of_study",
                column="visit_id",
                parent_table="cohort_visit",
                own="study_id",
                parents="study_id",
            ),
        ]

    def __str__(self) -> str:
        return self.code
