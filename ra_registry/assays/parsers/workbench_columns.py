"""Columns of the Discovery Workbench results table, found by name in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TEXT_COLUMNS = {
    "plate_name": ("Plate Name", "Plate", "Plate ID"),
    "sample": ("Sample", "Sample ID", "Sample Name"),
    "sample_group": ("Sample Group",),
    "assay": ("Assay", "Analyte"),
    "well": ("Well",),
    "spot": ("Spot",),
    "detection_range": ("Detection Range",),
    "excluded": ("Excluded",),
    "barcode1": ("Barcode1", "Barcode"),
    "barcode2": ("Barcode2",),
    "barcode3": ("Barcode3",),
    "read_time": ("Read Time",),
}

NUMBER_COLUMNS = {
    "dilution": ("Dilution", "Dilution Factor"),
    "concentration": ("Concentration", "Standard Concentration", "Standard Conc"),
    "signal": ("Signal",),
    "adjusted_signal": ("Adjusted Signal",),
    "mean": ("Mean",),
    "adjusted_mean": ("Adj. Sig. Mean",),
    "std_deviation": ("Std. Deviation",),
    "cv": ("CV", "% CV"),
    "calc_concentration": ("Calc. Concentration", "Calc. Conc"),
    "calc_mean": ("Calc. Conc. Mean",),
    "calc_std_deviation": ("Calc. Conc. Std. Deviation",),
    "calc_cv": ("Calc. Conc. CV",),
    "recovery": ("% Recovery",),
    "recovery_mean": ("% Recovery Mean",),
    "limit_low": ("Detection Limits: Calc. Low",),
    "limit_high": ("Detection Limits: Calc. High",),
    "r_squared": ("Fit Statistic: RSquared",),
}

REQUIRED = ("sample", "well", "signal")
"""Without these a table holds no wells; every other column is optional in the vendor's export."""

MIN_RECOGNISED = 3
"""Known names in one line that make it a header. Sample data never repeat three column names."""

_TELLING = frozenset({"sample", "signal"})
_UNIT = re.compile(r"\(([^()]*)\)\s*$")
_IGNORED = re.compile(r"[^a-z0-9%]+")


def _fold(name: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name).casefold())


_FIELD_BY_NAME = {
    _fold(name): field
    for columns in (TEXT_COLUMNS, NUMBER_COLUMNS)
    for field, names in columns.items()
    for name in names
}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands; ``numbers`` are those of figures, ``others`` kept as text."""

    line: int
    names: tuple[str, ...]
    positions: dict[str, int]
    numbers: tuple[tuple[str, int], ...]
    others: tuple[tuple[int, str], ...]
    repeated: tuple[str, ...]
    unit: str

    @property
    def width(self) -> int:
        """Return the number of columns up to the last named one."""
        return len(self.names)

    def name_of(self, field: str) -> str:
        """Return the name of a column as the file spells it."""
        return self.names[self.positions[field]]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the vendor's names of required columns that the file lacks."""
        names = {**TEXT_COLUMNS, **NUMBER_COLUMNS}
        return tuple(names[field][0] for field in REQUIRED if field not in self.positions)


def field_of(name: str) -> str | None:
    """Return the field of a column name, without regard to case, spaces, points or a unit."""
    return _FIELD_BY_NAME.get(_fold(name)) or _FIELD_BY_NAME.get(_fold(_UNIT.sub("", name)))


def recognised(cells: Sequence[str]) -> int:
    """Return how many different known column names a line holds."""
    return len({field for cell in cells if cell and (field := field_of(cell))})


def is_header(cells: Sequence[str]) -> bool:
    """Return whether a line is a header of the results table.

    Other vendors' tables share columns such as Well and Dilution, but none of Sample and Signal.
    Every line of a file is asked, so those two are looked for before any name is folded.
    """
    text = " ".join(cells).casefold()
    if not any(name in text for name in _TELLING):
        return False
    fields = {field_of(cell) for cell in cells if cell}
    return len(fields - {None}) >= MIN_RECOGNISED and bool(fields & _TELLING)


def read_header(line: int, cells: Sequence[str], above: Sequence[Sequence[str]] = ()) -> Header:
    """Return the header at ``cells``, completed from up to two lines above it.

    Some versions print a name over several lines ("Calc." above "Conc"). The longer names are taken
    only when more columns become known by them, so a title or a preamble above does no harm.
    """
    best = list(cells)
    for height in range(1, len(above) + 1):
        joined = _joined([*above[-height:], cells])
        if recognised(joined) > recognised(best):
            best = joined
    return _header(line, best)


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    width = max(len(cells) for cells in lines)
    return [
        " ".join(cells[column] for cells in lines if column < len(cells) and cells[column])
        for column in range(width)
    ]


def _header(line: int, cells: Sequence[str]) -> Header:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    positions: dict[str, int] = {}
    others: list[tuple[int, str]] = []
    repeated: list[str] = []
    for index, name in enumerate(names):
        field = field_of(name)
        if field is None:
            if name:
                others.append((index, name))
        elif field in positions:
            repeated.append(name)
        else:
            positions[field] = index
    return Header(
        line=line,
        names=tuple(names),
        positions=positions,
        numbers=tuple(place for place in positions.items() if place[0] in NUMBER_COLUMNS),
        others=tuple(others),
        repeated=tuple(repeated),
        unit=_unit(names, positions),
    )


def _unit(names: Sequence[str], positions: dict[str, int]) -> str:
    for field in ("calc_concentration", "concentration"):
        if field in positions and (match := _UNIT.search(names[positions[field]])):
            return match[1].strip()
    return ""
