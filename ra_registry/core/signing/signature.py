"""The record of a signature. It is never removed; the one thing that happens to it is shown."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import fingerprint, no_delete, one_of, paired
from ra_registry.core.signing.acts import Meaning
from ra_registry.core.signing.step_up import Method

# Through any door: no signature without the proof that was used for it, at its very moment.
HAS_ITS_PROOF = """
    IF NOT EXISTS (
        SELECT 1 FROM core_stepup proof
        WHERE proof.user_id = NEW.signer_id AND proof.act = NEW.act
            AND proof.content_hash = NEW.content_hash AND proof.used_at = NEW.signed_at
    ) THEN
        RAISE EXCEPTION 'A signature needs the proof that its signer was there'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.superseded_at IS NOT NULL THEN
        RAISE EXCEPTION 'A new signature is in force' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
SUPERSEDED_ONCE = """
    IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
        OR to_jsonb(NEW) - of_superseding <> to_jsonb(OLD) - of_superseding THEN
        RAISE EXCEPTION 'A signature is never changed; it is superseded, once'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
OF_SUPERSEDING = ["superseded_at", "superseded_by_id", "superseded_as", "superseded_because"]


class SignatureQuerySet(models.QuerySet["Signature"]):
    def of(self, subject: models.Model) -> SignatureQuerySet:
        """Every signature of one saved record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def in_force(self) -> SignatureQuerySet:
        return self.filter(superseded_at__isnull=True)


class Signature(models.Model):
    """Who signed what, when, and what the person stated by it.

    No foreign keys: a signature stands by itself, as an audit event does. Names and the statement
    are kept as they were printed.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    act = models.CharField(max_length=60)
    meaning = models.CharField(max_length=16, choices=Meaning.choices)
    statement = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    signer_id = models.BigIntegerField()
    signed_as = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    method = models.CharField(max_length=20, choices=Method.choices)
    superseded_at = models.DateTimeField(null=True)
    superseded_by_id = models.BigIntegerField(null=True)
    superseded_as = models.CharField(max_length=120, blank=True)
    superseded_because = models.CharField(max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="signature_of_subject")]
        constraints = [
            one_of("meaning", Meaning.choices, name="core_signature_meaning_known"),
            one_of("method", Method.choices, name="core_signature_method_known"),
            fingerprint("content_hash", name="core_signature_content_hash"),
            models.CheckConstraint(
                name="core_signature_printed",
                condition=~Q(signed_as="") & ~Q(statement=""),
                violation_error_message=_("A signature has a printed name and a statement."),
            ),
            paired("superseded_at", "superseded_by_id", name="core_signature_superseded_pair"),
            models.CheckConstraint(
                name="core_signature_superseded_why",
                condition=Q(superseded_at__isnull=True, superseded_as="", superseded_because="")
                | (
                    Q(superseded_at__isnull=False)
                    & ~Q(superseded_as="")
                    & ~Q(superseded_because="")
                ),
                violation_error_message=_("Superseding a signature needs a person and a reason."),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "act", "signer_id"],
                condition=Q(superseded_at__isnull=True),
                name="core_signature_one_in_force",
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Trigger(
                name="has_its_proof",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=HAS_ITS_PROOF,
            ),
            pgtrigger.Trigger(
                name="superseded_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("of_superseding", f"TEXT[] := ARRAY{OF_SUPERSEDING}")],  # unseen
                func=SUPERSEDED_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_as}: {self.act} {self.subject_type} {self.subject_id}"

    def particulars(self) -> dict[str, Any]:
        """Return what the event of the act says of its signature."""
        return {
            "name": self.signed_as,
            "meaning": str(self.meaning),
            "statement": self.statement,
            "at": self.signed_at.isoformat(),
            "method": str(self.method),
        }
