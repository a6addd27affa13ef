"""Database constraints and triggers that several apps use."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q


def paired(at: str, by: str, *, name: str) -> models.CheckConstraint:
    """Return a check that a moment and its person are both set or both null."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        violation_error_message=f"{at} and {by} go together.",
    )


def one_of(field: str, choices: list[tuple[str, str]], *, name: str) -> models.CheckConstraint:
    """Return a check that ``field`` holds one of its choices, through raw SQL as well."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__in": [key for key, _ in choices]})
    )


def no_delete() -> pgtrigger.Protect:
    """Return a trigger that refuses to delete a row: clinical data are voided, never removed."""
    return pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


def append_only() -> list[pgtrigger.Trigger]:
    """Return triggers that refuse any change or removal of a stored row."""
    return [
        pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
        pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
    ]


def belongs_to(
    *, name: str, column: str, parent_table: str, own: str, parents: str
) -> pgtrigger.Trigger:
    """Return a trigger that a row and the row its ``column`` points to share a value.

    ``own`` and ``parents`` name the column to compare on the row itself and on the parent, for
    example a patient and its centre that must be of the same study. A null ``column`` is allowed.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.{column} IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {parent_table} parent
                WHERE parent.id = NEW.{column} AND parent.{parents} = NEW.{own}
            ) THEN
                RAISE EXCEPTION '%: {column} is of another {own}', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - names come from models, never from input
    )
