"""Patients, known by study pseudonym only."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models.laboratory import lab_columns, printed_field, sign_field
from ra_registry.cohort.models.membership import Membership
from ra_registry.core.constraints import belongs_to, one_of, since_1900, true_date
from ra_registry.core.entry.model_fields import PartialDateField
from ra_registry.core.models import ClinicalModel, ClinicalQuerySet
from ra_registry.core.permissions import Permission


class Sex(models.TextChoices):
    """Sex as recorded at the centre."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"


class Hand(models.TextChoices):
    """The hand used for writing."""

    RIGHT = "R", "Right"
    LEFT = "L", "Left"


class Diagnosis(models.TextChoices):
    """Diagnosis and the criteria it was made by."""

    RA_2010 = "ra-2010", "Rheumatoid arthritis (ACR/EULAR 2010)"
    RA_1987 = "ra-1987", "Rheumatoid arthritis (ACR 1987)"
    UNDIFFERENTIATED = "ua", "Undifferentiated arthritis"
    OTHER = "other", "Other"


PSEUDONYM = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]{1,18}[A-Z0-9]$",
    "Use 3 to 20 capital letters, digits and hyphens, for example: KB-7Q4M.",
)


class PatientQuerySet(ClinicalQuerySet["Patient"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> PatientQuerySet:
        """Patients of the studies and centres where the person holds ``permission``."""
        held = Membership.objects.held_by(user, permission)
        return self.filter(
            Q(study__in=held.filter(centre__isnull=True).values("study"))
            | Q(centre__in=held.filter(centre__isnull=False).values("centre"))
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Patient(ClinicalModel):
    """A participant. The list that links pseudonym and person stays at the centre."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="patients")
    centre = models.ForeignKey("cohort.Centre", on_delete=models.PROTECT, related_name="patients")
    pseudonym = models.CharField(max_length=20, validators=[PSEUDONYM])
    sex = models.CharField(max_length=1, choices=Sex.choices)
    birth_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    dominant_hand = models.CharField(max_length=1, choices=Hand.choices, blank=True)
    symptom_onset = PartialDateField(null=True, blank=True)
    diagnosis = models.CharField(max_length=10, choices=Diagnosis.choices)
    diagnosed_on = PartialDateField(null=True, blank=True)
    enrolled_on = models.DateField()
    # Serology as measured: value or limit, unit, and the laboratory's upper limit of normal.
    rf_value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    rf_sign = sign_field(_("rf sign"))
    rf_printed = printed_field(_("rf printed"))
    rf_unit = models.CharField(max_length=12, blank=True)
    rf_uln = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    acpa_value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    acpa_sign = sign_field(_("acpa sign"))
    acpa_printed = printed_field(_("acpa printed"))
    acpa_unit = models.CharField(max_length=12, blank=True)
    acpa_uln = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    LABORATORY = (lab_columns("rf"), lab_columns("acpa"))

    objects = PatientQuerySet.as_manager()

    class Meta(ClinicalModel.Meta):
        ordering = ["pseudonym"]
        constraints = [
            *ClinicalModel.Meta.constraints,
            models.UniqueConstraint("study", Lower("pseudonym"), name="cohort_patient_pseudonym"),
            one_of("sex", Sex.choices, name="cohort_patient_sex_known"),
            one_of("dominant_hand", [("", ""), *Hand.choices], name="cohort_patient_hand_known"),
            one_of("diagnosis", Diagnosis.choices, name="cohort_patient_diagnosis_known"),
            models.CheckConstraint(
                name="cohort_patient_birth_year",
                condition=Q(birth_year__gte=1900, birth_year__lte=2100),
            ),
            *(
                models.CheckConstraint(
                    name=f"cohort_patient_{marker}_complete",
                    # A check that is NULL passes, so every column of it is asked for.
                    condition=Q(**{f"{marker}_value__isnull": True})
                    | (
                        Q(**{f"{marker}_uln__isnull": False})
                        & Q(**{f"{marker}_value__gte": 0, f"{marker}_uln__gt": 0})
                        & ~Q(**{f"{marker}_unit": ""})
                    ),
                    violation_error_message=(
                        f"{marker.upper()} needs its unit and its upper limit of normal."
                    ),
                )
                for marker in ("rf", "acpa")
            ),
            *lab_columns("rf").constraints("cohort_patient"),
            *lab_columns("acpa").constraints("cohort_patient"),
            true_date("symptom_onset", name="cohort_patient_onset_date"),
            true_date("diagnosed_on", name="cohort_patient_diagnosed_date"),
            since_1900("enrolled_on", name="cohort_patient_enrolled_since"),
        ]
        triggers = [
            *ClinicalModel.Meta.triggers,
            belongs_to(
                name="centre_of_study",
                column="centre_id",
                parent_table="cohort_centre",
                own="study_id",
                parents="study_id",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    def get_absolute_url(self) -> str:
        return reverse("cohort:patient", args=[self.study.code, self.pseudonym])
