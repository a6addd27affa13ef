"""Plates as a laboratory sends them: files that go through the real importer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

import numpy as np

from ra_registry.assays.models import AssayFile, KitLot, Panel
from ra_registry.assays.reference_data import PROINFLAMMATORY_1
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.lots import create_lot
from ra_registry.assays.services.staging import Upload, choose_lot, stage_file
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.demo.building.people import Setting
from ra_registry.demo.recipe import (
    ANALYTES,
    Plate,
    SyntheticCohort,
    calibrator_levels,
    draw_plates,
    plate_text,
    workbench_export,
)
from ra_registry.demo.recipe.plates import Content, Pair

LOT_NUMBER = "SYN-0001"
PLATES_PER_FILE = 20  # about 4 MB of text
ROWS, COLUMNS = "ABCDEFGH", range(1, 13)
YEAR_ONE_SHARE = 0.6  # of the baseline concentration, as under treatment
PLATE_STREAM, YEAR_ONE_STREAM = 8, 9


def kit_lot(setting: Setting) -> KitLot:
    """Return the synthetic kit lot with limits and calibrators, made at the first call."""
    panel = Panel.objects.get(code=PROINFLAMMATORY_1.code)
    rows = [
        CertificateRow(
            analyte=a.code,
            llod=a.llod,
            lloq=a.lloq,
            uloq=a.uloq,
            levels={
                f"S{number:03d}": level
                for number, level in enumerate(calibrator_levels(a).tolist(), start=1)
            },
        )
        for a in ANALYTES
    ]
    by = setting.one("coordinator")
    try:
        return create_lot(by=by, study=setting.study, panel=panel, number=LOT_NUMBER, rows=rows)
    except AlreadyRecorded as found:
        return found.existing


def import_baseline(
    setting: Setting, cohort: SyntheticCohort, codes: Sequence[str], *, series: str, day: date
) -> int:
    """Import the baseline samples' plates, file after file; return the number of files."""
    by, lot = setting.one("coordinator"), kit_lot(setting)
    plates = draw_plates(
        cohort.drivers.concentration, list(codes), seed=(cohort.seeds[2], PLATE_STREAM)
    )
    files = 0
    for files, group in enumerate(_groups(plates), start=1):
        text = workbench_export(group, series=series, first_day=day + timedelta(days=files))
        name = f"{setting.study.code}-baseline-{files:02d}.csv"
        file = _stage(setting, name, text)
        file = choose_lot(file=file, lot=lot, by=by)
        accept_file(file=file, choices=Choices(), by=by)
    return files


def stage_year_one(
    setting: Setting, cohort: SyntheticCohort, codes: Sequence[str], *, series: str, day: date
) -> AssayFile:
    """Leave one plate of raw signals with its layout for the coordinator to review."""
    by = setting.one("coordinator")
    baseline = cohort.drivers.concentration[: len(codes)]
    later = np.array(
        [[float(f"{value:.4g}") for value in row] for row in baseline * YEAR_ONE_SHARE]
    )
    plates = list(draw_plates(later, list(codes), seed=(cohort.seeds[2], YEAR_ONE_STREAM)))
    text = plate_text(plates, series=series, first_day=day)
    upload = Upload(f"{setting.study.code}-one-year.txt", text.encode())
    layout = Upload(f"{setting.study.code}-one-year-layout.csv", layout_csv(plates[0]).encode())
    file = stage_file(study=setting.study, upload=upload, layout=layout, by=by).file
    return choose_lot(file=file, lot=kit_lot(setting), by=by)


def layout_csv(plate: Plate) -> str:
    """Return the grid of a plate: what each well holds, the dilution behind a sample's code."""
    cells = {well: _layout_text(pair) for pair in plate.pairs for well in pair.wells}
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow(["", *COLUMNS])
    for row in ROWS:
        writer.writerow([row, *(cells.get(f"{row}{column:02d}", "") for column in COLUMNS)])
    return sink.getvalue()


def _layout_text(pair: Pair) -> str:
    if pair.content is Content.CONTROL:
        return f"QC-{pair.sample.removeprefix('C')}"
    return pair.sample if pair.dilution is None else f"{pair.sample} 1:{pair.dilution}"


def _stage(setting: Setting, name: str, text: str) -> AssayFile:
    upload = Upload(name, text.encode())
    return stage_file(study=setting.study, upload=upload, by=setting.one("coordinator")).file


def _groups(plates: Iterable[Plate]) -> Iterator[list[Plate]]:
    waiting = iter(plates)
    while group := list(islice(waiting, PLATES_PER_FILE)):
        yield group
