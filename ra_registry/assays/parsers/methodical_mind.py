"""MSD raw plate text of Methodical Mind and Discovery Workbench: signals only, no concentrations.

A plate row has one line per spot, in spot order; hidden spots keep their line. Other files print
one whole table per spot, which are put together here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ra_registry.assays.parsers.checks import check_rows
from ra_registry.assays.parsers.dates import read_times
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.model import (
    AssayFormat,
    ParsedFile,
    ParsedPlate,
    ReadTime,
)
from ra_registry.assays.parsers.numbers import MarkCensus, NumberReader
from ra_registry.assays.parsers.plate_table import PlateTable
from ra_registry.assays.parsers.plate_text import (
    BlockReader,
    PlateBlock,
    column_numbers,
    find_data_delimiter,
)
from ra_registry.assays.parsers.questions import NO_ANSWERS, Answers
from ra_registry.assays.parsers.text import DecodedText

FORMAT_VERSION = "1"

_MULTI_SPOT = re.compile(r"Multi-Spot\s+(\d{1,3})", re.IGNORECASE)
_LEGEND_SPOT = re.compile(r"<(\d{1,3})>")


def parse_plate_text(
    text: DecodedText,
    *,
    name: str,
    matrix: bool = False,
    sheet: str = "",
    answers: Answers = NO_ANSWERS,
) -> ParsedFile:
    """Parse a raw plate text, or raise ``AssayFileError``.

    ``matrix`` reads a file that is a data block alone, without header.
    """
    delimiter = find_data_delimiter(text.lines)
    reader = BlockReader(delimiter)
    blocks = reader.read_matrix(text.lines) if matrix else reader.read(text.lines)
    _require_data(blocks, last_line=len(text.lines), sheet=sheet)
    census = _census(blocks)
    decimal_mark = census.decimal_mark(answers.decimal_mark)
    question = census.question(answers.decimal_mark)
    numbers = NumberReader(decimal_mark)
    plates, date_order = _plates(blocks, name)
    tables = [
        PlateTable(block, plate, numbers, sheet=sheet)
        for block, plate in zip(blocks, plates, strict=True)
    ]
    problems = [problem for table in tables for problem in table.errors]
    if problems:
        raise AssayFileError(problems)
    rows = tuple(row for table in tables for row in table.rows)
    unique = _merged(plates)
    warnings = [*text.warnings, *(problem for table in tables for problem in table.warnings)]
    warnings += check_rows(
        rows, unique, name=name, header_names=[block.value("FileName") for block in blocks]
    )
    return ParsedFile(
        name=name,
        format=AssayFormat.MSD_PLATE_TEXT,
        format_version=FORMAT_VERSION,
        encoding=text.encoding,
        delimiter=delimiter,
        decimal_mark=decimal_mark,
        date_order=date_order,
        unit="",
        plates=unique,
        rows=rows,
        warnings=tuple(warnings),
        questions=tuple(filter(None, (text.question, question))),
        thousands_mark=census.thousands_mark(decimal_mark),
    )


def _require_data(blocks: Sequence[PlateBlock], *, last_line: int, sheet: str) -> None:
    lacking = [block for block in blocks if not (block.has_data and block.columns and block.rows)]
    if lacking or not blocks:
        raise AssayFileError(
            [
                Problem(
                    line=last_line,
                    column="whole line",
                    found="the end of the file",
                    expected="a Data block with column numbers and plate rows for every header",
                    message="A plate has no data; the file may be cut.",
                    code="no_data",
                    sheet=sheet,
                )
            ]
        )


def _census(blocks: Sequence[PlateBlock]) -> MarkCensus:
    """Weigh the signals of all plates. With both marks in use as decimals the point is read."""
    census = MarkCensus()
    for block in blocks:
        columns = column_numbers(block.columns.cells) if block.columns else None
        for line in (line for _, lines in block.rows for line in lines):
            census.add(
                line.number,
                [
                    (cell, str(column))
                    for column, cell in zip(columns or [], line.cells[1:], strict=False)
                    if not cell.isdecimal()
                ],
            )
    return census


def _plates(blocks: Sequence[PlateBlock], name: str) -> tuple[list[ParsedPlate], str]:
    """Return the plate of every block; tables of single spots share their plate."""
    printed = [block.value("Read Time") for block in blocks]
    created = [block.value("Creation") for block in blocks]
    evidence = " ".join([name, *(block.value("FileName") for block in blocks)])
    times, order = read_times([raw for raw in (*printed, *created) if raw], evidence=evidence)
    plates: list[ParsedPlate] = []
    for number, (block, raw) in enumerate(zip(blocks, printed, strict=True), 1):
        plate = _plate(block, times.get(raw, ReadTime()), number)
        before = [other for other in plates if _same_run(plate, other)]
        plates.append(replace(plate, key=before[0].key) if before else _unique(plate, plates))
    return plates, order


def _plate(block: PlateBlock, read_time: ReadTime, number: int) -> ParsedPlate:
    barcodes = tuple(
        code
        for key in ("Barcode1", "Barcode2", "Barcode3")
        if (code := block.value(key).strip("<>* "))
    )
    return ParsedPlate(
        key=barcodes[0] if barcodes else f"Plate {number}",
        name=block.value("Run Name"),
        barcodes=barcodes,
        read_time=read_time,
        type_name=block.value("Type"),
        spots_per_well=spots_per_well(block),
        instrument_model=block.value("Model"),
        instrument_serial=block.value("Serial #"),
        software_version=block.value("Version"),
        operator=block.value("User"),
        comments=block.value("Comments"),
        spot_assays=_spot_assays(block.value("Assays")),
        header=tuple(block.header),
    )


def spots_per_well(block: PlateBlock) -> int | None:
    """Return the number of spots in a well, from the plate type before the count of printed spots.

    A file with one table per spot declares one spot per well although the plate has more.
    """
    legend = [int(spot) for line in block.legend for spot in _LEGEND_SPOT.findall(line)]
    if match := _MULTI_SPOT.search(block.value("Type")):
        return max([int(match[1]), *legend])
    declared = block.value("Spots Per Well")
    counts = [*legend, *([int(declared)] if declared.isdecimal() and len(declared) < 4 else [])]
    return max(counts, default=None)


def _spot_assays(printed: str) -> tuple[str, ...]:
    """Return the assay of each spot; a list of nothing but commas names none."""
    names = tuple(name.strip() for name in printed.split(","))
    return names if any(names) else ()


def _same_run(one: ParsedPlate, other: ParsedPlate) -> bool:
    """Return whether two tables are spots of one plate: only the header's spot number differs."""
    return _without_spot(one) == _without_spot(other) and _spot_id(one) != _spot_id(other)


def _without_spot(plate: ParsedPlate) -> list[tuple[str, str]]:
    return [(key, value) for key, value in plate.header if key != "SpotID"]


def _spot_id(plate: ParsedPlate) -> str:
    return next((value for key, value in plate.header if key == "SpotID"), "")


def _unique(plate: ParsedPlate, plates: Sequence[ParsedPlate]) -> ParsedPlate:
    taken = {other.key for other in plates}
    key, number = plate.key, 2
    while key in taken:
        key, number = f"{plate.key} ({number})", number + 1
    return replace(plate, key=key)


def _merged(plates: Sequence[ParsedPlate]) -> tuple[ParsedPlate, ...]:
    by_key: dict[str, ParsedPlate] = {}
    for plate in plates:
        by_key.setdefault(plate.key, plate)
    return tuple(by_key.values())
