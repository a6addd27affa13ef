"""Database constraints and triggers that several apps use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Least, Left, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.model_fields import ISO_PATTERN

FIRST_DAY = date(1900, 1, 1)


def paired(at: str, by: str, *, name: str) -> models.CheckConstraint:
    """Return a check that a moment and its person are both set or both null."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        violation_error_message=f"{at} and {by} go together.",
    )


def one_of(field: str, choices: Sequence[tuple[str, Any]], *, name: str) -> models.CheckConstraint:
    """Return a check that ``field`` holds one of its choices, through raw SQL as well."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__in": [key for key, _ in choices]})
    )


def fingerprint(field: str, *, name: str) -> models.CheckConstraint:
    """Return a check that ``field`` holds a SHA-256 as 64 lower case hexadecimals."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__regex": "^[0-9a-f]{64}$"}),
        violation_error_message=_("Expected a SHA-256 as 64 lower case hexadecimals."),
    )


def since_1900(field: str, *, name: str) -> models.CheckConstraint:
    """Return a check that a day is not before 1900: an older one has lost digits of its year."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": FIRST_DAY}),
        violation_error_message=_("A year before 1900 has lost digits."),
    )


def true_date(field: str, *, name: str) -> models.CheckConstraint:
    """Return a check that a text is a year, a month or a day of the calendar from 1900 on."""
    exists = (
        f"CASE WHEN length({field}) < 10 THEN TRUE "
        f"ELSE right({field}, 2)::integer <= extract(day FROM make_date(left({field}, 4)::integer, "
        f"substr({field}, 6, 2)::integer, 1) + interval '1 month' - interval '1 day') END"
    )
    return models.CheckConstraint(
        name=name,
        # The pattern is asked first and alone: a text that is no date can't be taken apart.
        condition=Q(**{f"{field}__isnull": True})
        | Q(
            RawSQL(  # noqa: S611 - names come from models, never from input
                f"CASE WHEN {field} ~ '{ISO_PATTERN}' THEN {exists} ELSE FALSE END",
                (),
                output_field=models.BooleanField(),
            )
        ),
        violation_error_message=_("Expected a date such as 2024, 2024-03 or 2024-03-31."),
    )


def dates_in_order(first: str, then: str, *, name: str, message: str) -> models.CheckConstraint:
    """Return a check that ``then`` is not certainly before ``first``.

    Both are ISO texts of a year, a month or a day: as far as both are known, the texts compare as
    the dates do.
    """
    known = Least(Length(first), Length(then))
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{then}__isnull": True})
        | Q(GreaterThanOrEqual(Left(F(then), known), Left(F(first), known))),
        violation_error_message=message,
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
