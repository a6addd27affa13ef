"""Plate layouts: a grid of 12 × 8 or 24 × 16 cells that says what each well holds.

A layout is written by the laboratory, so a cell that names a role in full is taken at its word
(``Standard1``, ``Blank``, ``B``, ``QC-02``, ``1/50`` for a diluted standard). ``S001`` to
``S008`` are the vendor's own names for calibrators, but also plausible names of subjects: they
count as calibrators only as one gapless series of six to eight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.model import (
    NumberState,
    ParsedFile,
    ParsedRow,
    PrintedNumber,
    Role,
    RoleSource,
)
from ra_registry.assays.parsers.plate_text import column_numbers
from ra_registry.assays.parsers.tables import TableRow
from ra_registry.assays.parsers.wells import ROW_LETTERS, well_name

MAX_VENDOR_LEVELS = 8
MIN_VENDOR_LEVELS = 6

_DILUTION = r"1\s*[:/]\s*(?P<dilution>\d+(?:[ ,]\d{3})*(?:\.\d+)?)"
_DILUTED = re.compile(rf"(?P<sample>.{{0,100}}?)\s{{0,9}}{_DILUTION}")
_VENDOR_CALIBRATOR = re.compile(r"S0(\d\d)")
_ROLE_PATTERNS = (
    (Role.BLANK, re.compile(r"B|BLK|Blank[ ._-]?\d*", re.IGNORECASE)),
    (
        Role.CALIBRATOR,
        re.compile(r"(?:Standard|Std|Calibrator|Cal)[ ._-]?\d[\d._-]*", re.IGNORECASE),
    ),
    (
        Role.NEGATIVE_CONTROL,
        re.compile(r"N(?:eg(?:ative)?)?[ ._-]?(?:Control|Ctrl)[\d ._-]*", re.IGNORECASE),
    ),
    (
        Role.CONTROL,
        re.compile(
            r"(?:(?:P(?:os(?:itive)?)?[ ._-]?)?(?:Control|Ctrl)|QC)[\d ._-]*", re.IGNORECASE
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class LayoutWell:
    """One cell of the grid and what it says; ``role`` is ``None`` where that is unclear."""

    well: str
    text: str
    sample: str
    role: Role | None
    dilution: float | None


@dataclass(frozen=True, slots=True)
class PlateLayout:
    """The named wells of a plate; wells with an empty cell are left out."""

    wells: tuple[LayoutWell, ...]

    def by_well(self) -> dict[str, LayoutWell]:
        """Return the wells by name."""
        return {well.well: well for well in self.wells}


def is_layout(rows: Sequence[TableRow]) -> bool:
    """Return whether rows are a grid of column numbers, row letters and text."""
    return _find_grid(rows) is not None


def parse_layout(rows: Sequence[TableRow]) -> PlateLayout:
    """Parse a grid, or raise ``AssayFileError``."""
    start = _find_grid(rows)
    if start is None:
        raise AssayFileError(
            [
                Problem(
                    line=1,
                    column="1",
                    found=" ".join(rows[0].cells) if rows else "",
                    expected="column numbers from 1, below them lines that begin with A, B …",
                    message="This is not a plate layout.",
                )
            ]
        )
    columns = column_numbers(rows[start].cells) or []
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    for row in rows[start + 1 :]:
        problems += _read_grid_row(row, columns, cells)
    if problems:
        raise AssayFileError(problems)
    vendor_names = _vendor_calibrators(cells.values())
    return PlateLayout(
        wells=tuple(_layout_well(well, text, vendor_names) for well, text in cells.items())
    )


def apply_layout(
    parsed: ParsedFile, layout: PlateLayout, *, plates: Sequence[str] | None = None
) -> ParsedFile:
    """Fill in sample, role and dilution that the export itself doesn't say.

    ``plates`` are the keys of the plates that have this layout, by default all. What the export
    prints stays; a role that differs is reported as a warning.
    """
    wells = layout.by_well()
    rows: list[ParsedRow] = []
    warnings = list(parsed.warnings)
    for row in parsed.rows:
        well = wells.get(row.well)
        if well is None or (plates is not None and row.plate not in plates):
            rows.append(row)
            continue
        if row.role and well.role and row.role != well.role:
            warnings.append(_conflict(row, well))
        rows.append(_with_layout(row, well))
    return replace(parsed, rows=tuple(rows), warnings=tuple(warnings))


def _find_grid(rows: Sequence[TableRow]) -> int | None:
    for index, (row, below) in enumerate(pairwise(rows)):
        columns = column_numbers(row.cells)
        if columns and columns[0] == 1 and len(columns) > 1 and below.cells[0] in {"A", "a"}:
            return index
    return None


def _read_grid_row(row: TableRow, columns: Sequence[int], cells: dict[str, str]) -> list[Problem]:
    letter = row.cells[0].upper()
    if len(letter) != 1 or letter not in ROW_LETTERS:
        return [_grid_problem(row, "1", row.cells[0], "a row letter from A to P")]
    if any(row.cells[len(columns) + 1 :]):
        return [
            _grid_problem(
                row, str(len(columns) + 2), row.cells[len(columns) + 1], f"{len(columns)} wells"
            )
        ]
    for column, text in zip(columns, row.cells[1:], strict=False):
        well = well_name(letter, column)
        if well in cells:
            return [_grid_problem(row, "1", letter, "each row letter once")]
        if text:
            cells[well] = text
    return []


def _grid_problem(row: TableRow, column: str, found: str, expected: str) -> Problem:
    return Problem(
        line=row.line,
        column=column,
        found=found,
        expected=expected,
        message="The layout's grid is not readable here.",
    )


def _vendor_calibrators(texts: Iterable[str]) -> frozenset[str]:
    """Return S001 … S00n when they are the vendor's calibrator series and nothing else."""
    names = {text for text in texts if _VENDOR_CALIBRATOR.fullmatch(text)}
    numbers = sorted(int(name[1:]) for name in names)
    gapless = numbers == list(range(1, len(numbers) + 1))
    if gapless and MIN_VENDOR_LEVELS <= len(numbers) <= MAX_VENDOR_LEVELS:
        return frozenset(names)
    return frozenset()


