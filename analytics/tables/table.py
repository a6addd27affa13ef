"""A table as a value: columns with a kind, rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.tables import formats


def _count(value: Any) -> str:
    if value is None:
        return formats.DASH
    return formats.NOT_ESTIMABLE if formats.reason(value) else str(value)


WRITERS = {
    "text": lambda value: formats.DASH if value is None else str(value),
    "count": _count,
    "number": formats.number,
    "fixed": formats.fixed,
    "ratio": lambda value: formats.fixed(value, 3),
    "percent": formats.percent,
    "p": formats.p_value,
}


@dataclass(frozen=True)
class Column:
    """A column. ``kind`` decides how a value is written on the page; the download has it in full.

    Kind ``estimate`` takes (value, interval) and becomes three columns in the download; ``share``
    is an estimate that is a share, written in per cent.
    """

    label: str
    kind: str = "number"
    places: int | None = None

    @property
    def numeric(self) -> bool:
        return self.kind != "text"

    @property
    def in_percent(self) -> bool:
        """Whether the download has per cent, as the page has; its heading then says so."""
        return self.kind in {"percent", "share"}

    @property
    def has_interval(self) -> bool:
        """Whether a cell is a value with its interval."""
        return self.kind in {"estimate", "share"}


@dataclass(frozen=True)
class Cell:
    """A value as the page shows it; ``reason`` says why there is none."""

    text: str
    numeric: bool
    reason: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the analysis. ``name`` is its file name."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: str = ""

    def shown(self, rows: Sequence[Sequence[Any]] | None = None) -> Iterator[list[Cell]]:
        """Yield the rows, or only some of them, as the page shows them."""
        for row in self.rows if rows is None else rows:
            yield [_cell(column, value) for column, value in zip(self.columns, row, strict=True)]

    def header(self) -> list[str]:
        """Return the names of the download's columns."""
        names = []
        for column in self.columns:
            labels = [column.label]
            if column.has_interval:
                labels += [
                    words % {"label": column.label}
                    for words in (_("%(label)s, lower limit"), _("%(label)s, upper limit"))
                ]
            unit = _("%(label)s, %%") if column.in_percent else "%(label)s"
            names += [unit % {"label": label} for label in labels]
        return names

    def plain(self) -> Iterator[list[Any]]:
        """Yield the rows of the download: full precision, a reason in place of a missing figure."""
        for row in self.rows:
            yield list(self._flat(row))

    def _flat(self, row: Iterable[Any]) -> Iterator[Any]:
        for column, value in zip(self.columns, row, strict=True):
            scaled = _per_cent if column.in_percent else _as_it_is
            if not column.has_interval:
                yield _exported(scaled(value))
                continue
            middle, limits = value
            yield _exported(scaled(middle))
            found = formats.ends(limits)
            if found is not None:
                yield from (_exported(scaled(end)) for end in found)
            else:
                yield from (_exported(limits), _exported(limits))


def _cell(column: Column, value: Any) -> Cell:
    if column.has_interval:
        middle, limits = value
        why = formats.reason(middle) or formats.reason(limits)
        text = (
            formats.share(middle, limits)
            if column.in_percent
            else formats.estimate(middle, limits, column.places)
        )
        return Cell(text, numeric=True, reason=why)
    return Cell(WRITERS[column.kind](value), column.numeric, formats.reason(value))


def _per_cent(value: Any) -> Any:
    return round(100 * value, 10) if isinstance(value, (int, float)) else value


def _as_it_is(value: Any) -> Any:
    return value


def _exported(value: Any) -> Any:
    if formats.is_limit(value):
        return formats.limit(value)
    why = formats.reason(value)
    return f"{formats.NOT_ESTIMABLE}: {why}" if why else value
