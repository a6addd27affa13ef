"""Clinical assessments: the raw components of disease activity. Composites are computed."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models.laboratory import lab_columns, printed_field, sign_field
from ra_registry.cohort.models.visit import Visit
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


class CrpUnit(models.TextChoices):
    """Units in which laboratories report CRP."""

    MG_PER_L = "mg/L", "mg/L"
    MG_PER_DL = "mg/dL", "mg/dL"


JOINTS = [MinValueValidator(0), MaxValueValidator(28)]
MILLIMETRES = [MinValueValidator(0), MaxValueValidator(100)]


class AssessmentQuerySet(ClinicalQuerySet["ClinicalAssessment"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> AssessmentQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, permission))


def _between(field: str, low: int, high: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"cohort_assessment_{field}",
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        violation_error_message=f"{field} must be from {low} to {high}.",
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class ClinicalAssessment(ClinicalModel):
    """One assessment at a visit. A component that was not recorded is null, never zero."""

    hangs_on = "visit"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="assessments")
    tjc28 = models.PositiveSmallIntegerField(
        "tender joints (28)", null=True, blank=True, validators=JOINTS
    )
    sjc28 = models.PositiveSmallIntegerField(
        "swollen joints (28)", null=True, blank=True, validators=JOINTS
    )
    ptga_mm = models.PositiveSmallIntegerField(
        "patient global (mm)", null=True, blank=True, validators=MILLIMETRES
    )
    phga_mm = models.PositiveSmallIntegerField(
        "physician global (mm)", null=True, blank=True, validators=MILLIMETRES
    )
    esr = models.PositiveSmallIntegerField(
        "ESR (mm/h)", null=True, blank=True, validators=[MaxValueValidator(200)]
    )
    esr_sign = sign_field(_("ESR sign"))
    esr_printed = printed_field(_("ESR printed"))
    crp_value = models.DecimalField("CRP", max_digits=7, decimal_places=3, null=True, blank=True)
    crp_sign = sign_field(_("CRP sign"))
    crp_printed = printed_field(_("CRP printed"))
    crp_unit = models.CharField("CRP unit", max_length=5, choices=CrpUnit.choices, blank=True)
    haq_di = models.DecimalField(
        "HAQ-DI",
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(3))],
    )

    LABORATORY = (lab_columns("esr", number="esr"), lab_columns("crp"))

    objects = AssessmentQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["visit__took_place_on"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(voided_at__isnull=True),
                name="cohort_assessment_once",
                violation_error_message="This visit has an assessment already.",
            ),
            _between("tjc28", 0, 28),
            _between("sjc28", 0, 28),
            _between("ptga_mm", 0, 100),
            _between("phga_mm", 0, 100),
            _between("esr", 0, 200),
            _between("haq_di", 0, 3),
            models.CheckConstraint(
                name="cohort_assessment_crp",
                condition=Q(crp_value__isnull=True, crp_unit="")
                | Q(crp_value__isnull=False, crp_value__gte=0, crp_unit__in=["mg/L", "mg/dL"]),
                violation_error_message="CRP needs its unit, mg/L or mg/dL.",
            ),
            *lab_columns("esr", number="esr").constraints("cohort_assessment"),
            *lab_columns("crp").constraints("cohort_assessment"),
        ]

    def __str__(self) -> str:
        return f"assessment of visit {self.visit_id}"
