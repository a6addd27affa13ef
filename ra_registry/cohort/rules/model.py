"""Records as the rules see them, and what the rules find."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Record:
    """One stored record: its kind, its values, and the record it belongs to.

    ``name`` tells it from its siblings: the planned visit, the drug, the code of a tube. ``order``
    is the place in which siblings are meant to follow each other: days from enrolment.
    """

    kind: str
    pk: int
    name: str
    values: Mapping[str, Any] = field(hash=False)
    parent: Record | None = None
    order: int = 0

    def nearest(self, kind: str) -> Record | None:
        """Return this record or the one above it that is of ``kind``."""
        found: Record | None = self
        while found is not None and found.kind != kind:
            found = found.parent
        return found


@dataclass(frozen=True)
class Place:
    """One value of one record, as it stood when it was looked at."""

    kind: str
    pk: int
    name: str
    field: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What a rule found. The first place is where a person would look first.

    ``hard``: it can't be true. Otherwise it is unusual, and ``usual`` says what is usual.
    """

    rule: str
    places: tuple[Place, ...]
    hard: bool = False
    usual: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def mark(self) -> str:
        """Name the finding by rule, places and values found: another value is another finding."""
        parts = [[one.kind, one.name, one.field, one.text] for one in self.places]
        text = json.dumps([self.rule, parts], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def place(record: Record, name: str, text: str = "") -> Place:
    """Return where the value of a field stands."""
    shown = text or text_of(record.values.get(name))
    return Place(record.kind, record.pk, record.name, name, shown)


def text_of(value: Any) -> str:
    """Return a value as its record shows it: plain numbers, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    iso = getattr(value, "iso", None)
    if iso is not None:
        return str(iso)
    return value.isoformat() if isinstance(value, date) else str(value)
