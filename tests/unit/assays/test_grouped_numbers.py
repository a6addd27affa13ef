"""Thousands grouped by a blank or an apostrophe: exactly three digits, or no number at all."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import AssayFileError, read_assay_file, read_layout
from ra_registry.assays.services.certificates import read_certificate
from tests.factories.assay_files import SMALL_PLATE_TEXT, SMALL_TABLE, make_workbook, small_csv

GROUPS = {
    "blank": " ",
    "hard blank": "\u00a0",
    "thin blank": "\u2009",
    "narrow hard blank": "\u202f",
    "figure blank": "\u2007",
    "wide blank": "\u3000",
    "apostrophe": "'",
    "curly apostrophe": "’",
    "wide apostrophe": "＇",
}
groups = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
# What is no group of thousands, a blank standing for each sign.
NO_GROUPS = [
    "1 8",
    "18 19",
    "1 81",
    "181 9180",
    "1234 567",
    "0 123",
    "181  918",
    "1 8.5",
    "181 91 8",
]
no_groups = pytest.mark.parametrize("text", NO_GROUPS)


def with_signal(text: str) -> bytes:
    return small_csv().replace(",1512,", f",{text},").encode()


@groups
def test_a_signal_of_an_export(group):
    parsed = read_assay_file(with_signal(f"181{group}918"), "plate.csv")

    assert (parsed.rows[1].signal.value, parsed.rows[1].signal.raw) == (181918, f"181{group}918")
    assert parsed.thousands_mark == ("'" if group in "'’＇" else " ")
    assert not [one for one in parsed.questions if one.is_open]


@groups
@no_groups
def test_a_signal_of_an_export_that_is_none(group, text):
    with pytest.raises(AssayFileError, match="line 3, column Signal"):
        read_assay_file(with_signal(text.replace(" ", group)), "plate.csv")


@groups
def test_a_signal_of_a_workbook(group):
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][rows[0].index("Signal")] = f"181{group}918"

    assert read_assay_file(make_workbook({"R": rows}), "a.xlsx").rows[1].signal.value == 181918


@groups
def test_a_signal_of_a_plate_text(group):
    text = SMALL_PLATE_TEXT.replace("\t  11 \t", f"\t 181{group}918 \t")
    parsed = read_assay_file(text.encode(), "plate.txt")

    assert parsed.rows[0].signal.value == 181918


@groups
@no_groups
def test_a_signal_of_a_plate_text_that_is_none(group, text):
    changed = SMALL_PLATE_TEXT.replace("\t  11 \t", f"\t {text.replace(' ', group)} \t")
    with pytest.raises(AssayFileError, match="line 16"):
        read_assay_file(changed.encode(), "plate.txt")


@groups
def test_a_dilution_of_a_layout(group):
    [well, *_] = read_layout(f",1,2\nA,P011 1:50{group}000,B\n".encode(), "layout.csv").wells

    assert (well.sample, well.dilution) == ("P011", 50000)


@groups
@pytest.mark.parametrize("figure", ["5 0", "50 00", "0 500", "5 0000"])
def test_a_dilution_of_a_layout_that_is_none(group, figure):
    cell = f"P011 1:{figure.replace(' ', group)}"
    with pytest.raises(AssayFileError, match="well A01: The dilution is not a number"):
        read_layout(f",1,2\nA,{cell},B\n".encode(), "layout.csv")


@groups
def test_a_level_of_a_certificate(group):
    [row] = read_certificate(f"analyte,llod,S001,S002\nIL-6,0.06,7{group}500,0\n".encode()).rows

    assert row.levels == {"S001": 7500, "S002": 0}


@groups
@no_groups
def test_a_level_of_a_certificate_that_is_none(group, text):
    table = f"analyte,llod,S001,S002\nIL-6,0.06,{text.replace(' ', group)},0\n"
    with pytest.raises(AssayFileError, match="line 2, column S001: The cell is not a number"):
        read_certificate(table.encode())


def test_a_wide_mark_is_asked_about_as_a_narrow_one():
    text = SMALL_PLATE_TEXT.replace("\t  11 \t", "\t 181，918 \t")
    [asked] = [one for one in read_assay_file(text.encode(), "a.txt").questions if one.is_open]

    assert asked.key == "decimal_mark"
    assert asked.printed == ("181，918",)
