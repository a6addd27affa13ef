"""The entry points: bytes and a file name in, a typed result or ``AssayFileError`` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ra_registry.assays.parsers.cells import NameReader
from ra_registry.assays.parsers.detect import (
    Kind,
    check_container,
    layout_instead,
    recognise_text,
    refuse_sheets,
)
from ra_registry.assays.parsers.errors import AssayFileError, Problem, refuse_file
from ra_registry.assays.parsers.experiment_info import ExperimentInfo, read_experiment_info
from ra_registry.assays.parsers.layout import PlateLayout, is_layout, parse_layout
from ra_registry.assays.parsers.methodical_mind import parse_plate_text
from ra_registry.assays.parsers.model import ParsedFile
from ra_registry.assays.parsers.msd_workbench import (
    find_delimiter,
    parse_workbench_sheets,
    parse_workbench_text,
)
from ra_registry.assays.parsers.numbers import TypedNumber
from ra_registry.assays.parsers.plate_text import is_section
from ra_registry.assays.parsers.questions import NO_ANSWERS, Answers, DecimalMark
from ra_registry.assays.parsers.tables import DELIMITERS, TableRow, split_rows
from ra_registry.assays.parsers.text import DecodedText, decode
from ra_registry.assays.parsers.workbench_columns import is_header
from ra_registry.assays.parsers.workbook import Sheet, cell_position, read_sheets

MAX_BYTES = 25 * 1024 * 1024
"""A plate of 96 wells and 10 spots is about 0.2 MB as text."""

_SKIPPED_SHEETS = frozenset(
    {"removed samples", "samples removed", "read me", "read_me", "readme", "chart"}
)
_INFO_SHEET = "experiment_info"


def read_assay_file(content: bytes, name: str, answers: Answers = NO_ANSWERS) -> ParsedFile:
    """Read an assay file of any supported format.

    ``name`` is the name under which the file was uploaded; its suffix has to fit the content, and
    a barcode in it is compared with the file's own. ``answers`` are a person's to the questions of
    an earlier reading. Raises ``AssayFileError``, and nothing else,
    for any content that can't be read.
    """
    if _check_size(content, name):
        return _read_workbook(content, name, answers)
    text = decode(content, answers.encoding)
    kind = recognise_text(text.lines)
    if kind is Kind.LAYOUT:
        raise layout_instead()
    if kind is Kind.WORKBENCH:
        delimiter = find_delimiter(text.lines)
        return parse_workbench_text(text, name=name, delimiter=delimiter, answers=answers)
    matrix = kind is Kind.PLATE_MATRIX
    return parse_plate_text(text, name=name, matrix=matrix, answers=answers)


def read_layout(content: bytes, name: str, answers: Answers = NO_ANSWERS) -> PlateLayout:
    """Read a plate layout from CSV, TXT or XLSX; raises ``AssayFileError``."""
    if _check_size(content, name):
        sheets = read_sheets(content)
        rows_of = [_table_rows(sheet) for sheet in sheets]
        place = _first_layout(rows_of)
        names = NameReader(sheets[place].name, sheets[place].styles) if sheets else NameReader()
        return parse_layout(rows_of[place] if sheets else [], names=names, answers=answers)
    text = decode(content, answers.encoding)
    tables = [split_rows(text.lines, delimiter) for delimiter in _delimiters_in(text.lines)]
    layout = parse_layout(
        tables[_first_layout(tables)] if tables else [], answers=answers, warnings=text.warnings
    )
    return replace(layout, questions=(*filter(None, (text.question,)), *layout.questions))


def _first_layout(tables: Sequence[Sequence[TableRow]]) -> int:
    return next((place for place, rows in enumerate(tables) if is_layout(rows)), 0)


def _delimiters_in(lines: Sequence[str]) -> list[str]:
    return [delimiter for delimiter in DELIMITERS if any(delimiter in line for line in lines)]


def _check_size(content: bytes, name: str) -> bool:
    if not content.strip():
        raise refuse_file(
            "The file is empty.",
            found="0 bytes of content",
            expected="a plate export",
            code="empty",
        )
    if len(content) > MAX_BYTES:
        raise refuse_file(
            "The file is too large.",
            found=f"{len(content)} bytes",
            expected=f"at most {MAX_BYTES} bytes",
            code="limits",
        )
    return check_container(content, name)


def _read_workbook(content: bytes, name: str, answers: Answers) -> ParsedFile:
    sheets = [
        sheet
        for sheet in read_sheets(content)
        if sheet.name.strip().casefold() not in _SKIPPED_SHEETS
    ]
    tables = [(sheet, _table_rows(sheet)) for sheet in sheets]
    results = [(sheet, rows) for sheet, rows in tables if any(is_header(row.cells) for row in rows)]
    if results:
        _refuse_formulas([sheet for sheet, _ in results])
        return parse_workbench_sheets(
            [(sheet.name, rows, sheet.styles) for sheet, rows in results],
            name=name,
            info=_info(tables),
            answers=answers,
        )
    pasted = [sheet for sheet in sheets if _is_plate_text(sheet)]
    if len(pasted) == 1:
        _refuse_formulas(pasted)
        return parse_plate_text(
            _as_text(pasted[0]),
            name=name,
            sheet=pasted[0].name,
            answers=_answers_for(pasted[0], answers),
        )
    raise refuse_sheets([rows for _, rows in tables], [sheet.name for sheet in sheets])


def _table_rows(sheet: Sheet) -> list[TableRow]:
    return [TableRow(line, cells) for line, cells in enumerate(sheet.rows, 1) if any(cells)]


def _info(tables: Sequence[tuple[Sheet, list[TableRow]]]) -> ExperimentInfo:
    for sheet, rows in tables:
        if sheet.name.strip().casefold().replace(" ", "_") == _INFO_SHEET:
            return read_experiment_info(rows, NameReader(sheet.name, sheet.styles))
    return ExperimentInfo()


def _is_plate_text(sheet: Sheet) -> bool:
    return any(cells and is_section(cells[0], "Data") for cells in sheet.rows)


def _as_text(sheet: Sheet) -> DecodedText:
    """Return a sheet into which the raw text was pasted as that text."""
    lines = tuple("\t".join(cells) for cells in sheet.rows)
    return DecodedText(lines=lines, encoding="xlsx", warnings=())


def _answers_for(sheet: Sheet, answers: Answers) -> Answers:
    """Return the answers, with the point where the sheet's own numbers are all that has a mark."""
    marked = [cell for row in sheet.rows for cell in row if "." in cell or "," in cell]
    texts = [cell for cell in marked if not isinstance(cell, TypedNumber)]
    if len(texts) == len(marked) or any(cell[0].isdecimal() for cell in texts):
        return answers
    return replace(answers, decimal_mark=DecimalMark.POINT)


def _refuse_formulas(sheets: Sequence[Sheet]) -> None:
    problems = []
    for sheet in sheets:
        if sheet.formula:
            line, column = cell_position(sheet.formula)
            problems.append(
                Problem(
                    line=line,
                    column=column,
                    found="a formula",
                    expected="values only, as the vendor's software exports them",
                    message="The results sheet holds a formula; its stored value may be outdated.",
                    code="formula",
                    sheet=sheet.name,
                )
            )
    if problems:
        raise AssayFileError(problems)
