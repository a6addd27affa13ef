"""What is written is read back unchanged, for any plate and for the synthetic study's."""

from __future__ import annotations

import statistics
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_registry.assays.parsers import (
    CensorCode,
    ParsedPlate,
    ParsedRow,
    PrintedNumber,
    ReadTime,
    Role,
    RoleSource,
    read_assay_file,
)
from ra_registry.assays.parsers.model import NAN_PRINTED, NOT_PRINTED
from ra_registry.assays.writers import (
    with_header,
    write_plate_text,
    write_workbench,
)
from tests.factories.analysed_rows import RANGE_BY_CODE, analyse_rows
from tests.factories.assay_files import ANALYTES, make_plate, make_rows

WELLS = [f"{letter}{column:02}" for letter in "ABCDEFGH" for column in range(1, 13)]
NAMES = st.text("abcXYZ019-_ .,;\"'µγβ", min_size=1, max_size=12).map(str.strip).filter(bool)
# A cell in quotes is the text between them, so no name is in quotes itself.
SPOT_NAMES = NAMES.filter(lambda name: "," not in name and not (name[0] == name[-1] == '"'))
NUMBERS = st.floats(-1e6, 1e7, allow_subnormal=False).map(PrintedNumber.of)
PRINTED = st.one_of(NUMBERS, st.just(NAN_PRINTED), st.just(NOT_PRINTED))
GROUPS = st.sampled_from(
    [
        ("Standards", Role.CALIBRATOR),
        ("Unknowns", Role.UNKNOWN),
        ("Controls", Role.CONTROL),
        ("Blanks", Role.BLANK),
        ("", None),
    ]
)
RANGES = st.sampled_from([("", ""), *((text, str(code)) for code, text in RANGE_BY_CODE.items())])
BARCODES = st.from_regex(r"2[A-Z]{3}[0-9]{6}", fullmatch=True)


@st.composite
def workbench(draw):
    """Plates and rows as a results export can hold them."""
    plates = [
        ParsedPlate(
            key=f"Plate_{barcode}",
            name=f"Plate_{barcode}",
            barcodes=(barcode,),
            read_time=ReadTime(raw="2024-10-17 15:06:11", local="2024-10-17T15:06:11"),
        )
        for barcode in draw(st.lists(BARCODES, min_size=1, max_size=3, unique=True))
    ]
    rows = []
    for plate in plates:
        places = st.tuples(st.sampled_from(WELLS), st.integers(1, 10))
        for well, spot in draw(st.lists(places, min_size=1, max_size=6, unique=True)):
            group, role = draw(GROUPS)
            printed, censor = draw(RANGES)
            rows.append(
                ParsedRow(
                    plate=plate.key,
                    well=well,
                    spot=spot,
                    signal=draw(NUMBERS),
                    assay=draw(NAMES),
                    sample=draw(NAMES),
                    sample_group=group,
                    role=role,
                    role_source=RoleSource.SAMPLE_GROUP if role else None,
                    dilution=draw(PRINTED),
                    concentration=draw(PRINTED),
                    mean=draw(PRINTED),
                    cv=draw(PRINTED),
                    calc_concentration=draw(PRINTED),
                    limit_low=draw(PRINTED),
                    detection_range=printed,
                    censor=censor,
                    excluded=draw(st.sampled_from([True, False])),
                    other=draw(st.sampled_from([(), (("Algorithm", "FourPL"),)])),
                )
            )
    return tuple(plates), tuple(rows)


