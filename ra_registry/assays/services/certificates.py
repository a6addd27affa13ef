"""The certificate of a kit lot as a table: one line an analyte, limits and calibrator levels.

    analyte,unit,llod,lloq,uloq,S001,S002,S003,S004,S005,S006,S007,S008
    IL-6,pg/ml,0.06,0.633,488,500,125,31.25,7.8125,1.953125,0.48828125,0.1220703125,0

Columns may stand in any order; ``unit``, ``lloq`` and ``uloq`` may be missing. Limits are on the
scale of the reported concentration, dilution included; calibrators are as they are in the well.
Averages, notes and signatures below the last analyte are named and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from ra_registry.assays.parsers import (
    Answers,
    Asked,
    AssayFileError,
    NumberState,
    Problem,
    Question,
)
from ra_registry.assays.parsers.errors import refuse_file
from ra_registry.assays.parsers.footer_texts import footer_warning, is_footer_line
from ra_registry.assays.parsers.numbers import MarkCensus, NumberReader, is_error
from ra_registry.assays.parsers.questions import NO_ANSWERS
from ra_registry.assays.parsers.tables import DELIMITERS, TableRow, split_rows
from ra_registry.assays.parsers.text import decode

_TEXTS = ("analyte", "unit")
LIMITS = ("llod", "lloq", "uloq")
_LEVEL = re.compile(r"S\d{3}", re.IGNORECASE)
_EXPECTED_HEADER = "a line of column names: analyte, llod, lloq, uloq, S001, S002 …"


@dataclass(frozen=True)
class CertificateRow:
    """One analyte of a lot. ``levels`` are concentrations in the well by level name, S001 first.

    ``line`` is the line of the table, for messages.
    """

    analyte: str
    llod: float
    lloq: float | None = None
    uloq: float | None = None
    unit: str = ""
    levels: dict[str, float] = field(default_factory=dict)
    line: int = 1


class Certificate(NamedTuple):
    """The lines of a certificate; ``warnings`` name what was left out, and lost characters."""

    rows: list[CertificateRow]
    warnings: list[Problem]


def read_certificate(content: bytes, answers: Answers = NO_ANSWERS) -> Certificate:
    """Read the table of a certificate from CSV or tab-separated text.

    Raises:
        AssayFileError: it can't be read, or can be read in two ways and ``answers`` don't say in
            which; the problems name line and column.
    """
    text = decode(content, answers.encoding)
    lines = text.lines
    delimiter = next((mark for mark in DELIMITERS if any(mark in line for line in lines)), "")
    if not delimiter:
        raise refuse_file(
            "This is no table.",
            found=lines[0] if lines else "nothing",
            expected=_EXPECTED_HEADER,
        )
    rows = split_rows(lines, delimiter)
    names = _header(rows[0]) if rows else []
    data, footers = _split_footers(rows[1:])
    if not data:
        raise refuse_file(
            "The table has no analyte.", found="a header only", expected="a line an analyte"
        )
    census = MarkCensus()
    for row in data:
        cells = zip(row.cells, names, strict=False)
        census.add(row.line, [(cell, name) for cell, name in cells if name not in _TEXTS])
    asked = (text.question, census.question(answers.decimal_mark))
    problems = [_open_question(one) for one in asked if one is not None and one.is_open]
    reader = NumberReader(census.decimal_mark(answers.decimal_mark))
    found = [_row(row, names, reader, problems) for row in data]
    if problems:
        raise AssayFileError(problems)
    return Certificate(found, [*text.warnings, *map(footer_warning, footers)])


def _split_footers(rows: Sequence[TableRow]) -> tuple[list[TableRow], list[TableRow]]:
    """Return the analytes' lines and the footers below the last one."""
    end = len(rows)
    while end and is_footer_line(rows[end - 1].cells, taken=()):
        end -= 1
    return list(rows[:end]), list(rows[end:])


def _header(row: TableRow) -> list[str]:
    """Return the columns' names; levels in capitals, the others in small letters."""
    names = [
        cell.upper() if _LEVEL.fullmatch(cell) else cell.casefold().replace(" ", "_")
        for cell in row.cells
    ]
    problems = [
        _problem(row, name or str(place), row.cells[place - 1], "analyte, unit, limits or S001 …",
                 "The column is not known." if name else "The column has no name.")
        for place, name in enumerate(names, 1)
        if name not in (*_TEXTS, *LIMITS) and not _LEVEL.fullmatch(name)
    ]  # fmt: skip
    problems += [
        _problem(
            row,
            name,
            name,
            _("each column once; it is column %s") % _places(names, name),
            "The column stands twice.",
        )
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    problems += [
        _problem(row, name, "no such column", _EXPECTED_HEADER, "A column is missing.")
        for name in ("analyte", "llod")
        if name not in names
    ]
    if problems:
        raise AssayFileError(problems)
    return names


def _places(names: Sequence[str], name: str) -> str:
    return " and ".join(str(place) for place, one in enumerate(names, 1) if one == name)


def _open_question(question: Question) -> Problem:
    ways = "; ".join(f"{one.answer}: {', '.join(one.cells)}" for one in question.readings)
    encoding = question.asked == Asked.ENCODING
    if encoding:
        message = _("The table can be read in more than one way: its encoding is not certain.")
        expected = _("the encoding to be chosen beside the file (%(ways)s)") % {"ways": ways}
    else:
        message = _("The table can be read in more than one way: its marks are not certain.")
        expected = _("the meaning of its marks to be chosen beside the file (%(ways)s)") % {
            "ways": ways
        }
    cells = question.printed or question.readings[0].cells
    return Problem(
        line=1,
        column="file",
        found=f"{', '.join(cells)} ({'; '.join(question.places)})",
        expected=expected,
        message=message,
        code=question.key,
    )


def _row(
    row: TableRow, names: Sequence[str], reader: NumberReader, problems: list[Problem]
) -> CertificateRow:
    if len(row.cells) != len(names):
        expected = f"{len(names)} columns as in the header"
        found = f"{len(row.cells)} columns"
        problems.append(
            _problem(row, "whole line", found, expected, "The line is cut or too long.")
        )
        return CertificateRow("", 0, line=row.line)
    cells = dict(zip(names, row.cells, strict=True))
    numbers = {
        name: _number(row, name, cell, reader, problems)
        for name, cell in cells.items()
        if name not in _TEXTS
    }
    if numbers["llod"] is None and cells["llod"] == "":
        problems.append(_problem(row, "llod", "", "a number", "The LLOD is missing."))
    return CertificateRow(
        analyte=cells["analyte"],
        unit=cells.get("unit", ""),
        llod=numbers["llod"] or 0.0,
        lloq=numbers.get("lloq"),
        uloq=numbers.get("uloq"),
        levels={
            name: value
            for name, value in sorted(numbers.items())
            if _LEVEL.fullmatch(name) and value is not None
        },
        line=row.line,
    )


def _number(
    row: TableRow, column: str, cell: str, reader: NumberReader, problems: list[Problem]
) -> float | None:
    number = reader.read(cell)
    if number is None or number.state not in {NumberState.NUMBER, NumberState.EMPTY}:
        expected = f'a number with the decimal mark "{reader.decimal_mark}"'
        message = "The cell is not a number."
        if is_error(cell):
            message = _("The cell is the error of a formula.")
        problems.append(_problem(row, column, cell, expected, message))
        return None
    return number.value


def _problem(row: TableRow, column: str, found: str, expected: str, message: str) -> Problem:
    return Problem(line=row.line, column=column, found=found, expected=expected, message=message)
