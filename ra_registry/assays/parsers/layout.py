"""Plate layouts: a grid of 12 × 8 or 24 × 16 cells that says what each well holds.

A layout is written by the laboratory, so a cell that names a role in full is taken at its word
(``Standard1``, ``Blank``, ``B``, ``QC-02``, ``1/50`` for a diluted standard). ``S001`` to
``S008`` are the vendor's own names for calibrators, but also plausible names of subjects: they
count as calibrators only as one gapless series of six to eight.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ra_registry.assays.parsers.cells import NameReader
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.footer_texts import footer_warning, is_footer_line
from ra_registry.assays.parsers.model import Role
from ra_registry.assays.parsers.names import AmbiguousName, cut_dilution, fold_code, recognise
from ra_registry.assays.parsers.numbers import MarkCensus, NumberReader
from ra_registry.assays.parsers.plate_text import column_numbers
from ra_registry.assays.parsers.questions import NO_ANSWERS, Answers, Question
from ra_registry.assays.parsers.tables import TableRow
from ra_registry.assays.parsers.wells import ROW_LETTERS, well_name

MAX_VENDOR_LEVELS = 8
MIN_VENDOR_LEVELS = 6

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
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class PlateLayout:
    """The named wells of a plate; wells with an empty cell are left out.

    ``warnings`` name the lines below the grid that were left out; ``questions`` are as in
    ``ParsedFile``.
    """

    wells: tuple[LayoutWell, ...]
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()

    def by_well(self) -> dict[str, LayoutWell]:
        """Return the wells by name."""
        return {well.well: well for well in self.wells}

    @property
    def names(self) -> frozenset[str]:
        """Return every name that a cell may mean, folded: the whole text, and without dilution."""
        return frozenset(
            fold_code(name) for well in self.wells for name in (well.text, well.sample)
        )

    def knowing(self, codes: Collection[str]) -> PlateLayout:
        """Return the layout in which registered codes, given folded, are matched whole first.

        A registered code that is called like a role (``QC1``) leaves the role to be confirmed.
        Raises ``AssayFileError`` where a text is two registered codes, whole and cut.
        """
        problems: list[Problem] = []
        wells = []
        for well in self.wells:
            try:
                wells.append(_known(well, codes))
            except AmbiguousName as two:
                problems.append(two.problem(line=well.line, column=f"well {well.well}"))
        if problems:
            raise AssayFileError(problems)
        return replace(self, wells=tuple(wells))


def is_layout(rows: Sequence[TableRow]) -> bool:
    """Return whether rows are a grid of column numbers, row letters and text."""
    return _find_grid(rows) is not None


def parse_layout(
    rows: Sequence[TableRow],
    *,
    names: NameReader | None = None,
    answers: Answers = NO_ANSWERS,
    warnings: Sequence[Problem] = (),
) -> PlateLayout:
    """Parse a grid, or raise ``AssayFileError``. ``warnings`` are those of the text itself."""
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
    grid = _Grid(column_numbers(rows[start].cells) or [], names or NameReader())
    below = rows[start + 1 :]
    while below and is_footer_line(below[-1].cells, taken=ROW_LETTERS):
        grid.footers.append(below[-1])
        below = below[:-1]
    for row in below:
        grid.read(row)
    if grid.problems:
        raise AssayFileError(grid.problems)
    return _layout_of(grid, answers, warnings)


def _find_grid(rows: Sequence[TableRow]) -> int | None:
    for index, (row, below) in enumerate(pairwise(rows)):
        columns = column_numbers(row.cells)
        if columns and columns[0] == 1 and len(columns) > 1 and below.cells[0] in {"A", "a"}:
            return index
    return None


@dataclass(slots=True)
class _Grid:
    """The cells of a grid while it is read."""

    columns: Sequence[int]
    names: NameReader
    cells: dict[str, tuple[str, int]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    footers: list[TableRow] = field(default_factory=list)

    def read(self, row: TableRow) -> None:
        letter, width = row.cells[0].upper(), len(self.columns)
        if len(letter) != 1 or letter not in ROW_LETTERS:
            self._report(row, "1", row.cells[0], "a row letter from A to P")
            return
        if any(row.cells[width + 1 :]):
            self._report(row, str(width + 2), row.cells[width + 1], f"{width} wells")
            return
        earlier = self.letters.setdefault(letter, row.line)
        if earlier != row.line:
            expected = f"each row letter once; it stands at line {earlier} as well"
            self._report(row, "1", letter, expected)
            return
        for index, column in enumerate(self.columns[: len(row.cells) - 1], 1):
            try:
                text = self.names.read(row.cells, index, line=row.line, column=str(column))
            except AssayFileError as error:
                self.problems += error.problems
                continue
            if text:
                self.cells[well_name(letter, column)] = (text, row.line)

    def _report(self, row: TableRow, column: str, found: str, expected: str) -> None:
        self.problems.append(_grid_problem(row, column, found, expected))


def _layout_of(grid: _Grid, answers: Answers, warnings: Sequence[Problem]) -> PlateLayout:
    """Return the wells of a grid, the dilutions read by the one decimal mark of the layout."""
    census = MarkCensus()
    for well, (text, line) in grid.cells.items():
        if cut := cut_dilution(text):
            census.add(line, [(cut.figure, str(int(well[1:])))])
    numbers = NumberReader(census.decimal_mark(answers.decimal_mark))
    question = census.question(answers.decimal_mark)
    vendor_names = _vendor_calibrators(text for text, _ in grid.cells.values())
    return PlateLayout(
        wells=tuple(
            _layout_well(well, text, line, vendor_names, numbers)
            for well, (text, line) in grid.cells.items()
        ),
        warnings=(*warnings, *(footer_warning(row) for row in reversed(grid.footers))),
        questions=(question,) if question else (),
    )


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


def _layout_well(
    well: str, text: str, line: int, vendor_names: frozenset[str], numbers: NumberReader
) -> LayoutWell:
    cut = cut_dilution(text)
    if cut is None:
        return LayoutWell(well, text, text, _role(text, vendor_names), None, line)
    number = numbers.read(cut.figure)
    if number is None or number.value is None:
        raise AssayFileError([_no_dilution(well, text, line, numbers.decimal_mark)])
    if not cut.name:  # a dilution alone is a step of the standard
        return LayoutWell(well, text, text, Role.CALIBRATOR, number.value, line)
    return LayoutWell(well, text, cut.name, _role(cut.name, vendor_names), number.value, line)


def _known(well: LayoutWell, codes: Collection[str]) -> LayoutWell:
    """Return a well whose text or name may be a registered code."""
    whole = fold_code(well.text) in codes
    if whole and recognise(well.text, codes) is None:
        role = Role.UNKNOWN if _role(well.text, frozenset()) is Role.UNKNOWN else None
        return replace(well, sample=well.text, role=role, dilution=None)
    if fold_code(well.sample) in codes and well.role is not Role.UNKNOWN:
        return replace(well, role=None)
    return well


def _no_dilution(well: str, text: str, line: int, decimal_mark: str) -> Problem:
    return Problem(
        line=line,
        column=f"well {well}",
        found=text,
        expected=f'a dilution such as 1:2 with decimal mark "{decimal_mark}"',
        message="The dilution is not a number.",
        code="number",
    )


def _role(sample: str, vendor_names: frozenset[str]) -> Role | None:
    if sample in vendor_names:
        return Role.CALIBRATOR
    if _VENDOR_CALIBRATOR.fullmatch(sample):
        return None
    named = (role for role, pattern in _ROLE_PATTERNS if pattern.fullmatch(sample))
    return next(named, Role.UNKNOWN)
