"""MSD Discovery Workbench and Methodical Mind results: one line per well and spot.

The export's columns are chosen by the user and stand in any order. Before and between the lines of
data stand titles, plate names, experiment data, or the analyte of the block that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ra_registry.assays.parsers.cells import CellStyles
from ra_registry.assays.parsers.checks import check_rows
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.experiment_info import ExperimentInfo
from ra_registry.assays.parsers.footer_texts import footer_warning
from ra_registry.assays.parsers.footers import split_footers
from ra_registry.assays.parsers.model import AssayFormat, ParsedFile
from ra_registry.assays.parsers.questions import NO_ANSWERS, Answers
from ra_registry.assays.parsers.tables import DELIMITERS, TableRow, split_rows
from ra_registry.assays.parsers.text import DecodedText
from ra_registry.assays.parsers.wells import canonical_well
from ra_registry.assays.parsers.workbench_columns import (
    Header,
    is_header,
    read_header,
    recognised,
)
from ra_registry.assays.parsers.workbench_record import Record, plates_of, with_names
from ra_registry.assays.parsers.workbench_rows import RowBuilder

FORMAT_VERSION = "1"

_BLOCK_TITLE = re.compile(
    r"(?P<group>Unknown|Standard|Calibrator|Control|Blank|QC)s?\s*:\s*(?P<assay>\S.*)",
    re.IGNORECASE,
)
_PLATE_TITLE = re.compile(r"Plate_\S.*", re.IGNORECASE)
_HEADER_LINES_ABOVE = 2


@dataclass(slots=True)
class _Scan:
    """What stands before and between the lines of data."""

    sheet: str = ""
    styles: CellStyles | None = None
    header: Header | None = None
    plate: str = ""
    assay: str = ""
    group: str = ""
    unit: str = ""
    preamble: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    title: TableRow | None = None

    def read(self, rows: Sequence[TableRow]) -> None:
        for index, row in enumerate(rows):
            if is_header(row.cells):
                above = [
                    before.cells for before in rows[max(0, index - _HEADER_LINES_ABOVE) : index]
                ]
                self._open(read_header(row.line, row.cells, above))
            elif not self._is_title(row):
                self._keep(row)
        if self.title and self.records:
            self._refuse(
                self.title,
                "lines of data below the title of a plate",
                "A plate has no data; the file may be cut.",
            )

    def _open(self, header: Header) -> None:
        self.header = header
        self.unit = self.unit or header.unit
        for name in header.missing:
            self._report(
                header, name, ", ".join(header.names), f'a column "{name}"', "A column is missing."
            )
        for name in header.repeated:
            self._report(header, name, name, "each column once", "A column stands twice.")

    def _report(self, header: Header, column: str, found: str, expected: str, message: str) -> None:
        self.problems.append(
            Problem(
                line=header.line,
                column=column,
                found=found,
                expected=expected,
                message=message,
                code="header",
                sheet=self.sheet,
            )
        )

    def _is_title(self, row: TableRow) -> bool:
        title = row.cells[0]
        if not title or any(row.cells[1:]):
            return False
        if match := _BLOCK_TITLE.fullmatch(title):
            self.assay, self.group, self.header = match["assay"], match["group"], None
            return True
        if _PLATE_TITLE.fullmatch(title):
            self.plate, self.title = title, row
            return True
        return False

    def _keep(self, row: TableRow) -> None:
        if self.header is None:
            if self.records and any(map(canonical_well, row.cells)):
                expected = "a line of column names above the lines of data"
                self._refuse(row, expected, "A line of data stands below no header.")
            self.preamble.append(" ".join(cell for cell in row.cells if cell))
            return
        self.title = None
        self.records.append(
            Record(
                row=row,
                header=self.header,
                plate=self.plate,
                assay=self.assay,
                group=self.group,
                sheet=self.sheet,
                styles=self.styles,
            )
        )

    def _refuse(self, row: TableRow, expected: str, message: str) -> None:
        self.problems.append(
            Problem(
                line=row.line,
                column="1",
                found=" ".join(cell for cell in row.cells if cell),
                expected=expected,
                message=message,
                code="cut_line",
                sheet=self.sheet,
            )
        )


def find_delimiter(lines: Iterable[str]) -> str:
    """Return the delimiter under which the first header is one, or an empty text."""
    for line in lines:
        known = {
            delimiter: recognised(cells)
            for delimiter in DELIMITERS
            if is_header(cells := [cell.strip(' "') for cell in line.split(delimiter)])
        }
        if known:
            return max(known, key=lambda delimiter: known[delimiter])
    return ""


def parse_workbench_text(
    text: DecodedText, *, name: str, delimiter: str, answers: Answers = NO_ANSWERS
) -> ParsedFile:
    """Parse a delimited results export, or raise ``AssayFileError``."""
    scan = _Scan()
    scan.read(split_rows(text.lines, delimiter))
    return _finish([scan], name=name, delimiter=delimiter, answers=answers, text=text)


def parse_workbench_sheets(
    sheets: Sequence[tuple[str, Sequence[TableRow], CellStyles]],
    *,
    name: str,
    info: ExperimentInfo,
    answers: Answers = NO_ANSWERS,
) -> ParsedFile:
    """Parse the results sheets of a workbook, or raise ``AssayFileError``."""
    scans = []
    for sheet, rows, styles in sheets:
        scan = _Scan(sheet=sheet, styles=styles)
        scan.read(rows)
        scans.append(scan)
    return _finish(scans, name=name, delimiter="", answers=answers, info=info)


def _finish(
    scans: Sequence[_Scan],
    *,
    name: str,
    delimiter: str,
    answers: Answers,
    text: DecodedText | None = None,
    info: ExperimentInfo | None = None,
) -> ParsedFile:
    problems = [problem for scan in scans for problem in scan.problems]
    if problems:
        raise AssayFileError(problems)
    split = [split_footers(scan.records) for scan in scans]
    records, problems = with_names([record for data, _ in split for record in data])
    if problems:
        raise AssayFileError(problems)
    if not records:
        raise AssayFileError([_no_rows(scans)])
    info = info or ExperimentInfo()
    builder = RowBuilder(records, answers=answers)
    rows = builder.build()
    plates, date_order = plates_of(records, info=info, name=name)
    footers = [record for _, left_out in split for record in left_out]
    warnings = [*(text.warnings if text else ()), *builder.warnings]
    warnings += [footer_warning(record.row, sheet=record.sheet) for record in footers]
    warnings += check_rows(rows, plates, name=name)
    return ParsedFile(
        name=name,
        format=AssayFormat.MSD_WORKBENCH,
        format_version=FORMAT_VERSION,
        encoding=text.encoding if text else "xlsx",
        delimiter=delimiter,
        decimal_mark=builder.decimal_mark,
        date_order=date_order,
        unit=next((scan.unit for scan in scans if scan.unit), ""),
        plates=plates,
        rows=rows,
        warnings=tuple(warnings),
        reagents=info.reagents,
        preamble=tuple(line for scan in scans for line in scan.preamble),
        questions=tuple(filter(None, (text.question if text else None, builder.question))),
        thousands_mark=builder.thousands_mark,
    )


def _no_rows(scans: Sequence[_Scan]) -> Problem:
    header = next((scan.header for scan in scans if scan.header), None)
    return Problem(
        line=header.line + 1 if header else 1,
        column="Well",
        found="no line of data after the header",
        expected="one line per well and spot",
        message="The results table is empty.",
        code="empty",
        sheet=scans[0].sheet if scans else "",
    )