def _layout_well(well: str, text: str, vendor_names: frozenset[str]) -> LayoutWell:
    diluted = _DILUTED.fullmatch(text)
    dilution = float(re.sub("[ ,]", "", diluted["dilution"])) if diluted else None
    sample = diluted["sample"] if diluted else text
    if diluted and not sample:  # a dilution alone is a step of the standard
        return LayoutWell(well, text, text, Role.CALIBRATOR, dilution)
    return LayoutWell(well, text, sample, _role(sample, vendor_names), dilution)


def _role(sample: str, vendor_names: frozenset[str]) -> Role | None:
    if sample in vendor_names:
        return Role.CALIBRATOR
    if _VENDOR_CALIBRATOR.fullmatch(sample):
        return None
    named = (role for role, pattern in _ROLE_PATTERNS if pattern.fullmatch(sample))
    return next(named, Role.UNKNOWN)


def _with_layout(row: ParsedRow, well: LayoutWell) -> ParsedRow:
    dilution = row.dilution
    if dilution.state is NumberState.EMPTY and well.dilution is not None:
        dilution = PrintedNumber.of(well.dilution)
    role = row.role or well.role
    source = row.role_source or (RoleSource.LAYOUT if well.role else None)
    return replace(
        row, sample=row.sample or well.sample, role=role, role_source=source, dilution=dilution
    )


def _conflict(row: ParsedRow, well: LayoutWell) -> Problem:
    return Problem(
        line=row.line,
        column="Sample Group",
        found=row.sample_group,
        expected=f"{well.role}, as the layout says of well {well.well}",
        message="Export and layout disagree; the export's role is kept.",
        severity=Severity.WARNING,
        code="role_conflict",
    )
