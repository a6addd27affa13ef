"""The audit trail, and the abstract base of clinical rows."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

import pgtrigger
from django.conf import settings
from django.db import models

from ra_registry.core.constraints import append_only, no_delete, paired
from ra_registry.core.events import EventKind
from ra_registry.core.signing.refused_step_up import RefusedStepUp
from ra_registry.core.signing.signature import Signature
from ra_registry.core.signing.step_up import StepUp
from ra_registry.core.voiding import VoidingAct, void_has_its_act

__all__ = [
    "AuditEvent",
    "AuditHead",
    "ClinicalModel",
    "ClinicalQuerySet",
    "RefusedStepUp",
    "Signature",
    "StepUp",
    "VoidingAct",
]

ClinicalRow = TypeVar("ClinicalRow", bound="ClinicalModel")

# The chain is computed by the database, so an event written by any door is part of it. The lock is
# held until the transaction ends: positions follow the order of commits, no two events share one.
CHAIN_LOCK = 726_011
CHAIN_FUNCTION = f"""
    PERFORM pg_advisory_xact_lock({CHAIN_LOCK});
    INSERT INTO core_audithead (id, position, hash) VALUES (1, 0, '') ON CONFLICT (id) DO NOTHING;
    SELECT head.position + 1, head.hash INTO NEW.position, NEW.previous_hash
        FROM core_audithead head WHERE head.id = 1;
    NEW.hash := encode(sha256(convert_to(core_audit_text(NEW), 'UTF8')), 'hex');
    UPDATE core_audithead SET position = NEW.position, hash = NEW.hash WHERE id = 1;
    RETURN NEW;
"""  # noqa: S608 - built from a constant


class AuditEvent(models.Model):
    """One semantic event (signed in, submitted, imported ...), chained to the one before.

    No foreign keys: deleting an account or a study never takes its history along.
    """

    position = models.BigIntegerField(unique=True, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40, choices=EventKind.choices)
    study_code = models.CharField(max_length=40, blank=True)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["study_code", "-position"], name="audit_by_study")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CHAIN_FUNCTION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"


class AuditHead(models.Model):
    """The last link of the chain, so that cutting off its end is found as well."""

    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


def in_force(model: type[ClinicalModel], path: str = "") -> models.Q:
    """Return the condition that neither a clinical row nor what it hangs on is voided.

    ``path`` leads to the row from the table that is asked: ``in_force(Sample, "well__sample")``.
    """
    steps = [path] if path else []
    conditions: dict[str, Any] = {}
    current: Any = model
    while True:
        conditions["__".join([*steps, "voided_at__isnull"])] = True
        if not current.hangs_on:
            return models.Q(**conditions)
        steps.append(current.hangs_on)
        current = current._meta.get_field(current.hangs_on).remote_field.model


def below(model: type[ClinicalModel], record: ClinicalModel) -> models.Q | None:
    """Return the condition of the rows of ``model`` that hang on ``record``; None: such never do.

    What is voided by itself, or hangs on another voided row in between, is not among them, so they
    are what leaves every count when ``record`` is voided and comes back when it is restored.
    """
    steps: list[str] = []
    conditions: dict[str, Any] = {}
    current: Any = model
    while current.hangs_on:
        conditions["__".join([*steps, "voided_at__isnull"])] = True
        steps.append(current.hangs_on)
        current = current._meta.get_field(current.hangs_on).remote_field.model
        if isinstance(record, current):
            return models.Q(**conditions, **{"__".join(steps): record})
    return None


class ClinicalQuerySet(models.QuerySet[ClinicalRow]):
    """Clinical rows."""

    def active(self) -> Self:
        """Rows that count: not voided, and hanging on nothing that is."""
        return self.filter(in_force(self.model))

    def kept(self) -> Self:
        """Rows that are not voided themselves: what the record of a voided patient still shows."""
        return self.filter(voided_at__isnull=True)


class ClinicalModel(models.Model):
    """A clinical row: who made it and when, voided with a reason instead of deleted.

    ``revision`` is raised by each change; a form sends back the one it started from, so that a
    stale form is refused instead of overwriting. ``hangs_on`` names the column of the clinical row
    that this one is part of: a visit hangs on its patient, and is hidden while the patient is
    voided. Its own void is another matter, which restoring the patient leaves alone.
    """

    hangs_on: ClassVar[str] = ""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    revision = models.PositiveIntegerField(default=1)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            paired("voided_at", "voided_by", name="%(app_label)s_%(class)s_voided_pair"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_void_reason",
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                violation_error_message="A voided record needs a reason.",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [no_delete(), *void_has_its_act()]

    def voided_above(self) -> ClinicalModel | None:
        """Return this row or the next one above it that is voided; None when the row counts."""
        row: Any = self
        while row is not None and row.voided_at is None:
            row = getattr(row, row.hangs_on) if row.hangs_on else None
        found: ClinicalModel | None = row
        return found
