"""Synthetic plates in the vendor's formats: 8 calibrators and 40 samples in duplicate, 10 spots."""

from __future__ import annotations

import io

import numpy as np
import xlsxwriter

from ra_registry.assays.curves import Curve
from ra_registry.assays.parsers import ParsedPlate, ParsedRow, PrintedNumber, ReadTime, Role
from ra_registry.assays.parsers.model import RoleSource
from ra_registry.assays.parsers.wells import ROW_LETTERS, well_name
from tests.factories.analysed_rows import analyse_rows

ANALYTES = (
    "IFN-γ", "IL-1β", "IL-2", "IL-4", "IL-6", "IL-8", "IL-10", "IL-12p70", "IL-13", "TNF-α",
)  # fmt: skip
TOP_CALIBRATOR = 1000.0
FOLD = 4.0
LEVELS = 8

CURVE = Curve.from_parameters(
    bottom=110.0, top=2.0e6, mid=1200.0, hill=1.0, lowest=TOP_CALIBRATOR / FOLD**6, highest=1000.0
)


def calibrator_levels() -> list[float]:
    """Return the nominal concentrations from S001 (highest) to S008 (zero)."""
    return [TOP_CALIBRATOR / FOLD**step for step in range(LEVELS - 1)] + [0.0]


def make_plate(barcode: str = "2AB0CD1234") -> ParsedPlate:
    """Return a 96-well, 10-spot plate."""
    return ParsedPlate(
        key=f"Plate_{barcode}",
        name=f"Plate_{barcode}",
        barcodes=(barcode,),
        read_time=ReadTime(raw="10/17/2024 15:06:11", local="2024-10-17T15:06:11"),
    )


def make_rows(plate: ParsedPlate, *, seed: int = 1, noise: float = 0.03) -> tuple[ParsedRow, ...]:
    """Return the 960 evaluated rows of a plate: columns 1 and 2 calibrators, the others samples."""
    random = np.random.default_rng(seed)
    rows = []
    for spot, assay in enumerate(ANALYTES, 1):
        amounts = random.lognormal(1.5, 1.2, size=40)
        for index, letter in enumerate(ROW_LETTERS[:8]):
            for column in range(1, 13):
                calibrator = column <= 2
                pair = (column - 3) // 2
                number = index * 5 + pair
                amount = calibrator_levels()[index] if calibrator else amounts[number] / 2
                signal = float(CURVE.signal(amount)) * np.exp(random.normal(0, noise))
                rows.append(
                    ParsedRow(
                        plate=plate.key,
                        well=well_name(letter, column),
                        spot=spot,
                        signal=PrintedNumber.of(round(signal)),
                        assay=assay,
                        sample=f"S{index + 1:03}" if calibrator else f"RA-{number + 1:03}",
                        sample_group="Standards" if calibrator else "Unknowns",
                        role=Role.CALIBRATOR if calibrator else Role.UNKNOWN,
                        role_source=RoleSource.SAMPLE_GROUP,
                        dilution=PrintedNumber() if calibrator else PrintedNumber.of(2.0),
                        concentration=PrintedNumber.of(amount) if calibrator else PrintedNumber(),
                        excluded=False,
                    )
                )
    return analyse_rows(rows)


def make_workbook(sheets: dict[str, list[list[object]]], *, hidden: tuple[str, ...] = ()) -> bytes:
    """Return an XLSX file of the given cells; texts that begin with "=" become formulas."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            if name in hidden:
                sheet.hide()
    return output.getvalue()


SMALL_TABLE = [
    ["Plate Name", "Sample", "Sample Group", "Assay", "Well", "Spot", "Dilution", "Concentration",
     "Signal", "Calc. Concentration", "Detection Range", "Excluded"],
    ["Plate_2AB0CD1234", "S001", "Standards", "IL-6", "A01", "1", "", "488", "351234", "486.5",
     "In Detection Range", "no"],
    ["Plate_2AB0CD1234", "RA-017", "Unknowns", "IL-6", "A02", "1", "2", "", "1512", "7.25",
     "In Detection Range", "no"],
    ["Plate_2AB0CD1234", "RA-018", "Unknowns", "IL-6", "A03", "1", "2", "", "96", "NaN",
     "Below Fit Curve Range", "yes"],
]  # fmt: skip


def small_csv(*, delimiter: str = ",", preamble: str = "") -> str:
    """Return three rows of one analyte as an export."""
    return preamble + "".join(f"{delimiter.join(row)}\r\n" for row in SMALL_TABLE)


SMALL_PLATE_TEXT = (
    "FileName :\tC:\\ECLResults\\2AB0CD1234_2024-03-04-101500.txt\r\n"
    "Stack ID :\t0.1\r\n"
    "Plate #  :\t1\r\n"
    "Barcode1 :\t<2AB0CD1234>\r\n"
    "Barcode2 :\t<>\r\n"
    "Type     :\t96 Multi-Spot 4\r\n"
    "Wells Per Row :\t3\r\n"
    "Wells Per Col :\t2\r\n"
    "Spots Per Well:\t4\r\n"
    "Read Time:\t03/04/2024\t10:15:00 CET\r\n"
    "Model    :\tQuickPlex\r\n"
    "Serial # :\t1201\r\n"
    "\r\n"
    "==========Data==========\r\n"
    "  \t1  \t2  \t3  \r\n"
    "A \t  11 \t  12 \t  13 \t\r\n"
    "  \t  21 \t  22 \t  23 \t\r\n"
    "  \t     \t     \t     \t\r\n"
    "  \t  41 \t  42 \t  43 \t\r\n"
    "\r\n"
    "B \t 111 \t 112 \t 113 \r\n"
    "  \t 121 \t 122 \t 123 \r\n"
    "  \t     \t     \t     \r\n"
    "  \t 141 \t 142 \t 143 \r\n"
    "\r\n"
    "==========Statistics==========\r\n"
    "Average  :\t 1 \t 2 \r\n"
)
