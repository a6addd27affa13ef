"""Voiding in the database: acts that are only ever added, and rows that follow the act in force.

An act is the way to void and to restore. A row that is voided by another door (raw SQL) writes its
own act, so no void is without one; a row is restored by an act alone.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import append_only, one_of


class ActKind(models.TextChoices):
    """What an act does to its row."""

    VOID = "void", _("Voided")
    RESTORE = "restore", _("Restored")


# The lock on the row makes two acts at the same moment wait for each other.
ACTS_ALTERNATE = """
    EXECUTE format('SELECT 1 FROM %I WHERE id = $1 FOR UPDATE', NEW.record_table)
        USING NEW.record_id;
    SELECT act.kind INTO before FROM core_voidingact act
        WHERE act.record_table = NEW.record_table AND act.record_id = NEW.record_id
        ORDER BY act.id DESC LIMIT 1;
    IF NEW.kind = coalesce(before, 'restore') THEN
        RAISE EXCEPTION 'Only a voided row is restored, and only a row in force is voided'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ROW_FOLLOWS_ACT = """
    EXECUTE format(
        'UPDATE %I SET voided_at = $1, voided_by_id = $2, void_reason = $3, '
        'revision = revision + 1 WHERE id = $4 AND voided_at IS DISTINCT FROM $1',
        NEW.record_table
    ) USING CASE WHEN NEW.kind = 'void' THEN NEW.at END,
        CASE WHEN NEW.kind = 'void' THEN NEW.by_id END,
        CASE WHEN NEW.kind = 'void' THEN NEW.reason ELSE '' END,
        NEW.record_id;
    EXECUTE format(
        'SELECT count(*) FROM %I WHERE id = $1 AND voided_at IS NOT DISTINCT FROM $2',
        NEW.record_table
    ) INTO following
        USING NEW.record_id, CASE WHEN NEW.kind = 'void' THEN NEW.at END;
    IF following <> 1 THEN
        RAISE EXCEPTION 'An act needs the row that it is about'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
"""
VOID_HAS_ITS_ACT = """
    SELECT act.kind, act.at, act.by_id, act.reason INTO last FROM core_voidingact act
        WHERE act.record_table = TG_TABLE_NAME AND act.record_id = NEW.id
        ORDER BY act.id DESC LIMIT 1;
    IF NEW.voided_at IS NULL THEN
        IF last.kind = 'void' THEN
            RAISE EXCEPTION 'A voided row is restored by an act, with a person and a reason'
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF last.kind = 'void' THEN
        IF (last.at, last.by_id, last.reason)
            IS DISTINCT FROM (NEW.voided_at, NEW.voided_by_id, NEW.void_reason) THEN
            RAISE EXCEPTION 'When, by whom and why a row was voided is never changed'
                USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        INSERT INTO core_voidingact (record_table, record_id, kind, at, by_id, reason)
            VALUES (TG_TABLE_NAME, NEW.id, 'void', NEW.voided_at, NEW.voided_by_id,
                NEW.void_reason);
    END IF;
    RETURN NULL;
"""


def void_has_its_act() -> list[pgtrigger.Trigger]:
    """Return the triggers of a voidable table: its void columns say what the act in force says."""
    changed = (
        pgtrigger.Q(old__voided_at__df=pgtrigger.F("new__voided_at"))
        | pgtrigger.Q(old__voided_by__df=pgtrigger.F("new__voided_by"))
        | pgtrigger.Q(old__void_reason__df=pgtrigger.F("new__void_reason"))
    )
    return [
        pgtrigger.Trigger(
            name=f"void_act_{name}",
            when=pgtrigger.After,
            operation=operation,
            condition=condition,
            declare=[("last", "RECORD")],
            func=VOID_HAS_ITS_ACT,
        )
        for name, operation, condition in (
            ("insert", pgtrigger.Insert, pgtrigger.Q(new__voided_at__isnull=False)),
            ("update", pgtrigger.Update, changed),
        )
    ]


class VoidingAct(models.Model):
    """A row was voided, or restored: by whom, when and why. Never changed, never removed."""

    record_table = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=7, choices=ActKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["record_table", "record_id", "-id"], name="act_of_record")]
        constraints = [
            one_of("kind", ActKind.choices, name="core_voidingact_kind_known"),
            models.CheckConstraint(
                name="core_voidingact_reason",
                condition=~models.Q(reason=""),
                violation_error_message=_("An act needs a reason."),
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="alternate",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("before", "TEXT")],
                func=ACTS_ALTERNATE,
            ),
            pgtrigger.Trigger(
                name="row_follows",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("following", "INTEGER")],
                func=ROW_FOLLOWS_ACT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_table} {self.record_id}"
