"""Synthetic plates as rows of MSD files: the analysed export and the raw plate text.

The columns that the vendor's software computes follow its habits: a mean printed as a whole count
beside a CV of the unrounded one, standard deviations with n - 1, concentrations with the dilution
and detection limits without, no mean where a duplicate has no number.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ra_registry.assays.parsers.model import (
    NAN_PRINTED,
    NOT_PRINTED,
    CensorCode,
    ParsedPlate,
    ParsedRow,
    PrintedNumber,
    ReadTime,
    Role,
    RoleSource,
)
from ra_registry.assays.writers import with_header, write_plate_text, write_workbench
from ra_registry.demo.recipe.analytes import ANALYTES
from ra_registry.demo.recipe.plates import Content, Plate, Range, in_well_llod
from ra_registry.demo.recipe.randomness import FloatArray

PLATES_A_DAY = 8

_GROUPS = {
    Content.CALIBRATOR: ("Standards", Role.CALIBRATOR),
    Content.CONTROL: ("Controls", Role.CONTROL),
    Content.SAMPLE: ("Unknowns", Role.UNKNOWN),
}
_CENSOR = {
    Range.IN: CensorCode.IN_RANGE,
    Range.BELOW_DETECTION: CensorCode.BELOW_LLOD,
    Range.BELOW_CURVE: CensorCode.BELOW_CURVE,
    Range.ABOVE_DETECTION: CensorCode.ABOVE_RANGE,
}


def workbench_export(plates: Iterable[Plate], *, series: str, first_day: dt.date) -> str:
    """The Discovery Workbench results of the plates as one CSV text.

    series: one capital letter that tells the barcodes of one batch from another's. first_day: when
    the first plate was read.
    """
    parsed, rows = [], []
    for plate in plates:
        described = _described(plate, series=series, first_day=first_day, key_is_barcode=False)
        parsed.append(described)
        rows += workbench_rows(plate, key=described.key)
    return write_workbench(parsed, rows, preamble=["Synthetic data: no patient was measured"])


def plate_text(plates: Iterable[Plate], *, series: str, first_day: dt.date) -> str:
    """The raw signals of the plates as one Methodical Mind text, empty wells included."""
    parsed, rows = [], []
    for plate in plates:
        described = _described(plate, series=series, first_day=first_day, key_is_barcode=True)
        day = described.read_time.raw.replace(" ", "-").replace(":", "")
        file_name = rf"C:\ECLResults\{described.barcode}_{day}.txt"
        parsed.append(with_header(described, number=plate.number, file_name=file_name))
        rows += signal_rows(plate, key=described.key)
    return write_plate_text(parsed, rows)


def barcode(plate: Plate, *, series: str) -> str:
    """Ten characters as the vendor's: a digit, then capital letters and digits."""
    return f"2SYN{series}{plate.number:05d}"


def workbench_rows(plate: Plate, *, key: str) -> list[ParsedRow]:
    """One row a well and spot, analyte by analyte; empty wells have none."""
    shared = _shared_columns(plate)
    return [
        row
        for spot in range(len(ANALYTES))
        for place, pair in enumerate(plate.pairs)
        if pair.content is not Content.EMPTY
        for row in _pair_rows(plate, place, spot, key=key, shared=shared)
    ]


def signal_rows(plate: Plate, *, key: str) -> list[ParsedRow]:
    """One row a well and spot with nothing but its signal."""
    return [
        ParsedRow(plate=key, well=well, spot=spot + 1, assay=analyte.name, signal=_count(signal))
        for place, pair in enumerate(plate.pairs)
        for well, signals in zip(pair.wells, plate.signal[place], strict=True)
        for spot, (analyte, signal) in enumerate(zip(ANALYTES, signals, strict=True))
    ]


