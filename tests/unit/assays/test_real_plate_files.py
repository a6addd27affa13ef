"""The real files beside the project are read with the right counts, or refused by name."""

from __future__ import annotations

from collections import Counter

import pytest

from ra_registry.assays.parsers import (
    AssayFileError,
    AssayFormat,
    read_assay_file,
    read_layout,
)
from ra_registry.assays.parsers.model import Role
from tests.paths import require_shared


def read(folder: str, name: str):
    return read_assay_file((require_shared() / folder / name).read_bytes(), name)


def signal(parsed, plate: str, well: str, spot: int):
    [row] = [row for row in parsed.rows if (row.plate, row.well, row.spot) == (plate, well, spot)]
    return row.signal.value


def codes(parsed) -> list[str]:
    return [warning.code for warning in parsed.warnings]


def test_two_plates_in_one_file_with_literal_tabs_in_the_header():
    parsed = read("msd-methodical-mind", "methodical_test_1.txt")

    assert parsed.format is AssayFormat.MSD_PLATE_TEXT
    assert [plate.barcodes for plate in parsed.plates] == [("22M0TALA85N",), ("22M0TAQA86T",)]
    assert Counter(row.plate for row in parsed.rows) == {"22M0TALA85N": 96, "22M0TAQA86T": 96}
    assert signal(parsed, "22M0TALA85N", "A01", 1) == 12895
    assert signal(parsed, "22M0TALA85N", "C12", 1) == 5578
    assert signal(parsed, "22M0TAQA86T", "H12", 1) == 6043
    assert [plate.instrument_serial for plate in parsed.plates] == ["1298873245", "1201140625150"]
    assert parsed.warnings == ()


def test_the_day_of_an_ambiguous_read_time_comes_from_the_file_name_in_the_header():
    parsed = read("msd-methodical-mind", "methodical_test_1.txt")

    assert parsed.date_order == "mdy"
    assert parsed.plates[0].read_time.raw == "09/08/2023 13:39:33 EDT"
    assert parsed.plates[0].read_time.local == "2023-09-08T13:39:33"
    assert parsed.plates[0].read_time.zone == "EDT"


def test_ten_spots_signature_and_a_barcode_that_differs_from_the_name():
    parsed = read("msd-methodical-mind", "methodical_test_3.txt")
    [plate] = parsed.plates

    assert plate.barcode == "2BO40AW290"
    assert plate.name == "20241017 MS24-09 Gr 11 & 12"
    assert plate.instrument_model == "QuickPlex"
    assert plate.spots_per_well == 10
    assert Counter(row.spot for row in parsed.rows) == dict.fromkeys(range(1, 11), 48)
    assert {row.well[0] for row in parsed.rows} == set("ABCD")
    assert signal(parsed, plate.key, "A01", 1) == 315
    assert signal(parsed, plate.key, "A01", 10) == 814
    assert signal(parsed, plate.key, "D12", 9) == 744991
    assert codes(parsed) == ["missing_wells", "barcode_mismatch"]


def test_hidden_spots_keep_their_number():
    parsed = read("msd-methodical-mind", "methodical_test_4_missing_spots.txt")

    assert Counter(row.spot for row in parsed.rows) == dict.fromkeys((1, 3, 8, 10), 96)
    assert signal(parsed, "2CM0BA4513", "A01", 3) == 628082
    assert signal(parsed, "2CM0BA4513", "H12", 10) == 19518
    assert parsed.warnings == ()


def test_a_file_name_with_the_data_mark_does_not_open_the_data():
    parsed = read("msd-methodical-mind", "methodical_test_data_in_filename.txt")
    [plate] = parsed.plates

    assert dict(plate.header)["FileName"].endswith("22M0TALA85_2023-09-08-1=Data=33933.txt")
    assert [(row.well, row.signal.value) for row in parsed.rows] == [
        ("A01", 12895), ("A02", 10144), ("A03", 7436),
        ("B01", 13346), ("B02", 10408), ("B03", 7433),
    ]  # fmt: skip
    assert parsed.warnings == ()


def test_analysed_export():
    parsed = read("msd-workbench", "msd_workbench_test_1.csv")
    [plate] = parsed.plates

    assert (parsed.format, parsed.encoding, parsed.delimiter) == ("msd-workbench", "utf-8", ",")
    assert (plate.name, plate.barcode) == ("Plate_2BO40AW287", "2BO40AW287")
    assert [(row.well, row.spot, row.censor) for row in parsed.rows] == [
        ("A02", 2, "above_range"),
        ("A01", 2, "above_curve"),
        ("A02", 1, "above_curve"),
        ("A01", 1, "above_curve"),
    ]
    first, last = parsed.rows[0], parsed.rows[-1]
    assert first.calc_concentration.value == 53.20256476
    assert (first.mean.raw, first.adjusted_mean.raw) == ("3421", "3420.5")
    assert first.r_squared.value == 0.9989664195
    assert (last.calc_concentration.raw, last.calc_concentration.value) == ("NaN", None)
    assert (last.recovery.raw, last.concentration.value) == ("NaN", 331)


def test_a_sample_called_s001_has_no_role_until_a_person_says_so():
    parsed = read("msd-workbench", "msd_workbench_test_1.csv")

    assert {(row.sample, row.role) for row in parsed.rows} == {("S001", None)}


@pytest.mark.parametrize(
    ("folder", "name", "format_name"),
    [
        ("luminex-xponent", "luminex_xPONENT_example02.csv", "Luminex xPONENT"),
        ("luminex-xponent", "luminex_xPONENT_NaN_and_not_reported_values.csv", "Luminex xPONENT"),
        ("luminex-xponent", "serolyzer_random.csv", "Luminex xPONENT"),
        ("luminex-intelliflex", "luminex_intelliflex_example_01.csv", "INTELLIFLEX"),
        ("bioplex-excel", "labkey_guide_set_plate_1.xls", "Bio-Plex"),
        ("bioplex-excel", "labkey_guide_set_plate_2.xls", "Bio-Plex"),
        ("bioplex-excel", "labkey_pnLINCO20070302A.xlsx", "Bio-Plex"),
    ],
)
def test_other_vendors_are_refused_by_the_name_of_their_format(folder, name, format_name):
    with pytest.raises(AssayFileError, match="isn't supported here") as refusal:
        read(folder, name)

    [problem] = refusal.value.problems
    assert problem.code == "unsupported_format"
    assert format_name in problem.found


def test_a_layout_is_refused_as_measurements_and_read_as_a_layout():
    path = require_shared() / "layouts" / "serolyzer_random_layout.xlsx"

    with pytest.raises(AssayFileError, match="plate layout without measurements"):
        read_assay_file(path.read_bytes(), path.name)
    wells = read_layout(path.read_bytes(), path.name).by_well()
    assert wells["A01"].role is Role.BLANK
    assert (wells["B04"].role, wells["B04"].dilution) == (Role.CALIBRATOR, 31250)
    assert (wells["A02"].sample, wells["A02"].role) == ("CO-F-1", Role.UNKNOWN)
