"""The blocks of a raw plate text: header, spot lines of each plate row, and what follows.

Only lines that begin with ``=====`` open a block, because a file name in the header may itself
contain ``=Data=``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ra_registry.assays.parsers.footer_texts import is_footer_line
from ra_registry.assays.parsers.tables import DELIMITERS
from ra_registry.assays.parsers.wells import MAX_COLUMN, ROW_LETTERS

# Repeats are bounded, so that a line of nothing but spaces can't stall the search.
_SECTION = re.compile(r"={5,}\s{0,9}(?P<name>[A-Za-z][A-Za-z /]{0,39}?)\s{0,9}={5}")
_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_ #]{0,39}?)\s{0,39}:(?P<value>.*)")
# A header begins anew at these keys when the previous plate has been read.
_FIRST_KEYS = frozenset(
    {"Digital_Signature", "FileName", "Run Name", "Stack ID", "Plate #", "Barcode1", "SpotID"}
)


@dataclass(slots=True)
class Line:
    """A line with its stripped cells; the number of cells tells a cut line from a short one."""

    number: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        """Return whether no cell holds anything."""
        return not any(self.cells)


@dataclass(slots=True)
class PlateBlock:
    """One table of the file with the header above it, nothing interpreted yet."""

    first_line: int
    header: list[tuple[str, str]] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    columns: Line | None = None
    rows: list[tuple[str, list[Line]]] = field(default_factory=list)
    strays: list[Line] = field(default_factory=list)
    footers: list[Line] = field(default_factory=list)
    has_data: bool = False

    def value(self, key: str) -> str:
        """Return a header value, empty where the key is missing."""
        return next((value for name, value in self.header if name == key), "")


def is_section(line: str, name: str) -> bool:
    """Return whether a line opens the named block."""
    match = _SECTION.match(line.lstrip('"'))
    return match is not None and match["name"] == name


def column_numbers(cells: Sequence[str]) -> list[int] | None:
    """Return the column numbers of a data header with or without a corner cell, else ``None``."""
    numbers = [cell for cell in cells if cell]
    if not numbers or not all(cell.isdecimal() and len(cell) <= 2 for cell in numbers):
        return None
    columns = [int(cell) for cell in numbers]
    rising = all(one < other for one, other in pairwise(columns))
    return columns if rising and columns[0] >= 1 and columns[-1] <= MAX_COLUMN else None


def split_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line without padding, and without the quotes a spreadsheet adds."""
    return [
        cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in (part.strip() for part in line.split(delimiter))
    ]


def find_data_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter of the first data header, or a tab where there is none."""
    for line in lines:
        for delimiter in DELIMITERS:
            if line.count(delimiter) > 1 and column_numbers(split_cells(line, delimiter)):
                return delimiter
    return "\t"


class BlockReader:
    """Splits the lines of a file into plate blocks."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._section = ""
        self.blocks: list[PlateBlock] = []

    def read(self, lines: Sequence[str]) -> list[PlateBlock]:
        """Return the blocks that hold data, and those whose header has no data."""
        for number, text in enumerate(lines, 1):
            if match := _SECTION.match(text.lstrip('"')):
                self._open_section(number, match["name"])
            elif self._section == "Data":
                self._data(number, text)
            else:
                self._header(number, text)
        return self.blocks

    def read_matrix(self, lines: Sequence[str]) -> list[PlateBlock]:
        """Return the one block of a file that is a data block alone."""
        self._open_section(1, "Data")
        return self.read(lines)

    def _block(self, number: int) -> PlateBlock:
        if not self.blocks:
            self.blocks.append(PlateBlock(first_line=number))
        return self.blocks[-1]

    def _open_section(self, number: int, name: str) -> None:
        self._section = name
        if name == "Data":
            if self.blocks and self.blocks[-1].has_data:
                self.blocks.append(PlateBlock(first_line=number))
            self._block(number).has_data = True

    def _header(self, number: int, text: str) -> None:
        entry = _entry(text, self._delimiter)
        if entry is None:
            if not self._section and self.blocks and text.strip():
                self.blocks[-1].legend.append(text.strip())
            return
        key, value = entry
        if self._begins_plate(key):
            self.blocks.append(PlateBlock(first_line=number))
            self._section = ""
        if not self._section:
            self._block(number).header.append((key, value))
            if key in {"Spot", "Legend"}:
                self.blocks[-1].legend.append(value)

    def _begins_plate(self, key: str) -> bool:
        return key in _FIRST_KEYS and bool(self.blocks) and self.blocks[-1].has_data

    def _data(self, number: int, text: str) -> None:
        entry = _entry(text, self._delimiter)
        if entry and self._begins_plate(entry[0]):
            self._section = ""
            self._header(number, text)
            return
        line = Line(number, split_cells(text, self._delimiter))
        block = self._block(number)
        if block.columns is None:
            if not line.blank:
                block.columns = line
        elif len(line.cells[0]) == 1 and line.cells[0] in ROW_LETTERS:
            # Below a footer nothing of the plate may follow.
            block.strays += block.footers
            block.footers = []
            block.rows.append((line.cells[0], [line]))
        elif block.rows and is_footer_line(line.cells, taken=ROW_LETTERS):
            block.footers.append(line)
        elif line.cells[0]:
            block.strays.append(line)
        elif block.rows:
            block.rows[-1][1].append(line)


def _entry(text: str, delimiter: str) -> tuple[str, str] | None:
    match = _KEY.match(text.lstrip('"'))
    if not match:
        return None
    # Some files print the two characters "\t" after the colon instead of a tab.
    value = match["value"].removeprefix("\\t")
    return match["key"], " ".join(cell for cell in split_cells(value, delimiter) if cell)
