"""The sheet ``Experiment_Info``: reagent lots, and barcode and read time of each plate.

The plates stand in blocks of two columns (label, value) side by side. They are found by their
labels, because the number and the place of the blocks vary between laboratories.
"""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.assays.parsers.cells import NameReader
from ra_registry.assays.parsers.model import Reagent
from ra_registry.assays.parsers.tables import TableRow

_PLATE_LABELS = {
    "barcode1": "barcode1",
    "barcode2": "barcode2",
    "barcode3": "barcode3",
    "readtime": "read_time",
    "serial#": "serial",
    "model": "model",
    "version": "version",
}

_NAMED = frozenset({"barcode1", "barcode2", "barcode3"})


@dataclass(frozen=True, slots=True)
class PlateInfo:
    """What the sheet says about one plate, as printed."""

    barcodes: tuple[str, ...]
    read_time: str
    serial: str
    model: str
    version: str


@dataclass(frozen=True, slots=True)
class ExperimentInfo:
    """What the sheet says; ``plates`` by their first barcode."""

    plates: tuple[PlateInfo, ...] = ()
    reagents: tuple[Reagent, ...] = ()

    def plate(self, barcode: str) -> PlateInfo | None:
        """Return the plate with a barcode."""
        return next((plate for plate in self.plates if barcode in plate.barcodes), None)


def read_experiment_info(rows: list[TableRow], names: NameReader | None = None) -> ExperimentInfo:
    """Read the sheet; labels that are not there leave their values empty.

    Barcodes and lots are names, and read by ``names``. Raises ``AssayFileError``.
    """
    names = names or NameReader()
    return ExperimentInfo(
        plates=tuple(_plates(rows, names)), reagents=tuple(_reagents(rows, names))
    )


def _plates(rows: list[TableRow], names: NameReader) -> list[PlateInfo]:
    width = max((len(row.cells) for row in rows), default=0)
    return [_plate(block) for column in range(width - 1) for block in _blocks(rows, column, names)]


def _blocks(rows: list[TableRow], column: int, names: NameReader) -> list[dict[str, str]]:
    """Return the labelled values of one column; a label that comes again begins another plate."""
    blocks: list[dict[str, str]] = [{}]
    for row in rows:
        if column + 1 >= len(row.cells):
            continue
        label = _PLATE_LABELS.get(row.cells[column].casefold().replace(" ", "").rstrip(":"))
        if label is None:
            continue
        if label in blocks[-1]:
            blocks.append({})
        if label in _NAMED:
            name = names.read(row.cells, column + 1, line=row.line, column=row.cells[column])
            blocks[-1][label] = name
        else:
            blocks[-1][label] = row.cells[column + 1]
    return [block for block in blocks if block.get("barcode1")]


def _plate(block: dict[str, str]) -> PlateInfo:
    barcodes = (block.get(f"barcode{number}", "").strip("<>* ") for number in (1, 2, 3))
    return PlateInfo(
        barcodes=tuple(barcode for barcode in barcodes if barcode),
        read_time=block.get("read_time", ""),
        serial=block.get("serial", ""),
        model=block.get("model", ""),
        version=block.get("version", ""),
    )


def _reagents(rows: list[TableRow], names: NameReader) -> list[Reagent]:
    """Return the lines below a header "Reagent | Lot ... | Expiry ..." up to the first gap."""
    found: list[Reagent] = []
    previous = 0
    for row in rows:
        cells = (*row.cells, "", "", "")
        if cells[0].casefold().startswith("reagent") and "lot" in cells[1].casefold():
            previous = row.line
        elif previous and row.line == previous + 1 and cells[0]:
            lot = names.read(cells, 1, line=row.line, column="lot")
            found.append(Reagent(name=cells[0], lot=lot, expiry=cells[2]))
            previous = row.line
        else:
            previous = 0
    return found
