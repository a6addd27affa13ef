"""Identifiers are never numbers: a name that a spreadsheet changed is read exactly or refused."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter

from ra_registry.assays.parsers import AssayFileError, read_assay_file, read_layout
from tests.factories.assay_files import SMALL_TABLE, make_workbook, small_csv

SAMPLE = SMALL_TABLE[0].index("Sample")
PLATE = SMALL_TABLE[0].index("Plate Name")


def workbook(column: int, value: object, number_format: str = "", *, info: object = None) -> bytes:
    """Return results in which one column of the second line of data holds no text."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Results")
        for line, row in enumerate(SMALL_TABLE):
            sheet.write_row(line, 0, row)
        style = book.add_format({"num_format": number_format}) if number_format else None
        sheet.write(2, column, value, style)
        if info is not None:
            described = book.add_worksheet("Experiment_Info")
            described.write(0, 0, "Barcode1")
            described.write(0, 1, info)
    return output.getvalue()


def grid(value: object, number_format: str = "") -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Layout")
        for line, row in enumerate([["", 1, 2], ["A", "x", "y"], ["B", "z", "z"]]):
            sheet.write_row(line, 0, row)
        style = book.add_format({"num_format": number_format}) if number_format else None
        sheet.write(1, 1, value, style)
    return output.getvalue()


@pytest.mark.parametrize(
    ("value", "number_format", "name"),
    [(7, "", "7"), (7, "000", "007"), (17, "0", "17"), (123456789012345, "", "123456789012345"),
     (7, "@", "7")],
)  # fmt: skip
def test_whole_numbers_are_read_as_they_are_shown(value, number_format, name):
    parsed = read_assay_file(workbook(SAMPLE, value, number_format), "results.xlsx")

    assert parsed.rows[1].sample == name
    assert read_layout(grid(value, number_format), "layout.xlsx").wells[0].sample == name


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (1234567890123456, ""),
        (1e5, "0.00E+00"),
        (12.5, ""),
        (-3, ""),
        (7, "#,##0"),
        (45000, "yyyy-mm-dd"),
        (dt.date(2024, 2, 1), "d-mmm"),
    ],
)
@pytest.mark.parametrize("column", [SAMPLE, PLATE])
def test_what_lost_digits_or_became_a_day_is_refused_in_place(value, number_format, column):
    with pytest.raises(AssayFileError, match="has turned this name into") as refusal:
        read_assay_file(workbook(column, value, number_format), "results.xlsx")

    [problem] = refusal.value.problems
    assert (problem.sheet, problem.line, problem.column, problem.code) == (
        "Results", 3, SMALL_TABLE[0][column], "identifier",
    )  # fmt: skip
    with pytest.raises(AssayFileError, match="has turned this name into"):
        read_layout(grid(value, number_format), "layout.xlsx")


def test_a_barcode_of_the_description_is_no_number():
    with pytest.raises(AssayFileError, match="has turned this name into a number"):
        read_assay_file(workbook(SAMPLE, "RA-017", info=1.2345e17), "results.xlsx")


def test_a_name_in_scientific_notation_is_refused_in_text_too():
    with pytest.raises(AssayFileError, match="digits are lost"):
        read_assay_file(small_csv().replace("RA-017", "1.23457E+15").encode(), "results.csv")


@pytest.mark.parametrize("name", ["007", "1E5", "0012", "1234567890123456", "12.50", "2024-01-02"])
def test_a_name_in_text_stays_what_it_is(name):
    parsed = read_assay_file(small_csv().replace("RA-017", name).encode(), "results.csv")

    assert parsed.rows[1].sample == name


def test_an_error_cell_of_a_workbook_keeps_its_place():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Layout")
        sheet.write_row(0, 0, ["", 1, 2])
        sheet.write_row(1, 0, ["A", "x"])
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    with pytest.raises(AssayFileError, match="the error of a formula") as refusal:
        read_layout(output.getvalue(), "layout.xlsx")

    [problem] = refusal.value.problems
    assert (problem.line, problem.column, problem.found) == (2, "2", "#N/A")


@pytest.mark.parametrize("sign", ["\0", "\a", "\x1b"])
def test_a_control_character_in_a_cell_is_refused_with_its_place(sign):
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][1] = f"RA{sign}17"
    with pytest.raises(AssayFileError, match=r"line 3, column 2.*binary content") as refused:
        read_assay_file(make_workbook({"Results": rows}), "plate.xlsx")

    assert str(refused.value).isprintable()