@settings(max_examples=120, deadline=None)
@given(workbench(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-16"]))
def test_results_exports(study, delimiter, encoding):
    plates, rows = study
    text = write_workbench(plates, rows, delimiter=delimiter)
    parsed = read_assay_file(text.encode(encoding), "results.csv")

    assert (parsed.plates, parsed.rows) == (plates, rows)


@st.composite
def plate_texts(draw):
    """Plates and rows as a raw plate text can hold them."""
    plates, rows = [], []
    for number, barcode in enumerate(
        draw(st.lists(BARCODES, min_size=1, max_size=3, unique=True)), 1
    ):
        spots = draw(st.sampled_from([1, 4, 10]))
        names = draw(st.lists(SPOT_NAMES, min_size=spots, max_size=spots))
        plate = with_header(
            ParsedPlate(
                key=barcode,
                name="RA cytokines",
                barcodes=(barcode,),
                read_time=ReadTime(
                    raw="10/17/2024 15:06:11 EDT", local="2024-10-17T15:06:11", zone="EDT"
                ),
                type_name="96" if spots == 1 else f"96 Multi-Spot {spots}",
                spots_per_well=spots,
                instrument_model="QuickPlex",
                instrument_serial="1201",
                software_version="MMPR 1.0.38",
                operator="lab",
                spot_assays=tuple(names),
            ),
            number=number,
        )
        plates.append(plate)
        visible = draw(st.lists(st.integers(1, spots), min_size=1, unique=True))
        letters = draw(st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=3, unique=True))
        rows += [
            ParsedRow(
                plate=barcode,
                well=f"{letter}{column:02}",
                spot=spot,
                signal=draw(NUMBERS),
                assay=names[spot - 1],
            )
            for letter in sorted(letters)
            for spot in sorted(visible)
            for column in range(1, 13)
        ]
    return tuple(plates), tuple(rows)


@settings(max_examples=60, deadline=None)
@given(plate_texts(), st.sampled_from(["\r\n", "\n"]))
def test_plate_texts(study, line_end):
    plates, rows = study
    text = write_plate_text(plates, rows, line_end=line_end)
    parsed = read_assay_file(text.encode(), "plate.txt")

    assert (parsed.plates, parsed.rows) == (plates, rows)


def test_the_synthetic_study_s_plates():
    """88 patients in duplicate need three plates of 40 samples, 10 analytes each."""
    plates = [make_plate(f"2AB0CD{number}000") for number in (1, 2, 3)]
    rows = [row for number, plate in enumerate(plates) for row in make_rows(plate, seed=number)]
    parsed = read_assay_file(write_workbench(plates, rows).encode(), "study.csv")

    assert len(parsed.rows) == 3 * 96 * 10
    assert {row.assay for row in parsed.rows} == set(ANALYTES)
    assert parsed.rows == tuple(rows)
    assert {warning.code for warning in parsed.warnings} <= {"saturated"}


@pytest.fixture(scope="module")
def analysed():
    return make_rows(make_plate(), seed=4)


def test_vendor_columns_agree_with_each_other(analysed):
    pair = [row for row in analysed if row.sample == "RA-007" and row.assay == "IL-6"]
    signals = [row.signal.value for row in pair]
    concentrations = [row.calc_concentration.value for row in pair]

    assert len(pair) == 2
    assert pair[0].adjusted_mean.value == pytest.approx(statistics.mean(signals))
    assert pair[0].cv.value == pytest.approx(
        100 * statistics.stdev(signals) / statistics.mean(signals)
    )
    assert pair[0].calc_mean.value == pytest.approx(statistics.mean(concentrations), rel=1e-9)
    assert pair[0].mean == pair[1].mean


def test_calibrators_recover_their_nominal_value(analysed):
    recoveries = [
        row.recovery_mean.value
        for row in analysed
        if row.role is Role.CALIBRATOR and row.concentration.value
    ]

    assert len(recoveries) == 7 * 2 * len(ANALYTES)
    assert all(80 < recovery < 120 for recovery in recoveries)


def test_concentrations_include_the_dilution_and_limits_do_not(analysed):
    doubled = [row for row in analysed if row.role is Role.UNKNOWN and row.assay == "IL-6"]
    undiluted = analyse_rows(
        [
            *(row for row in analysed if row.role is Role.CALIBRATOR and row.assay == "IL-6"),
            *(_undiluted(row) for row in doubled),
        ]
    )[16:]

    assert [row.calc_concentration.value for row in doubled] == pytest.approx(
        [row.calc_concentration.value * 2 for row in undiluted], rel=1e-8
    )
    assert [row.limit_low for row in doubled] == [row.limit_low for row in undiluted]


def _undiluted(row: ParsedRow) -> ParsedRow:
    return replace(row, dilution=PrintedNumber.of(1.0))


def test_a_printed_mean_is_rounded_half_up():
    """The vendor prints 3421 for the wells 3513 and 3328, whose mean is 3420.5."""
    rows = [
        ParsedRow(plate="P", well=well, spot=1, signal=PrintedNumber.of(value), sample="S001")
        for well, value in (("A01", 3513), ("A02", 3328))
    ]
    analysed = analyse_rows(rows)

    assert [row.mean.raw for row in analysed] == ["3421", "3421"]
    assert analysed[0].adjusted_mean.raw == "3420.5"
    assert analysed[0].cv.value == pytest.approx(3.824433694, abs=1e-9)


def test_without_calibrators_concentrations_print_as_nan():
    row = ParsedRow(plate="P", well="A01", spot=1, signal=PrintedNumber.of(5.0), sample="x")
    [analysed] = analyse_rows([row])

    assert analysed.calc_concentration == NAN_PRINTED
    assert (analysed.detection_range, analysed.censor) == ("", "")


def test_signals_below_the_curve_have_a_range_and_no_number(analysed):
    zeros = [row for row in analysed if row.censor == CensorCode.BELOW_CURVE]

    assert zeros
    assert {row.calc_concentration for row in zeros} == {NAN_PRINTED}
    assert {row.detection_range for row in zeros} == {"Below Fit Curve Range"}
