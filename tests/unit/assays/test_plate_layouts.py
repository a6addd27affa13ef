"""Layouts say what a well holds; what the export itself says stays."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import (
    AssayFileError,
    Role,
    RoleSource,
    apply_layout,
    read_assay_file,
    read_layout,
)
from tests.factories.assay_files import SMALL_PLATE_TEXT, make_workbook, small_csv


def layout(text: str, name: str = "layout.csv"):
    return read_layout(text.encode(), name)


def grid(*cells: str, columns: int = 3) -> str:
    lines = ["," + ",".join(str(column) for column in range(1, columns + 1))]
    lines += [
        ",".join(["ABCDEFGH"[start // columns], *cells[start : start + columns]])
        for start in range(0, len(cells), columns)
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "role", "sample", "dilution"),
    [
        ("B", Role.BLANK, "B", None),
        ("Blank", Role.BLANK, "Blank", None),
        ("Standard1", Role.CALIBRATOR, "Standard1", None),
        ("STD-01", Role.CALIBRATOR, "STD-01", None),
        ("CAL-08", Role.CALIBRATOR, "CAL-08", None),
        ("1/50", Role.CALIBRATOR, "1/50", 50),
        ("P.Control1.1", Role.CONTROL, "P.Control1.1", None),
        ("QC-02", Role.CONTROL, "QC-02", None),
        ("N.Control1", Role.NEGATIVE_CONTROL, "N.Control1", None),
        ("V2010022B2 1:50000", Role.UNKNOWN, "V2010022B2", 50000),
        ("RA-017 1/2.5", Role.UNKNOWN, "RA-017", 2.5),
        ("B12", Role.UNKNOWN, "B12", None),
        ("Standish", Role.UNKNOWN, "Standish", None),
    ],
)
def test_a_cell_says_what_its_well_holds(text, role, sample, dilution):
    well = layout(grid(text, "x", "y", "x", "y", "z")).by_well()["A01"]

    assert (well.text, well.role, well.sample, well.dilution) == (text, role, sample, dilution)


def test_the_vendor_s_calibrator_names_count_as_one_closed_series():
    names = [f"S00{level}" for level in range(1, 9)]
    wells = layout(grid(*names, "RA-1")).by_well()

    assert [wells[well].role for well in ("A01", "C02", "C03")] == [
        Role.CALIBRATOR, Role.CALIBRATOR, Role.UNKNOWN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names", [[f"S0{number:02}" for number in range(1, 13)], ["S001", "S003", "S004"], ["S007"] * 3]
)
def test_subjects_with_names_like_calibrators_stay_to_be_confirmed(names):
    wells = layout(grid(*names)).wells

    assert {well.role for well in wells} == {None}


def test_empty_cells_are_no_wells():
    assert [well.well for well in layout(grid("a", "", "c", "", "", "")).wells] == ["A01", "A03"]


def test_layouts_in_workbooks_and_with_other_delimiters():
    expected = layout(grid("S1", "B", "x", "y", "z", "QC1"))
    cells = [["", 1, 2, 3], ["A", "S1", "B", "x"], ["B", "y", "z", "QC1"]]

    assert read_layout(make_workbook({"Sheet1": cells}), "layout.xlsx") == expected
    assert layout(grid("S1", "B", "x", "y", "z", "QC1").replace(",", ";")) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3\n4,5,6\n", "not a plate layout"),
        (grid("a", "b", "c") + "\nQ1,a,b,c\n", "not readable here"),
        (grid("a", "b", "c") + "\nA,a,b,c\n", "not readable here"),
        (grid("a", "b", "c") + "\nB,a,b,c,d\n", "not readable here"),
        ("no grid", "not a plate layout"),
    ],
)
def test_what_is_no_grid_is_refused(text, message):
    with pytest.raises(AssayFileError, match=message):
        layout(text)


def test_a_layout_fills_in_what_raw_text_does_not_say():
    parsed = read_assay_file(SMALL_PLATE_TEXT.encode(), "plate.txt")
    filled = apply_layout(parsed, layout(grid("CAL-1", "B", "RA-1 1:4", "CAL-1", "", "RA-1 1:4")))
    by_well = {row.well: row for row in filled.rows if row.spot == 1}

    assert (by_well["A01"].role, by_well["A01"].role_source) == (
        Role.CALIBRATOR, RoleSource.LAYOUT,
    )  # fmt: skip
    assert (by_well["A03"].sample, by_well["A03"].dilution.value) == ("RA-1", 4)
    assert (by_well["B02"].role, by_well["B02"].sample) == (None, "")


def test_a_layout_can_be_for_one_plate_only():
    parsed = read_assay_file(SMALL_PLATE_TEXT.encode(), "plate.txt")
    wells = layout(grid("B", "B", "B", "B", "B", "B"))

    assert {row.role for row in apply_layout(parsed, wells, plates=["other"]).rows} == {None}
    assert {row.role for row in apply_layout(parsed, wells, plates=["2AB0CD1234"]).rows} == {
        Role.BLANK
    }


def test_the_export_wins_and_the_conflict_is_told():
    parsed = read_assay_file(small_csv().encode(), "results.csv")
    filled = apply_layout(parsed, layout(grid("B", "RA-999 1:9", "x", "", "", "")))

    assert [row.role for row in filled.rows[:2]] == [Role.CALIBRATOR, Role.UNKNOWN]
    assert (filled.rows[1].sample, filled.rows[1].dilution.value) == ("RA-017", 2)
    assert [(warning.code, warning.line) for warning in filled.warnings] == [
        ("role_conflict", 2),
        ("sample_conflict", 3),
        ("dilution_conflict", 3),
        ("sample_conflict", 4),
    ]


def test_a_row_that_stands_twice_is_named_with_both_lines():
    with pytest.raises(AssayFileError, match=r"line 4, .*it stands at line 2 as well"):
        layout(",1,2\nA,x,y\nB,x,y\nA,z,z")
