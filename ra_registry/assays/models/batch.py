"""Uploaded files, the batches accepted from them, and their plates."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.assays.models.panel import KitLot, Panel
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of, paired
from ra_registry.core.permissions import Permission


class FileState(models.TextChoices):
    """Where an uploaded file stands."""

    STAGED = "staged", "Waiting for review"
    ACCEPTED = "accepted", "Accepted"
    DISCARDED = "discarded", "Discarded"
    VOIDED = "voided", "Taken back"


class StudyScopedQuerySet(models.QuerySet):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_ASSAYS
    ) -> StudyScopedQuerySet:
        """Rows of studies where the person holds ``permission`` for every centre.

        A plate mixes the samples of several centres, so a role for one centre opens no plate.
        """
        held = Membership.objects.held_by(user, permission).filter(centre__isnull=True)
        return self.filter(study__in=held.values("study"))


# What a batch was accepted from stays what it was: layout, lot and panel as well as the content.
DECISION_IS_FINAL = """
    IF OLD.state <> 'staged' AND (
        (NEW.layout_name, NEW.layout_content, NEW.answers, NEW.format, NEW.panel_id, NEW.lot_id,
            NEW.decided_at, NEW.decided_by_id)
        IS DISTINCT FROM
        (OLD.layout_name, OLD.layout_content, OLD.answers, OLD.format, OLD.panel_id, OLD.lot_id,
            OLD.decided_at, OLD.decided_by_id)
        OR NEW.state <> OLD.state AND NOT (OLD.state = 'accepted' AND NEW.state = 'voided')
    ) THEN
        RAISE EXCEPTION 'A decided file is never changed, an accepted one only taken back'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class AssayFile(models.Model):
    """An uploaded file, kept as it came, with what the parser made of it.

    Staged: nothing clinical is stored yet. The content never changes; the same content again in the
    same study is recognised by its hash. ``answers`` hold what a person said about how to read it,
    see ``services/answers``.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="assay_files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    layout_name = models.CharField(max_length=255, blank=True)
    layout_content = models.BinaryField(null=True)
    answers = models.JSONField(default=dict)
    format = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.STAGED)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+", null=True)
    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="+", null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = StudyScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            one_of("state", FileState.choices, name="assays_file_state_known"),
            paired("uploaded_at", "uploaded_by", name="assays_file_uploaded_pair"),
            paired("decided_at", "decided_by", name="assays_file_decided_pair"),
            models.UniqueConstraint(
                fields=["study", "sha256"],
                condition=Q(state__in=["staged", "accepted"]),
                name="assays_file_once",
                violation_error_message="This file has been uploaded already.",
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Protect(
                name="content_is_final",
                operation=pgtrigger.UpdateOf("content", "sha256", "size", "study_id", "name"),
            ),
            pgtrigger.Trigger(
                name="decision_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=DECISION_IS_FINAL,
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Batch(models.Model):
    """The results of one accepted file. Taken back as a whole by voiding, never deleted."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="batches")
    file = models.OneToOneField(AssayFile, on_delete=models.PROTECT, related_name="batch")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="+")
    rows_in_file = models.PositiveIntegerField()
    rows_stored = models.PositiveIntegerField()
    # What spoke against the file, and the reason with which it was accepted all the same.
    findings = models.JSONField(default=list)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    void_reason = models.CharField(max_length=300, blank=True)

    objects = StudyScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-accepted_at"]
        verbose_name_plural = "batches"
        constraints = [
            paired("accepted_at", "accepted_by", name="assays_batch_accepted_pair"),
            paired("voided_at", "voided_by", name="assays_batch_voided_pair"),
            models.CheckConstraint(
                name="assays_batch_void_reason",
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Trigger(
                name="only_voided_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.voided_at IS NOT NULL
                        OR to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[]
                        <> to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[]
                    THEN
                        RAISE EXCEPTION 'An accepted batch is never changed, only voided once'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Plate(models.Model):
    """One plate of a batch, with what its file says of it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="plates")
    position = models.PositiveSmallIntegerField()
    barcode = models.CharField(max_length=60)
    rows = models.PositiveSmallIntegerField(default=8)
    columns = models.PositiveSmallIntegerField(default=12)
    read_at_text = models.CharField(max_length=60, blank=True)
    # The day of that text, where its file tells one.
    read_on = models.DateField(null=True)
    instrument = models.CharField(max_length=120, blank=True)
    curves = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="assays_plate_position")
        ]
        triggers = [
            no_delete(),
            pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.barcode
