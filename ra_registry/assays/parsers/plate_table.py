"""The data table of one plate block as typed rows."""

from __future__ import annotations

from ra_registry.assays.parsers.errors import Problem, Severity
from ra_registry.assays.parsers.footer_texts import footer_warning
from ra_registry.assays.parsers.model import ParsedPlate, ParsedRow
from ra_registry.assays.parsers.numbers import NumberReader, is_error
from ra_registry.assays.parsers.plate_text import Line, PlateBlock, column_numbers
from ra_registry.assays.parsers.tables import TableRow
from ra_registry.assays.parsers.wells import well_name


class PlateTable:
    """Reads one block into ``rows``; ``errors`` and ``warnings`` say what is wrong with it."""

    def __init__(
        self, block: PlateBlock, plate: ParsedPlate, numbers: NumberReader, *, sheet: str = ""
    ) -> None:
        self._block = block
        self._plate = plate
        self._numbers = numbers
        self._sheet = sheet
        self.rows: list[ParsedRow] = []
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self._read()

    def _read(self) -> None:
        header = self._block.columns
        columns = column_numbers(header.cells) if header else None
        if header is None or columns is None:
            at = header.number if header else self._block.first_line
            found = " ".join(header.cells) if header else ""
            self._error(at, "1", found, "column numbers such as 1 to 12", "No column numbers.")
            return
        for stray in self._block.strays:
            letters = "a row letter from A to P"
            self._error(stray.number, "1", stray.cells[0], letters, "Not a plate row.")
        for footer in self._block.footers:
            row = TableRow(footer.number, tuple(footer.cells))
            self.warnings.append(footer_warning(row, sheet=self._sheet))
        self._check_declared(header, columns)
        spot_id = self._block.value("SpotID")
        expected = 1 if spot_id.isdecimal() else self._plate.spots_per_well
        first_spot = int(spot_id[:3]) if spot_id.isdecimal() else 1
        blocks = self._spot_lines(expected)
        for letter, lines in blocks:
            for spot, spot_line in enumerate(lines, first_spot):
                if any(spot_line.cells[1:]):
                    self._read_line(letter, spot, spot_line, columns)

    def _check_declared(self, header: Line, columns: list[int]) -> None:
        letters = [letter for letter, _ in self._block.rows]
        for key, seen, what in (
            ("Wells Per Row", len(columns), "columns"),
            ("Wells Per Col", len(set(letters)), "plate rows"),
        ):
            declared = self._block.value(key) or _plate_size(self._plate.type_name)[key]
            if declared.isdecimal() and declared != str(seen):
                self._warn(
                    header.number,
                    key,
                    f"{seen} {what}",
                    f"{declared} {what}, as the header says",
                    "Part of the plate is not in the file.",
                    code="missing_wells",
                )

    def _spot_lines(self, expected: int | None) -> list[tuple[str, list[Line]]]:
        """Return the spot lines of each plate row, without the blank lines between plate rows.

        A hidden spot and a separator both look blank. The number of spots tells them apart, and
        where it isn't known, the fullest plate row does.
        """
        blocks = [(letter, _without_tail(lines, expected)) for letter, lines in self._block.rows]
        count = expected or max(len(lines) for _, lines in blocks)
        for letter, lines in blocks:
            if len(lines) > count:
                self._wrong_count(lines[count].number, letter, len(lines), count)
            elif len(lines) < count and not self._ends_hidden(len(lines), count):
                self._wrong_count(lines[-1].number, letter, len(lines), count)
        self._check_hidden(blocks)
        return blocks

    def _wrong_count(self, line: int, letter: str, found: int, count: int) -> None:
        self._error(
            line,
            letter,
            f"{found} spot lines",
            f"{count} spot lines in plate row {letter}",
            "A plate row is cut, or has a line too many.",
            code="cut_line",
        )

    def _check_hidden(self, blocks: list[tuple[str, list[Line]]]) -> None:
        """Refuse a spot that is blank in one plate row only: hidden spots are hidden everywhere."""
        filled = {
            letter: {spot for spot, line in enumerate(lines) if any(line.cells[1:])}
            for letter, lines in blocks
        }
        visible = set().union(*filled.values())
        for letter, lines in blocks:
            missing = sorted(visible - filled[letter])
            if filled[letter] and missing:
                self._error(
                    lines[min(missing[0], len(lines) - 1)].number,
                    letter,
                    "a blank line",
                    f"signals of spot line {missing[0] + 1}, which other plate rows have",
                    "Part of a plate row is missing.",
                    code="cut_line",
                )

    def _ends_hidden(self, seen: int, count: int) -> bool:
        """Return whether the spots without a line are hidden, so that no signal can be lost."""
        legend = " ".join(self._block.legend)
        return bool(legend) and not any(
            f"<{spot}>" in legend for spot in range(seen + 1, count + 1)
        )

    def _read_line(self, letter: str, spot: int, line: Line, columns: list[int]) -> None:
        cells = line.cells[1:]
        if len(cells) < len(columns):
            self._error(
                line.number,
                str(columns[len(cells)]),
                f"{len(cells)} values",
                f"{len(columns)} values, one for each column",
                "The line is cut.",
                code="cut_line",
            )
            return
        if any(cells[len(columns) :]):
            self._error(
                line.number,
                str(len(columns) + 1),
                next(cell for cell in cells[len(columns) :] if cell),
                f"{len(columns)} values, one for each column",
                "The line is longer than the header.",
            )
            return
        for column, cell in zip(columns, cells, strict=False):
            self._read_cell(letter, spot, line.number, column, cell)

    def _read_cell(self, letter: str, spot: int, line: int, column: int, cell: str) -> None:
        number = self._numbers.read(cell)
        if number is None:
            expected = f'a signal with decimal mark "{self._numbers.decimal_mark}"'
            message = "The cell is not a number."
            if is_error(cell):
                message = "The cell is the error of a formula."
            self._error(line, str(column), cell, expected, message)
            return
        if not cell:
            message = f"Well {well_name(letter, column)}, spot {spot} has no value."
            self._warn(line, str(column), "", "a signal", message, code="missing_wells")
            return
        assays = self._plate.spot_assays
        self.rows.append(
            ParsedRow(
                plate=self._plate.key,
                well=well_name(letter, column),
                spot=spot,
                signal=number,
                assay=assays[spot - 1] if spot <= len(assays) else "",
                line=line,
            )
        )

    def _error(
        self,
        line: int,
        column: str,
        found: str,
        expected: str,
        message: str,
        *,
        code: str = "format",
    ) -> None:
        self.errors.append(
            Problem(
                line=line,
                column=column,
                found=found,
                expected=expected,
                message=message,
                code=code,
                sheet=self._sheet,
            )
        )

    def _warn(
        self, line: int, column: str, found: str, expected: str, message: str, *, code: str
    ) -> None:
        self.warnings.append(
            Problem(
                line=line,
                column=column,
                found=found,
                expected=expected,
                message=message,
                severity=Severity.WARNING,
                code=code,
                sheet=self._sheet,
            )
        )


def _plate_size(type_name: str) -> dict[str, str]:
    """Return columns and rows of a type such as ``96 Multi-Spot 10``, empty if unknown."""
    columns, rows = {"96": ("12", "8"), "384": ("24", "16")}.get(
        type_name.partition(" ")[0], ("", "")
    )
    return {"Wells Per Row": columns, "Wells Per Col": rows}


def _without_tail(lines: list[Line], expected: int | None) -> list[Line]:
    """Drop blank lines at the end of a plate row, down to the expected number of spots."""
    kept = len(lines)
    while kept > (expected or 1) and lines[kept - 1].blank:
        kept -= 1
    return lines[:kept]
