"""Which format a file has, by its content. The name only has to agree with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import PurePath

from ra_registry.assays.parsers.errors import AssayFileError, refuse_file
from ra_registry.assays.parsers.layout import is_layout
from ra_registry.assays.parsers.msd_workbench import find_delimiter
from ra_registry.assays.parsers.numbers import NumberReader
from ra_registry.assays.parsers.plate_text import (
    column_numbers,
    find_data_delimiter,
    is_section,
    split_cells,
)
from ra_registry.assays.parsers.questions import DecimalMark
from ra_registry.assays.parsers.tables import TableRow

SUPPORTED = (
    "an MSD Discovery Workbench or Methodical Mind results export (CSV, TXT, XLSX) "
    "or an MSD raw plate text (TXT)"
)

TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".tab"})
WORKBOOK_SUFFIX = ".xlsx"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_LINES = 60
_BIO_PLEX_COLUMN = "FI - Bkgd"


class Kind(StrEnum):
    """What a text file can be."""

    WORKBENCH = "workbench"
    PLATE_TEXT = "plate text"
    PLATE_MATRIX = "plate matrix"
    LAYOUT = "layout"


def check_container(content: bytes, name: str) -> bool:
    """Return whether the content is a workbook (else text); refuse other and misnamed content."""
    suffix = PurePath(name).suffix.lower()
    if content.startswith(_OLE):
        raise _old_workbook(content)
    is_workbook = content.startswith(_ZIP)
    if suffix not in TEXT_SUFFIXES | {WORKBOOK_SUFFIX}:
        raise refuse_file(
            "Files of this type are not read.",
            found=f'the name "{name}"',
            expected="a name that ends in .csv, .txt, .tsv, .tab or .xlsx",
            code="suffix",
        )
    if is_workbook != (suffix == WORKBOOK_SUFFIX):
        raise refuse_file(
            "The name of the file doesn't fit its content.",
            found=f"{'a ZIP archive' if is_workbook else 'no ZIP archive'} named {suffix}",
            expected="text in .csv, .txt, .tsv and .tab, a workbook in .xlsx",
            code="suffix",
        )
    return is_workbook


def recognise_text(lines: Sequence[str]) -> Kind:
    """Return the kind of a text file, or refuse it by the name of the format it has."""
    if any(is_section(line, "Data") for line in lines):
        return Kind.PLATE_TEXT
    if find_delimiter(lines):
        return Kind.WORKBENCH
    if foreign := _foreign_format(lines[:_HEAD_LINES]):
        raise _unsupported(foreign)
    filled = [line for line in lines if line.strip()]
    delimiter = find_data_delimiter(filled)
    grid = [
        TableRow(number, tuple(split_cells(line, delimiter)))
        for number, line in enumerate(filled, 1)
    ]
    if is_layout(grid):
        return Kind.PLATE_MATRIX if _is_numeric(grid) else Kind.LAYOUT
    raise _unknown(filled[0] if filled else "")


def refuse_sheets(tables: Sequence[Sequence[TableRow]], names: Sequence[str]) -> AssayFileError:
    """Return the refusal of a workbook without results, by the name of its format."""
    cells = [cell for rows in tables for row in rows[:_HEAD_LINES] for cell in row.cells]
    if foreign := _foreign_format(cells):
        return _unsupported(foreign)
    if any(is_layout(rows) for rows in tables):
        return layout_instead()
    return _unknown(f"the sheets {', '.join(names)}")


def layout_instead() -> AssayFileError:
    """Return the refusal of a plate layout where measurements are expected."""
    return refuse_file(
        "This is a plate layout without measurements.",
        found="a grid of sample names",
        expected=f"{SUPPORTED}; the layout is uploaded beside it",
        code="layout",
    )


def _is_numeric(grid: Sequence[TableRow]) -> bool:
    """Return whether every filled cell below the column numbers is a number."""
    cells = [
        cell for row in grid if not column_numbers(row.cells) for cell in row.cells[1:] if cell
    ]
    readers = [NumberReader(mark.sign) for mark in DecimalMark]
    return bool(cells) and all(any(reader.read(cell) for reader in readers) for cell in cells)


def _foreign_format(texts: Iterable[str]) -> str:
    """Return the name of a known format of another vendor, or an empty text."""
    text = "\n".join(texts)
    folded = text.casefold()
    if "xponent" in folded:
        intelliflex = "intelliflex" in folded
        return f"a Luminex xPONENT{' for INTELLIFLEX' if intelliflex else ''} export"
    if _BIO_PLEX_COLUMN in text or "bio-plex" in folded or "bioplex" in folded:
        return "a Bio-Plex Manager export"
    return ""


def _old_workbook(content: bytes) -> AssayFileError:
    column = _BIO_PLEX_COLUMN
    if column.encode() in content or column.encode("utf-16-le") in content:
        return _unsupported("a Bio-Plex Manager export (.xls)")
    return refuse_file(
        "Workbooks of the old type or with a password are not read.",
        found="an OLE2 file (.xls, or an encrypted .xlsx)",
        expected="an .xlsx workbook without password, or CSV",
        code="old_workbook",
    )


def _unsupported(what: str) -> AssayFileError:
    return refuse_file(
        f"The format is recognised as {what}; it isn't supported here.",
        found=what,
        expected=SUPPORTED,
        code="unsupported_format",
    )


def _unknown(found: str) -> AssayFileError:
    return refuse_file(
        "The format is not recognised.", found=found, expected=SUPPORTED, code="unknown_format"
    )
