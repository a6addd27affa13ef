"""One line of a results table, and the plate it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ra_registry.assays.parsers.cells import CellStyles, NameReader
from ra_registry.assays.parsers.dates import read_times
from ra_registry.assays.parsers.errors import AssayFileError, Problem
from ra_registry.assays.parsers.experiment_info import ExperimentInfo, PlateInfo
from ra_registry.assays.parsers.model import ParsedPlate, ReadTime
from ra_registry.assays.parsers.plate_names import barcode_of_plate_name
from ra_registry.assays.parsers.tables import TableRow
from ra_registry.assays.parsers.workbench_columns import Header

_NAMES = (
    "sample", "sample_group", "assay", "plate_name", "barcode1", "barcode2", "barcode3",
    "detection_range",
)  # fmt: skip
_NOT_DESCRIBED = PlateInfo(barcodes=(), read_time="", serial="", model="", version="")


class Record(NamedTuple):
    """A line of data with the header and the titles that apply to it."""

    row: TableRow
    header: Header
    plate: str
    assay: str
    group: str
    sheet: str
    styles: CellStyles | None = None

    def cell(self, field: str) -> str:
        """Return the text of a column, empty where the file has no such column."""
        position = self.header.positions.get(field)
        cells = self.row.cells
        return "" if position is None or position >= len(cells) else cells[position]

    @property
    def plate_name(self) -> str:
        """Return the plate's name from its column, or from the title above the table."""
        return self.cell("plate_name") or self.plate

    @property
    def plate_key(self) -> str:
        """Return what tells the plates of one file apart."""
        return self.plate_name or self.cell("barcode1") or "Plate 1"

    @property
    def barcodes(self) -> tuple[str, ...]:
        """Return the printed barcodes, or the one inside the plate's name."""
        cells = (self.cell(f"barcode{number}").strip("<>* ") for number in (1, 2, 3))
        printed = tuple(cell for cell in cells if cell)
        if printed:
            return printed
        named = barcode_of_plate_name(self.plate_name)
        return (named,) if named else ()


def with_names(records: Sequence[Record]) -> tuple[list[Record], list[Problem]]:
    """Return the lines with every name exactly as its author sees it, and what prevents that."""
    problems: list[Problem] = []
    return [
        _with_names(record, problems) if any(map(_is_odd, record.row.cells)) else record
        for record in records
    ], problems


def _is_odd(cell: str) -> bool:
    """Return whether a cell may be anything else than a name in plain text."""
    return type(cell) is not str or cell[:1] == "#" or "+" in cell


def _with_names(record: Record, problems: list[Problem]) -> Record:
    cells = list(record.row.cells)
    names = NameReader(record.sheet, record.styles)
    for field in _NAMES:
        index = record.header.positions.get(field)
        if index is None or index >= len(cells) or not _is_odd(cells[index]):
            continue
        column = record.header.name_of(field)
        try:
            cells[index] = names.read(cells, index, line=record.row.line, column=column)
        except AssayFileError as error:
            problems += error.problems
    return record._replace(row=TableRow(record.row.line, tuple(cells)))


def plates_of(
    records: Sequence[Record], *, info: ExperimentInfo, name: str
) -> tuple[tuple[ParsedPlate, ...], str]:
    """Return the plates in the order of the file, and the date order of their read times.

    ``name`` is the file's name, which may hold the day of the reading.
    """
    first: dict[str, Record] = {}
    for record in records:
        first.setdefault(record.plate_key, record)
    described = {key: _described(record, info) for key, record in first.items()}
    printed = {
        key: record.cell("read_time") or described[key].read_time for key, record in first.items()
    }
    times, order = read_times([raw for raw in printed.values() if raw], evidence=name)
    plates = tuple(
        ParsedPlate(
            key=key,
            name=record.plate_name,
            barcodes=described[key].barcodes or record.barcodes,
            read_time=times.get(printed[key], ReadTime()),
            instrument_model=described[key].model,
            instrument_serial=described[key].serial,
            software_version=described[key].version,
        )
        for key, record in first.items()
    )
    return plates, order


def _described(record: Record, info: ExperimentInfo) -> PlateInfo:
    barcodes = record.barcodes
    return (info.plate(barcodes[0]) if barcodes else None) or _NOT_DESCRIBED