def _described(
    plate: Plate, *, series: str, first_day: dt.date, key_is_barcode: bool
) -> ParsedPlate:
    """The plate as either file names it: the raw text by barcode, the export by plate name."""
    code = barcode(plate, series=series)
    return ParsedPlate(
        key=code if key_is_barcode else f"Plate_{code}",
        name="Synthetic batch" if key_is_barcode else f"Plate_{code}",
        barcodes=(code,),
        read_time=_read_time(plate.number, first_day),
        type_name="96 Multi-Spot 10",
        spots_per_well=len(ANALYTES),
        instrument_model="SECTOR S 600",
        instrument_serial="0000000000",
        software_version="MMPR 1.0.38",
        operator="synthetic",
        comments="Synthetic data: no patient was measured",
        spot_assays=tuple(analyte.name for analyte in ANALYTES),
    )


def _read_time(number: int, first_day: dt.date) -> ReadTime:
    """Plates of a day follow each other every three quarters of an hour from nine o'clock."""
    days, place = divmod(number - 1, PLATES_A_DAY)
    hours, quarters = divmod(3 * place, 4)
    raw = f"{first_day + dt.timedelta(days=days)} {9 + hours:02d}:{15 * quarters:02d}:00"
    return ReadTime(raw=raw, local=raw.replace(" ", "T"))


def _pair_rows(
    plate: Plate, place: int, spot: int, *, key: str, shared: dict[str, FloatArray]
) -> Iterator[ParsedRow]:
    pair = plate.pairs[place]
    group, role = _GROUPS[pair.content]
    nominal = float(plate.nominal[place, spot])
    columns: dict[str, Any] = {
        name: _number(float(values[place, spot])) for name, values in shared.items()
    }
    for replicate, well in enumerate(pair.wells):
        signal = _count(plate.signal[place, replicate, spot])
        concentration = float(plate.concentration[place, replicate, spot])
        printed_range = Range(str(plate.ranges[place, replicate, spot]))
        yield ParsedRow(
            plate=key,
            well=well,
            spot=spot + 1,
            assay=ANALYTES[spot].name,
            sample=pair.sample,
            sample_group=group,
            role=role,
            role_source=RoleSource.SAMPLE_GROUP,
            dilution=NOT_PRINTED if pair.dilution is None else _number(pair.dilution),
            concentration=NOT_PRINTED if math.isnan(nominal) else _number(nominal),
            signal=signal,
            adjusted_signal=signal,
            calc_concentration=_number(concentration),
            recovery=_recovery(concentration, nominal),
            recovery_mean=_recovery(float(plate.reported[place, spot]), nominal),
            limit_low=_number(in_well_llod(spot)),
            limit_high=_number(ANALYTES[spot].top_calibrator),
            r_squared=_number(float(plate.r_squared[spot])),
            detection_range=printed_range.value,
            censor=_CENSOR[printed_range].value,
            excluded=False,
            **columns,
        )


def _shared_columns(plate: Plate) -> dict[str, FloatArray]:
    """The columns that both duplicates print alike, each (pairs, analytes)."""
    mean, sd = plate.signal.mean(axis=1), plate.signal.std(axis=1, ddof=1)
    calc_sd = plate.concentration.std(axis=1, ddof=1)
    return {
        "mean": np.floor(mean + 0.5),
        "adjusted_mean": mean,
        "std_deviation": sd,
        "cv": 100 * sd / mean,
        "calc_mean": plate.reported,
        "calc_std_deviation": calc_sd,
        "calc_cv": 100 * calc_sd / plate.reported,
    }


def _recovery(found: float, nominal: float) -> PrintedNumber:
    """Per cent of the nominal concentration; no such cell for samples and the zero calibrator."""
    return _number(100 * found / nominal) if nominal > 0 else NOT_PRINTED


def _count(value: int) -> PrintedNumber:
    return PrintedNumber.of(int(value))


def _number(value: float) -> PrintedNumber:
    return PrintedNumber.of(value) if math.isfinite(value) else NAN_PRINTED
