"""Typed rows from the lines of a results table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.model import (
    NumberState,
    ParsedRow,
    PrintedNumber,
    Role,
    RoleSource,
)
from ra_registry.assays.parsers.numbers import MarkCensus, NumberReader, is_error
from ra_registry.assays.parsers.questions import Answers
from ra_registry.assays.parsers.roles import censor_of_range, role_of_group
from ra_registry.assays.parsers.wells import canonical_well
from ra_registry.assays.parsers.workbench_record import Record

MAX_SPOT = 100

_RESULTS = frozenset({"signal", "dilution", "concentration", "calc_concentration"})
"""Columns that results are taken from; an error there refuses the file."""

_EXCLUDED = {"": None, "no": False, "false": False, "yes": True, "true": True}


class RowBuilder:
    """Builds the rows of one file, collecting every problem before it refuses."""

    def __init__(self, records: Sequence[Record], *, answers: Answers) -> None:
        self._records = records
        self._errors: list[Problem] = []
        self._unknown: set[tuple[str, str]] = set()
        self.warnings: list[Problem] = []
        self._check_lengths()
        census = self._census()
        self.decimal_mark = census.decimal_mark(answers.decimal_mark)
        self.question = census.question(answers.decimal_mark)
        self.thousands_mark = census.thousands_mark(self.decimal_mark)
        self._numbers = NumberReader(self.decimal_mark)
        self._others = NumberReader("," if self.decimal_mark == "." else ".")

    def build(self) -> tuple[ParsedRow, ...]:
        """Return the rows, or raise ``AssayFileError`` with all problems of the lines."""
        rows = tuple(self._row(record) for record in self._records)
        if self._errors:
            raise AssayFileError(self._errors)
        return rows

    def _check_lengths(self) -> None:
        for record in self._records:
            cells, width = record.row.cells, record.header.width
            if len(cells) < width:
                self._error(
                    record,
                    record.header.names[len(cells)] or str(len(cells) + 1),
                    f"{len(cells)} columns",
                    f"{width} columns as in the header of line {record.header.line}",
                    "The line is cut.",
                    code="cut_line",
                )
            elif any(cells[width:]):
                self._error(
                    record,
                    str(width + 1),
                    f"{len(cells)} columns",
                    f"{width} columns as in the header of line {record.header.line}",
                    "The line is longer than the header; a comma in a number may have split it.",
                    code="long_line",
                )
        if self._errors:
            raise AssayFileError(self._errors)

    def _census(self) -> MarkCensus:
        census = MarkCensus()
        for record in self._records:
            cells, names = record.row.cells, record.header.names
            census.add(
                record.row.line,
                [
                    (cells[position], names[position])
                    for _, position in record.header.numbers
                    if not cells[position].isdecimal()
                ],
            )
        return census

    def _row(self, record: Record) -> ParsedRow:
        group = record.cell("sample_group") or record.group
        role = self._role(record, group)
        cells = record.row.cells
        numbers: dict[str, Any] = {
            field: self._number(record, field, cells[position])
            for field, position in record.header.numbers
        }
        self._refuse_formulas(record)
        return ParsedRow(
            plate=record.plate_key,
            well=self._well(record),
            spot=self._spot(record),
            assay=record.cell("assay") or record.assay,
            sample=record.cell("sample"),
            sample_group=group,
            role=role,
            role_source=RoleSource.SAMPLE_GROUP if role else None,
            detection_range=record.cell("detection_range"),
            censor=self._censor(record),
            excluded=self._excluded(record),
            other=tuple(
                (name, cell)
                for index, name in record.header.others
                if (cell := record.row.cells[index])
            ),
            line=record.row.line,
            **numbers,
        )

    def _number(self, record: Record, field: str, raw: str) -> PrintedNumber:
        number = self._numbers.read(raw)
        if number is not None:
            return number
        if is_error(raw) and field not in _RESULTS:
            self._keep_error(record, field, raw)
            return PrintedNumber(raw=raw, state=NumberState.ERROR)
        expected = f'a number with decimal mark "{self.decimal_mark}", or NaN'
        message, code = "The cell is not a number.", "number"
        if is_error(raw):
            message, code = "The cell is the error of a formula.", "error_cell"
        elif self._others.read(raw) is not None:
            message, code = "Point and comma both occur as decimal marks.", "decimal_mark"
        self._error(record, record.header.name_of(field), raw, expected, message, code=code)
        return PrintedNumber(raw=raw)

    def _keep_error(self, record: Record, field: str, raw: str) -> None:
        if (field, "error") in self._unknown:
            return
        self._unknown.add((field, "error"))
        self.warnings.append(
            Problem(
                line=record.row.line,
                column=record.header.name_of(field),
                found=raw,
                expected="a number",
                message="This and further errors of formulas in the column stay text.",
                severity=Severity.WARNING,
                code="error_cell",
                sheet=record.sheet,
            )
        )

    def _refuse_formulas(self, record: Record) -> None:
        for index, cell in enumerate(record.row.cells[: record.header.width]):
            if cell[:1] == "=":
                self._error(
                    record,
                    record.header.names[index] or str(index + 1),
                    cell,
                    "a value",
                    "The cell holds a formula.",
                    code="formula",
                )

    def _well(self, record: Record) -> str:
        raw = record.cell("well")
        well = canonical_well(raw)
        if well is None:
            self._error(
                record,
                record.header.name_of("well"),
                raw,
                "a well from A01 to P24",
                "The well is not readable.",
                code="well",
            )
        return well or raw

    def _spot(self, record: Record) -> int | None:
        raw = record.cell("spot")
        if not raw and "spot" not in record.header.positions:
            return None
        if raw.isdecimal() and 1 <= int(raw[:4]) <= MAX_SPOT:
            return int(raw)
        self._error(
            record,
            record.header.name_of("spot"),
            raw,
            f"a whole number from 1 to {MAX_SPOT}",
            "The spot is not readable.",
            code="spot",
        )
        return None

    def _excluded(self, record: Record) -> bool | None:
        raw = record.cell("excluded")
        if raw.casefold() not in _EXCLUDED:
            self._error(
                record,
                record.header.name_of("excluded"),
                raw,
                "yes or no",
                "The mark of exclusion is not readable.",
                code="excluded",
            )
        return _EXCLUDED.get(raw.casefold())

    def _role(self, record: Record, group: str) -> Role | None:
        role = role_of_group(group) if group else None
        if group and role is None:
            self._warn_once(record, "sample_group", group, "a sample group such as Standards")
        return role

    def _censor(self, record: Record) -> str:
        printed = record.cell("detection_range")
        code = censor_of_range(printed)
        if code is None:
            self._warn_once(
                record, "detection_range", printed, "a range such as In Detection Range"
            )
        return code or ""

    def _warn_once(self, record: Record, field: str, found: str, expected: str) -> None:
        if (field, found) in self._unknown:
            return
        self._unknown.add((field, found))
        names = record.header.names
        self.warnings.append(
            Problem(
                line=record.row.line,
                column=names[record.header.positions[field]]
                if field in record.header.positions
                else "title",
                found=found,
                expected=expected,
                message="The text is kept but not understood.",
                severity=Severity.WARNING,
                code=f"unknown_{field}",
                sheet=record.sheet,
            )
        )

    def _error(
        self, record: Record, column: str, found: str, expected: str, message: str, *, code: str
    ) -> None:
        self._errors.append(
            Problem(
                line=record.row.line,
                column=column,
                found=found,
                expected=expected,
                message=message,
                code=code,
                sheet=record.sheet,
            )
        )
