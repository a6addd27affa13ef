"""Delimited lines as rows of cells, with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import NamedTuple

from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.text import MAX_COLUMNS

DELIMITERS = ("\t", ";", ",")


class TableRow(NamedTuple):
    """The stripped cells of one line."""

    line: int
    cells: tuple[str, ...]


def split_rows(lines: Sequence[str], delimiter: str) -> list[TableRow]:
    """Split lines into cells; quoted cells may hold the delimiter. Blank lines are left out."""
    for number, line in enumerate(lines, 1):
        count = line.count(delimiter) + 1
        if count > MAX_COLUMNS:
            raise AssayFileError(
                [
                    Problem(
                        line=number,
                        column=f"{MAX_COLUMNS + 1}",
                        found=f"{count} columns",
                        expected=f"at most {MAX_COLUMNS} columns",
                        message="The line has too many columns for a plate export.",
                        code="limits",
                    )
                ]
            )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[TableRow] = []
    first = 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                rows.append(TableRow(first, stripped))
            first = reader.line_num + 1
    except csv.Error as error:
        raise AssayFileError([_quoting_problem(first, str(error))]) from error
    return rows


def _quoting_problem(line: int, detail: str) -> Problem:
    return Problem(
        line=line,
        column="whole line",
        found=detail,
        expected='quotes only around whole cells, doubled inside (""), and closed',
        message="The quotes of this line don't match; the file may be cut here.",
        code="quotes",
    )
