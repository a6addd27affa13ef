"""Writes a raw plate text as the reader's software exports it: signals only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ra_registry.assays.parsers.model import ParsedPlate, ParsedRow
from ra_registry.assays.parsers.wells import ROW_LETTERS, well_name

_KEY_WIDTH = 9
_VALUE_WIDTH = 10
_RULE = "=" * 10
_LARGE_PLATE = "384"


def with_header(plate: ParsedPlate, *, number: int = 1, file_name: str = "") -> ParsedPlate:
    """Return the plate with the header lines that say what its fields say.

    ``spots_per_well`` and the plate's type have to agree, because a reader takes the type first.
    """
    barcodes = (*plate.barcodes, "", "", "")
    header = (
        ("FileName", file_name),
        ("Run Name", plate.name),
        ("Stack ID", "0.1"),
        ("Plate #", str(number)),
        *((f"Barcode{index}", f"<{barcodes[index - 1]}>") for index in (1, 2, 3)),
        ("Type", plate.type_name),
        ("Spots Per Well", str(plate.spots_per_well or 1)),
        ("Read Time", plate.read_time.raw),
        ("Version", plate.software_version),
        ("User", plate.operator),
        ("Comments", plate.comments),
        ("Serial #", plate.instrument_serial),
        ("Model", plate.instrument_model),
        ("Orient", "Normal"),
        ("Assays", ",".join(plate.spot_assays)),
        ("SpotID", "all"),
    )
    return replace(plate, header=header)


def write_plate_text(
    plates: Sequence[ParsedPlate], rows: Sequence[ParsedRow], *, line_end: str = "\r\n"
) -> str:
    """Return the text of one or several plates; plates without header lines get their own."""
    lines: list[str] = []
    for number, plate in enumerate(plates, 1):
        described = plate if plate.header else with_header(plate, number=number)
        lines += [_header_line(key, value) for key, value in described.header]
        lines += ["", f"{_RULE}Data{_RULE * 12}"]
        lines += _table(described, [row for row in rows if row.plate == plate.key])
        lines += ["", f"{_RULE}Statistics{_RULE * 12}", ""]
    return line_end.join(lines)


def _header_line(key: str, value: str) -> str:
    # Date and time stand in two cells, as in the vendor's files.
    cells = value.replace(" ", "\t", 1) if key == "Read Time" else value
    return f"{key:<{_KEY_WIDTH}}:\t{cells}"


def _table(plate: ParsedPlate, rows: Sequence[ParsedRow]) -> list[str]:
    """Return the data block: per plate row one line per spot; hidden spots keep a blank line."""
    columns = 24 if plate.type_name.startswith(_LARGE_PLATE) else 12
    printed = {(row.well, row.spot or 1): row.signal.raw for row in rows}
    letters = {row.well[0] for row in rows}
    lines = ["\t".join(["  ", *(f"{column:<{_VALUE_WIDTH}}" for column in range(1, columns + 1))])]
    for letter in ROW_LETTERS:
        if letter in letters:
            for spot in range(1, (plate.spots_per_well or 1) + 1):
                cells = (
                    f"{printed.get((well_name(letter, column), spot), ''):>{_VALUE_WIDTH}}  "
                    for column in range(1, columns + 1)
                )
                lines.append("\t".join([letter + " " if spot == 1 else "  ", *cells]))
            lines.append("")
    return lines
