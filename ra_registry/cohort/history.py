"""Row history as people read it: who changed which field from what to what, when and why.

The rows are written by database triggers, so a change by any door is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from ra_registry.accounts.models import User
from ra_registry.cohort.models.laboratory import laboratory
from ra_registry.core.entry.numbers import CensoredNumber

# Bookkeeping columns say nothing that the line itself does not say.
HIDDEN = {
    "id",
    "revision",
    "created_at",
    "created_by",
    "study",
    "patient",
    "visit",
    "voided_at",
    "voided_by",
}


# Words of column names that Django's own guess at a name spells wrong.
SPELT = {
    "has": "",
    "rf": "RF",
    "acpa": "ACPA",
    "uln": "upper limit of normal",
    "t1": "T1",
    "t2": "T2",
    "fs": "fat-saturated",
    "stir": "STIR",
}


@dataclass(frozen=True)
class FieldChange:
    """One field of one change; ``old`` is empty at the first entry."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One write to one record."""

    at: datetime
    record: str
    by: str
    reason: str
    fields: list[FieldChange] = field(default_factory=list)
    is_first: bool = False
    is_void: bool = False
    is_restored: bool = False


def changes(
    model: type[models.Model],
    records: Iterable[models.Model],
    *,
    called: Callable[[Any], str] | None = None,
) -> list[Change]:
    """Return every change of ``records`` of one model, newest first; ``called`` names a record.

    A constant number of queries, however many records: the history rows with their context, the
    people, and one for each foreign key that can change.
    """
    by_id = {record.pk: record for record in records}
    rows: list[Any] = list(
        event_model(model)
        ._default_manager.filter(pgh_obj_id__in=by_id)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    names = _names(rows)
    related = _related(model, rows)
    found = []
    previous: dict[int, Any] = {}
    for row in rows:
        before = previous.get(row.pgh_obj_id)
        fields = _field_changes(model, row, before, related)
        record = called(by_id[row.pgh_obj_id]) if called else str(model._meta.verbose_name)
        found.append(_change(record, row, before, names, fields))
        previous[row.pgh_obj_id] = row
    return [change for change in reversed(found) if change.fields or change.is_first]


def event_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model of the history rows that the triggers of ``model`` write."""
    return next(
        relation.related_model
        for relation in model._meta.related_objects
        if relation.field.name == "pgh_obj"
    )


def latest_event(record: models.Model) -> int:
    """Return the number of the newest history row: the revision of records without a counter."""
    rows = event_model(type(record))._default_manager.filter(pgh_obj_id=record.pk)
    return rows.order_by("pgh_id").values_list("pgh_id", flat=True).last() or 0


def _names(rows: list[Any]) -> dict[int, str]:
    """Return the names of everybody who appears; changes outside a request fall back to columns."""
    ids = {
        person
        for row in rows
        for person in (
            _user_id(row),
            getattr(row, "created_by_id", None),
            getattr(row, "voided_by_id", None),
        )
        if person is not None
    }
    people = User.objects.filter(pk__in=ids)
    return {person.pk: str(person) for person in people}


def _user_id(row: Any) -> int | None:
    context = row.pgh_context
    return context.metadata.get("user") if context else None


def _related(model: type[models.Model], rows: list[Any]) -> dict[str, dict[int, str]]:
    """Return, per foreign key, what its values are called."""
    found = {}
    for column in model._meta.concrete_fields:
        if column.name not in HIDDEN and isinstance(column, models.ForeignKey):
            ids = {getattr(row, column.attname) for row in rows} - {None}
            targets = column.remote_field.model._default_manager.filter(pk__in=ids)
            found[column.name] = {target.pk: str(target) for target in targets}
    return found


def _change(
    record: str,
    row: Any,
    before: Any | None,
    names: dict[int, str],
    fields: list[FieldChange],
) -> Change:
    voided = getattr(row, "voided_at", None) is not None and (
        before is None or before.voided_at is None
    )
    restored = (
        before is not None
        and getattr(before, "voided_at", None) is not None
        and row.voided_at is None
    )
    person = _user_id(row)
    if person is None and before is None:
        person = getattr(row, "created_by_id", None)
    if person is None and voided:
        person = row.voided_by_id
    reason = row.pgh_context.metadata.get("reason", "") if row.pgh_context else ""
    return Change(
        at=row.pgh_created_at,
        record=record,
        by=names.get(person, "the system") if person is not None else "the system",
        reason=reason,
        fields=fields,
        is_first=before is None,
        is_void=voided,
        is_restored=restored,
    )


def _field_changes(
    model: type[models.Model], row: Any, before: Any | None, related: dict[str, dict[int, str]]
) -> list[FieldChange]:
    values = laboratory(model)
    parts = {name for one in values for name in (one.sign, one.printed)}
    numbers = {one.number: one for one in values}

    def text(of: Any) -> str:
        if column.name in numbers:
            return shown(column, numbers[column.name].of(of))
        value = getattr(of, column.attname)
        return related[column.name].get(value, "") if column.is_relation else shown(column, value)

    found = []
    for column in model._meta.concrete_fields:
        if column.name in HIDDEN | parts:
            continue
        new, old = text(row), "" if before is None else text(before)
        if new != old:
            found.append(FieldChange(label(column), old, new))
    return found


def label(column: models.Field) -> str:
    """Return a column's name for people."""
    words = str(column.verbose_name).split(" ")
    name = " ".join(SPELT.get(word, word) for word in words).strip()
    return name[:1].upper() + name[1:]


def shown(column: models.Field, value: Any) -> str:
    """Return a stored value as text: the choice's words, a plain number, or nothing for null.

    A laboratory value is shown as it was printed.
    """
    if value is None:
        return ""
    if isinstance(value, CensoredNumber):
        return value.printed
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DecimalField):
        return f"{value.normalize():f}"
    return str(value)
