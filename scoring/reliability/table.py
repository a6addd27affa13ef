"""A table of figures as a value: one for the page, the printer and the download."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from analytics.stats.results import Interval, NotEstimable
from scoring.reliability.reasons import reason_of

DASH = "–"


def fixed(value: Any, places: int = 2) -> str:
    """Write a number with a fixed number of decimals and a true minus."""
    return f"{value:z.{places}f}".replace("-", "−")


def written(points: float) -> str:
    """Write a site's points as they were given: 2, 0.5, −1."""
    return f"{points:g}".replace("-", "−")


def percent(value: Any, places: int = 1) -> str:
    """Write a share in per cent."""
    return f"{100 * value:.{places}f} %"


def interval(value: Interval, places: int = 2) -> str:
    """Write an interval as ``0.73 to 0.91``."""
    return _("%(low)s to %(high)s") % {
        "low": fixed(value.low, places),
        "high": fixed(value.high, places),
    }


WRITERS: dict[str, Callable[[Any, int], str]] = {
    "text": lambda value, _places: str(value),
    "count": lambda value, _places: str(value),
    "fixed": fixed,
    "percent": lambda value, _places: percent(value),
    "estimate": fixed,
}


@dataclass(frozen=True)
class Column:
    """A column. ``kind``: text, count, fixed, percent, or estimate, a pair of value and interval.

    An estimate is three columns in the download.
    """

    label: str
    kind: str = "text"
    places: int = 2

    @property
    def numeric(self) -> bool:
        return self.kind != "text"


@dataclass(frozen=True)
class Cell:
    """A value as the page shows it. ``reason`` says why there is none, ``url`` where it leads."""

    text: str
    numeric: bool
    reason: str = ""
    url: str = ""


@dataclass(frozen=True)
class Linked:
    """A text that leads somewhere on the page; the download has the text alone."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    """A table. ``key`` is its place in an address and a file name."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: str = ""

    def shown(self) -> Iterator[list[Cell]]:
        """Yield the rows as the page shows them."""
        for row in self.rows:
            yield [_cell(column, value) for column, value in zip(self.columns, row, strict=True)]

    def reasons(self) -> list[str]:
        """Return why figures are missing, each reason once, in the order of the table."""
        found = (cell.reason for row in self.shown() for cell in row if cell.reason)
        return list(dict.fromkeys(found))

    def header(self) -> list[str]:
        """Return the names of the download's columns."""
        names = []
        for column in self.columns:
            labels = [column.label]
            if column.kind == "estimate":
                labels += [
                    words % {"label": column.label}
                    for words in (_("%(label)s, lower limit"), _("%(label)s, upper limit"))
                ]
            unit = _("%(label)s, %%") if column.kind == "percent" else "%(label)s"
            names += [unit % {"label": label} for label in labels]
        return names

    def plain(self) -> Iterator[list[Any]]:
        """Yield the rows of the download: full precision, a reason in place of a figure."""
        for row in self.rows:
            yield [
                part
                for column, value in zip(self.columns, row, strict=True)
                for part in _plain(column, value)
            ]


def _cell(column: Column, value: Any) -> Cell:
    if isinstance(value, Linked):
        return Cell(value.text, column.numeric, url=value.url)
    middle, limits = value if column.kind == "estimate" else (value, None)
    if middle is None:
        return Cell(DASH, column.numeric)
    if isinstance(middle, NotEstimable):
        return Cell(_("not estimable"), column.numeric, reason_of(middle))
    text = WRITERS[column.kind](middle, column.places)
    if isinstance(limits, Interval):
        return Cell(f"{text} ({interval(limits, column.places)})", column.numeric)
    return Cell(text, column.numeric, reason_of(limits))


def _plain(column: Column, value: Any) -> Iterator[Any]:
    if column.kind != "estimate":
        yield _exported(value, percent_of=column.kind == "percent")
        return
    middle, limits = value
    yield _exported(middle)
    ends = (limits.low, limits.high) if isinstance(limits, Interval) else (limits, limits)
    for end in ends:
        yield _exported(end)


def _exported(value: Any, *, percent_of: bool = False) -> Any:
    if isinstance(value, NotEstimable):
        return _("not estimable: %(reason)s") % {"reason": reason_of(value)}
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError("A figure that is no number must say why.")
        return round(100 * value, 10) if percent_of else value
    return str(value) if isinstance(value, Linked) else value
