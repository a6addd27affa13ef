"""Planned visits of a study, and the visits that took place."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.cohort.models.patient import Patient
from ra_registry.core.constraints import belongs_to, no_delete, since_1900
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PlannedVisit(models.Model):
    """A visit of the study's schedule: a day counted from enrolment, and the window around it."""

    study = models.ForeignKey(
        "cohort.Study", on_delete=models.PROTECT, related_name="planned_visits"
    )
    code = models.SlugField(max_length=12)
    name = models.CharField(max_length=80)
    day = models.IntegerField(help_text="Days from enrolment")
    days_before = models.PositiveSmallIntegerField(default=0)
    days_after = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["day", "code"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="cohort_plannedvisit_code"),
            models.UniqueConstraint(fields=["study", "day"], name="cohort_plannedvisit_day"),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(ClinicalQuerySet["Visit"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> VisitQuerySet:
        """Visits of the patients the person may see."""
        return self.filter(patient__in=Patient.objects.visible_to(user, permission))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Visit(ClinicalModel):
    """A visit of one patient. There is one current visit per planned visit."""

    hangs_on = "patient"

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="visits")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    planned = models.ForeignKey(PlannedVisit, on_delete=models.PROTECT, related_name="visits")
    took_place_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["took_place_on"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "planned"],
                condition=Q(voided_at__isnull=True),
                name="cohort_visit_once",
                violation_error_message="This planned visit is recorded already.",
            ),
            since_1900("took_place_on", name="cohort_visit_since"),
        ]
        triggers = [
            *ClinicalModel.Meta.triggers,
            *(
                belongs_to(
                    name=f"{column}_of_study",
                    column=f"{column}_id",
                    parent_table=table,
                    own="study_id",
                    parents="study_id",
                )
                for column, table in (
                    ("patient", "cohort_patient"),
                    ("planned", "cohort_plannedvisit"),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} {self.planned_id}"
