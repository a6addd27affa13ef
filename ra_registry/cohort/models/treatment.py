"""Treatments with dates."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ra_registry.accounts.models import User
from ra_registry.cohort.models.patient import Patient
from ra_registry.core.constraints import dates_in_order, true_date
from ra_registry.core.entry.model_fields import PartialDateField
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


class TreatmentKind(models.TextChoices):
    """Class of drug."""

    CSDMARD = "csdmard", "Conventional synthetic DMARD"
    BDMARD = "bdmard", "Biologic DMARD"
    TSDMARD = "tsdmard", "Targeted synthetic DMARD"
    GLUCOCORTICOID = "glucocorticoid", "Glucocorticoid"
    NSAID = "nsaid", "NSAID"
    OTHER = "other", "Other"


class TreatmentQuerySet(ClinicalQuerySet["Treatment"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> TreatmentQuerySet:
        return self.filter(patient__in=Patient.objects.visible_to(user, permission))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Treatment(ClinicalModel):
    """A drug from one day to another; an open end means it goes on."""

    hangs_on = "patient"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=16, choices=TreatmentKind.choices)
    drug = models.CharField(max_length=80)
    dose = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    dose_unit = models.CharField(max_length=16, blank=True)
    frequency = models.CharField(max_length=40, blank=True)
    started_on = PartialDateField()
    stopped_on = PartialDateField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)

    objects = TreatmentQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["started_on", "drug"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            models.UniqueConstraint(
                "patient",
                Lower("drug"),
                "started_on",
                condition=Q(voided_at__isnull=True),
                name="cohort_treatment_once",
                violation_error_message="This drug is recorded from that day already.",
            ),
            dates_in_order(
                "started_on",
                "stopped_on",
                name="cohort_treatment_order",
                message="A treatment can't stop before it starts.",
            ),
            true_date("started_on", name="cohort_treatment_started_date"),
            true_date("stopped_on", name="cohort_treatment_stopped_date"),
            models.CheckConstraint(
                name="cohort_treatment_dose",
                condition=Q(dose__isnull=True) | (Q(dose__gt=0) & ~Q(dose_unit="")),
                violation_error_message="A dose needs its unit.",
            ),
        ]

    def __str__(self) -> str:
        return self.drug
