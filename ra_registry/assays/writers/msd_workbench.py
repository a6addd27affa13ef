"""Writes a Discovery Workbench results export from typed plates and rows.

The numbers are written as their ``raw`` text, so that reading the export gives the same rows again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ra_registry.assays.parsers.model import ParsedPlate, ParsedRow
from ra_registry.assays.parsers.workbench_columns import NUMBER_COLUMNS

_PLATE_COLUMNS = ("plate_name", "barcode1", "barcode2", "barcode3", "read_time")
_ROW_COLUMNS = (
    "sample",
    "sample_group",
    "assay",
    "well",
    "spot",
    *NUMBER_COLUMNS,
    "detection_range",
    "excluded",
)
_NAMES = {
    "plate_name": "Plate Name",
    "sample": "Sample",
    "sample_group": "Sample Group",
    "assay": "Assay",
    "well": "Well",
    "spot": "Spot",
    "detection_range": "Detection Range",
    "excluded": "Excluded",
    "barcode1": "Barcode1",
    "barcode2": "Barcode2",
    "barcode3": "Barcode3",
    "read_time": "Read Time",
    **{field: names[0] for field, names in NUMBER_COLUMNS.items()},
}
_EXCLUDED = {None: "", False: "no", True: "yes"}
_REQUIRED = frozenset({"sample", "well", "signal"})


def write_workbench(
    plates: Sequence[ParsedPlate],
    rows: Sequence[ParsedRow],
    *,
    delimiter: str = ",",
    preamble: Sequence[str] = (),
    line_end: str = "\r\n",
) -> str:
    """Return the export as text; columns that no plate or row fills are left out.

    ``preamble`` are the lines above the header, for instance ``Experiment Data Table``.
    """
    by_key = {plate.key: plate for plate in plates}
    others = list(dict.fromkeys(name for row in rows for name, _ in row.other))
    table = [{**_plate_cells(by_key[row.plate]), **_row_cells(row)} for row in rows]
    columns = [
        column
        for column in (*_PLATE_COLUMNS, *_ROW_COLUMNS)
        if column in _REQUIRED or any(cells[column] for cells in table)
    ]
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator=line_end)
    writer.writerows([line] for line in preamble)
    writer.writerow([*(_NAMES[column] for column in columns), *others])
    for row, cells in zip(rows, table, strict=True):
        other = dict(row.other)
        writer.writerow(
            [*(cells[column] for column in columns), *(other.get(name, "") for name in others)]
        )
    return output.getvalue()


def _plate_cells(plate: ParsedPlate) -> dict[str, str]:
    barcodes = (*plate.barcodes, "", "", "")
    values = (plate.name, *barcodes[:3], plate.read_time.raw)
    return dict(zip(_PLATE_COLUMNS, values, strict=True))


def _row_cells(row: ParsedRow) -> dict[str, str]:
    return {
        "sample": row.sample,
        "sample_group": row.sample_group,
        "assay": row.assay,
        "well": row.well,
        "spot": "" if row.spot is None else str(row.spot),
        "detection_range": row.detection_range,
        "excluded": _EXCLUDED[row.excluded],
        **{field: getattr(row, field).raw for field in NUMBER_COLUMNS},
    }
