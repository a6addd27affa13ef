"""Sheets of an XLSX workbook as rows of text.

A cell at the far corner of an otherwise empty sheet would make the spreadsheet reader allocate the
whole grid, so the used range is bounded before it runs.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ra_registry.assays.parsers.archive import checked_parts, damaged, limit
from ra_registry.assays.parsers.cells import CellStyles, TypedDate, error_cells
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.numbers import TypedNumber
from ra_registry.assays.parsers.text import CONTROL

MAX_SHEETS = 50
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
MAX_CELLS = 3_000_000

_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_COLUMN = re.compile(rb"[A-Z]{0,3}")
_ROW = re.compile(rb"[0-9]{0,7}")
_DIGITS = b"0123456789"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

Rows = tuple[tuple[str, ...], ...]
Cell = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet, its rows counted from cell A1; ``formula`` names its first formula cell.

    Cells that hold no text are ``TypedNumber`` or ``TypedDate``; ``styles`` knows how the numbers
    are shown.
    """

    name: str
    rows: Rows
    formula: str
    styles: CellStyles


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Return the visible worksheets of an XLSX file, or raise ``AssayFileError``."""
    parts = checked_parts(content)
    for path, part in parts.items():
        _check_xml(path, part)
        if b"sheetData" in part:
            _check_extent(path, part)
    paths = _sheet_paths(parts)
    styles = parts.get("xl/styles.xml", b"")
    sheets = []
    for name, rows in _visible_rows(content):
        _check_text(name, rows)
        part = parts.get(paths.get(name, ""), b"")
        sheets.append(
            Sheet(
                name=name,
                rows=_with_errors(rows, error_cells(part)),
                formula=_first_formula(part),
                styles=CellStyles(part, styles),
            )
        )
    return tuple(sheets)


def cell_position(cell: str) -> tuple[int, str]:
    """Return line and column letters of a cell such as ``B7``."""
    row = re.sub(r"\D", "", cell)
    return int(row or 1), re.sub(r"\d", "", cell) or "A"


def _check_xml(path: str, part: bytes) -> None:
    if not path.lower().endswith((".xml", ".rels")):
        return
    # A zero byte means UTF-16, in which the searches of this module would find nothing.
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part:
        raise damaged(f"{path} with a document type or in another encoding than UTF-8")


def _check_text(sheet: str, rows: Rows) -> None:
    """Refuse control characters, which a workbook can hold as ``_x0000_``."""
    for line, cells in enumerate(rows, 1):
        if not CONTROL.search("\n".join(cells)):
            continue
        column, cell = next((n, one) for n, one in enumerate(cells, 1) if CONTROL.search(one))
        problem = Problem(
            line=line,
            column=str(column),
            found="".join(sign if sign.isprintable() else "\ufffd" for sign in cell),
            expected="text without control characters",
            message="The cell holds binary content.",
            code="binary",
            sheet=sheet,
        )
        raise AssayFileError([problem])


def _check_extent(path: str, part: bytes) -> None:
    """Refuse a sheet whose cells span more than a reader should allocate."""
    references = _REFERENCE.findall(part)
    letters = {reference.rstrip(_DIGITS) for reference in references}
    numbers = {reference.lstrip(_LETTERS) for reference in references}
    odd = [name for name in letters if not _COLUMN.fullmatch(name)]
    odd += [number for number in numbers if not _ROW.fullmatch(number)]
    if odd:
        raise damaged(f"{path} with the cell reference {odd[0][:20]!r}")
    rows = max([len(_ROW_TAG.findall(part)), *(int(number or 0) for number in numbers)])
    columns = max((_column_number(name) for name in letters), default=0)
    unnamed = len(_CELL_TAG.findall(part)) + sum(map(bytes.isdigit, references)) - len(references)
    if unnamed > 0:  # cells without a name follow one another
        columns = max(columns, *(len(_CELL_TAG.findall(row)) for row in _ROW_TAG.split(part)))
    limit(f"Too many rows in {path}.", rows, MAX_ROWS, "rows")
    limit(f"Too many columns in {path}.", columns, MAX_COLUMNS, "columns")
    limit(f"Too many cells in {path}.", rows * columns, MAX_CELLS, "cells")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_paths(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the part of each sheet by sheet name, from the workbook's relationships."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _xml(parts, "xl/_rels/workbook.xml.rels")
    }
    sheets = [
        element
        for element in _xml(parts, "xl/workbook.xml").iter()
        if element.tag.rpartition("}")[2] == "sheet"
    ]
    limit("Too many sheets in the workbook.", len(sheets), MAX_SHEETS, "sheets")
    return {sheet.get("name", ""): _part_path(targets, sheet) for sheet in sheets}


def _part_path(targets: dict[str, str], sheet: ET.Element) -> str:
    # The namespace of the id differs between the transitional and the strict file format.
    keys = [value for key, value in sheet.items() if key.endswith("}id")]
    target = targets.get(keys[0], "") if keys else ""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _xml(parts: dict[str, bytes], path: str) -> ET.Element:
    if path not in parts:
        raise damaged(f"no part {path}")
    try:
        # Document types were refused before, so no entity can expand.
        return ET.fromstring(parts[path])  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise damaged(f"{path}: {error}") from error


def _first_formula(part: bytes) -> str:
    match = _FORMULA.search(part)
    if not match:
        return ""
    references = _REFERENCE.findall(part[: match.start()])
    return references[-1].decode("ascii") if references else "A1"


def _visible_rows(content: bytes) -> list[tuple[str, Rows]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            (sheet.name, _rows_as_text(workbook, sheet.name))
            for sheet in workbook.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
    except BaseException as error:
        # Besides its own errors the reader raises OverflowError, and on impossible dates a panic of
        # Rust arrives, which derives from BaseException and can't be imported.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise damaged(str(error)) from error
        raise


def _with_errors(rows: Rows, errors: Mapping[tuple[int, int], str]) -> Rows:
    """Return the rows with the text of their error cells, which the reader gives as empty."""
    if not errors:
        return rows
    filled = [list(row) for row in rows]
    for (line, column), text in errors.items():
        filled += [[] for _ in range(line - len(filled))]
        row = filled[line - 1]
        row += [""] * (column - len(row))
        row[column - 1] = text
    return tuple(tuple(row) for row in filled)


def _rows_as_text(workbook: CalamineWorkbook, name: str) -> Rows:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return tuple(tuple(_cell_text(cell) for cell in row) for row in rows)


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return TypedNumber.of(float(cell))
    if isinstance(cell, dt.datetime):
        return TypedDate(cell.isoformat(sep=" ", timespec="seconds"))
    return TypedDate(cell)
