"""What is measured of the pure parts: reading a plate, fitting its curves, adding up a reading."""

from __future__ import annotations

from decimal import Decimal

from ra_registry.assays.curves import fit_curve
from ra_registry.assays.parsers import Role, read_assay_file
from ra_registry.assays.writers import write_workbench
from scoring.instruments import all_instruments, compute_totals
from tests.bench.measure import Report
from tests.factories.assay_files import ANALYTES, make_plate, make_rows, make_workbook


def measure(report: Report, *, repeats: int) -> None:
    """Measure each part on a plate of 96 wells and 10 spots, and on each instrument."""
    reading_plates(report, repeats=repeats)
    fitting(report, repeats=repeats)
    for instrument in all_instruments():
        scores = {code: Decimal(1) for code in instrument.items_by_code}
        report.time(
            f"totals of one reading, {instrument.key}",
            lambda instrument=instrument, scores=scores: compute_totals(instrument, scores),
            bar=1,
            repeats=20 * repeats,
            unit="ms",
        )


def reading_plates(report: Report, *, repeats: int) -> None:
    """Read the same plate as CSV and as XLSX."""
    plate = make_plate()
    export = write_workbench([plate], make_rows(plate))
    rows = [[_cell(text) for text in line.split(",")] for line in export.splitlines()]
    files = {"results.csv": (export.encode(), 50), "results.xlsx": (workbook(rows), 100)}
    for name, (content, bar) in files.items():
        report.time(
            f"read a 96 × 10 plate, {name.rpartition('.')[2].upper()}",
            lambda content=content, name=name: read_assay_file(content, name),
            bar=bar,
            repeats=repeats,
            unit="ms",
        )


def fitting(report: Report, *, repeats: int) -> None:
    """Fit the ten curves of a plate."""
    rows = [row for row in make_rows(make_plate()) if row.role is Role.CALIBRATOR]
    series = [
        (
            [row.concentration.value for row in rows if row.assay == assay],
            [row.signal.value for row in rows if row.assay == assay],
        )
        for assay in ANALYTES
    ]
    report.time(
        "fit the 10 curves of a plate",
        lambda: [fit_curve(*wells) for wells in series],
        bar=50,
        repeats=repeats,
        unit="ms",
    )


def workbook(rows: list[list[object]]) -> bytes:
    """Return the rows as the results sheet of a workbook."""
    return make_workbook({"Workbench data": rows})


def _cell(text: str) -> object:
    """Return a printed number as the number a spreadsheet holds; NaN stays text."""
    try:
        return text if text == "NaN" else float(text)
    except ValueError:
        return text
