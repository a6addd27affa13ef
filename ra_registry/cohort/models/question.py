"""Questions about what is recorded, the answers to them, and the limits that they are asked by."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models.patient import Patient
from ra_registry.core.constraints import append_only, no_delete, one_of
from ra_registry.core.permissions import Permission


class QuestionState(models.TextChoices):
    """Where a question stands."""

    OPEN = "open", _("Open")
    KEPT = "kept", _("Value kept")
    SETTLED = "settled", _("Settled by a correction")


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PATIENTS
    ) -> QuestionQuerySet:
        return self.filter(patient__in=Patient.objects.visible_to(user, permission))

    def open(self) -> QuestionQuerySet:
        return self.filter(state=QuestionState.OPEN, patient__voided_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Question(models.Model):
    """What a rule found in a patient's records, until it is answered or corrected away.

    ``mark`` names rule, records and values: another value is another question. ``places`` are the
    values concerned, the first of them in record ``record_id`` of ``kind``; ``usual`` is what the
    rule would have taken. The sentence is made of these when it is shown.
    """

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="questions")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="questions")
    rule = models.CharField(max_length=40)
    hard = models.BooleanField(default=False)
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    mark = models.CharField(max_length=16)
    places = models.JSONField()
    usual = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-hard", "patient__pseudonym", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "kind", "record_id", "mark"], name="cohort_question_once"
            ),
            one_of(
                "state",
                [(key, "") for key in QuestionState.values],
                name="cohort_question_state_known",
            ),
            models.CheckConstraint(
                name="cohort_question_hard_not_kept",
                condition=~models.Q(hard=True, state="kept"),
                violation_error_message=_("A contradiction is corrected, never kept."),
            ),
        ]
        indexes = [models.Index(fields=["study", "state"], name="cohort_question_by_state")]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.rule} {self.patient_id}"


class QuestionAnswer(models.Model):
    """Somebody looked at a question and keeps the value: who, when, why, and which value."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    found = models.CharField(max_length=400)
    reason = models.CharField(max_length=300)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["answered_at"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.question_id} {self.found}"


class PlausibilityVersion(models.Model):
    """A study's own limits, whole. The newest number is in force; older ones stay to be seen."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="limits")
    number = models.PositiveIntegerField()
    limits = models.JSONField()
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="cohort_plausibilityversion_number"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.study_id} {self.number}"
