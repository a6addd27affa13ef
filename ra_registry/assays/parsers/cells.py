"""What a workbook's cells are besides their text: errors of formulas, numbers and dates by type.

The spreadsheet reader hands an error cell over as empty and a number without its format, so both
are looked up in the sheet's own XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from xml.etree import ElementTree as ET

from ra_registry.assays.parsers.archive import damaged
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.numbers import TypedNumber, is_error, plain

MAX_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number; the rest become zeros."""

_ERROR_TYPE = re.compile(rb"""\st\s*=\s*["']e["']""")
_STYLED = re.compile(rb"""\ss\s*=\s*["'](?!0["'])\d""")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PLAIN_FORMATS = frozenset({"General", "0", "@"})
_BUILT_IN = {0: "General", 1: "0", 49: "@"}
_ZEROS = re.compile(r"0{1,40}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


class TypedDate(str):
    """The text of a workbook's cell that holds a day, a time or both."""

    __slots__ = ()


class CellStyles:
    """How the numbers of one sheet are shown; read when it is first asked for."""

    def __init__(self, part: bytes, styles: bytes) -> None:
        self._part, self._styles = part, styles

    def format_of(self, line: int, column: int) -> str:
        """Return the number format of a cell, both counted from 1."""
        return self._by_cell.get((line, column), "General")

    @cached_property
    def _by_cell(self) -> dict[tuple[int, int], str]:
        if not _STYLED.search(self._part):
            return {}
        formats = self._formats()
        found = {}
        for place, cell in _cells(self._part):
            style = cell.get("s", "0")
            if style.isdecimal() and int(style) < len(formats) and formats[int(style)] != "General":
                found[place] = formats[int(style)]
        return found

    def _formats(self) -> list[str]:
        """Return the format of each cell style; built-in ones other than whole numbers by id."""
        root = _root(self._styles)
        if root is None:
            return []
        own = {
            element.get("numFmtId", ""): element.get("formatCode", "")
            for element in root.iter()
            if _tag(element) == "numFmt"
        }
        styles = next((element for element in root if _tag(element) == "cellXfs"), ())
        ids = [style.get("numFmtId", "0") for style in styles]
        return [
            own.get(number) or _BUILT_IN.get(int(number) if number.isdecimal() else 0, f"#{number}")
            for number in ids
        ]


def error_cells(part: bytes) -> dict[tuple[int, int], str]:
    """Return the text of each error cell of a sheet by line and column, counted from 1."""
    if not _ERROR_TYPE.search(part):
        return {}
    return {
        place: next((child.text or "" for child in cell if _tag(child) == "v"), "") or "#ERROR"
        for place, cell in _cells(part)
        if cell.get("t") == "e"
    }


class NameReader:
    """Reads cells that name something: a sample, a plate, a lot.

    A name is never a number: a spreadsheet that took one for a number or a day has dropped leading
    zeros and digits, and what stood there can't be known.
    """

    def __init__(self, sheet: str = "", styles: CellStyles | None = None) -> None:
        self._sheet, self._styles = sheet, styles

    def read(self, cells: Sequence[str], index: int, *, line: int, column: str) -> str:
        """Return a cell exactly as its author sees it.

        Raises ``AssayFileError`` where it is an error, a day, or a number that has lost digits.
        """
        cell = cells[index]
        expected = "a name as text: format the column as text and type the name again"
        if isinstance(cell, TypedNumber):
            exact = _exactly(cell.value, self._format_of(line, index))
            if exact is not None:
                return exact
            message = "A spreadsheet has turned this name into a number; digits may be lost."
        elif isinstance(cell, TypedDate):
            message = "A spreadsheet has turned this name into a date."
        elif is_error(cell):
            expected = "a name, or an empty cell"
            message = "The cell is the error of a formula."
        elif "+" in cell and _SCIENTIFIC.fullmatch(plain(cell)):
            message = "A spreadsheet has turned this name into a number; digits are lost."
        else:
            return cell
        problem = Problem(
            line=line,
            column=column,
            found=str(cell),
            expected=expected,
            message=message,
            code="identifier",
            sheet=self._sheet,
        )
        raise AssayFileError([problem])

    def _format_of(self, line: int, index: int) -> str:
        return self._styles.format_of(line, index + 1) if self._styles else "General"


def _exactly(value: float, number_format: str) -> str | None:
    """Return a whole number with the zeros that its format shows, None where digits may be lost."""
    if not value.is_integer() or value < 0 or value >= 10**MAX_DIGITS:
        return None
    if number_format in _PLAIN_FORMATS:
        return str(int(value))
    if _ZEROS.fullmatch(number_format):
        return str(int(value)).zfill(len(number_format))
    return None


def _cells(part: bytes) -> Iterator[tuple[tuple[int, int], ET.Element]]:
    """Yield each cell with its line and column; cells without a name follow one another."""
    line = column = 0
    for event, element in _events(part):
        tag = _tag(element)
        if event == "start" and tag == "row":
            number = element.get("r", "")
            line, column = int(number) if number.isdecimal() else line + 1, 0
        elif event == "end" and tag == "c":
            match = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column_number(match[1]) if match else column + 1
            yield (int(match[2]) if match else line, column), element
            element.clear()


def _events(part: bytes) -> Iterator[tuple[str, ET.Element]]:
    try:
        # Document types were refused before, so no entity can expand.
        yield from ET.iterparse(io.BytesIO(part), events=("start", "end"))  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise damaged(f"a sheet: {error}") from error


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _root(part: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(part)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError):
        return None
