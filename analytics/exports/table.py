"""What an export table is: its grain, its columns, and the SQL that yields its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Codes = Mapping[str, str | Promise]


@dataclass(frozen=True)
class ExportColumn:
    """A column of an export table, as the codebook prints it.

    ``kind`` is one of: text, whole number, decimal number, date, moment, yes/no.
    ``codes`` gives the meaning of each value of a coded column, or is asked for it when the
    codebook is written.
    """

    name: str
    label: str | Promise
    kind: str = "text"
    unit: str | Promise = ""
    codes: Codes | Callable[[], Codes] = field(default_factory=dict)

    def meanings(self) -> Codes:
        """Return each value of a coded column with its meaning; empty for any other column."""
        return self.codes() if callable(self.codes) else self.codes


@dataclass(frozen=True)
class ExportTable:
    """One tidy table: every row is one thing of the same grain.

    ``sql`` takes the study's id as ``%(study)s``, and as ``%(campaigns)s`` the ids of the campaigns
    whose scores may be in it. ``transform`` adds computed columns to a fetched
    row where SQL can't compute them.
    """

    name: str
    grain: str | Promise
    columns: tuple[ExportColumn, ...]
    sql: str
    transform: Callable[[Sequence[Any]], Sequence[Any]] | None = None

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]
