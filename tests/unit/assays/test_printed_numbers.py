"""Numbers as files print them, the one decimal mark of a file, and cells that are no numbers."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ra_registry.assays.parsers import AssayFileError, NumberState, read_assay_file
from ra_registry.assays.parsers.numbers import ERROR_TEXTS, MarkCensus, NumberReader
from tests.factories.assay_files import SMALL_PLATE_TEXT, SMALL_TABLE, make_workbook, small_csv

FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")
NEEDED = ["Signal", "Calc. Concentration", "Dilution", "Concentration", "Sample", "Assay", "Well",
          "Spot", "Detection Range"]  # fmt: skip
ERRORS = ["#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"]


def census(*cells: str) -> MarkCensus:
    marks = MarkCensus()
    for line, cell in enumerate(cells, 1):
        marks.add(line, [(cell, "Signal")])
    return marks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２．５", 12.5),
        ("−12.5", -12.5),
        ("–3", -3),
        ("1e-3", 0.001),
        ("1E+5", 100000),
        ("\u00a012\u00a0", 12),
        ("1\u00a0234'567", None),
        ("1\u00a0234\u00a0567", 1234567),
        ("1'234.5", 1234.5),
        ("1,234,567.8", 1234567.8),
        ("12,34", None),
        ("0,125", None),
        ("10²", None),
        ("12٣", None),
        ("1.2.3", None),
        ("1 2", None),
        ("--1", None),
        ("5 pg/ml", None),
    ],
)
def test_what_is_read_with_a_decimal_point(text, value):
    number = NumberReader(".").read(text)

    assert (number.value if number else None) == value
    assert number is None or number.raw == text.strip()


@given(st.floats(-1e9, 1e9, allow_subnormal=False), st.sampled_from([".", ","]), st.booleans())
def test_a_number_comes_back_from_any_way_to_print_it(value, mark, wide):
    text = repr(value).replace(".", mark)
    text = text.translate(FULL_WIDTH) if wide else text

    assert NumberReader(mark).read(text).value == value


@given(st.integers(1000, 10**12), st.sampled_from([",", ".", "'", " ", "\u202f"]))
def test_grouped_thousands_come_back(value, group):
    mark = "." if group == "," else ","

    assert NumberReader(mark).read(f"{value:,}".replace(",", group)).value == value


@pytest.mark.parametrize(
    ("cells", "mark", "asked", "thousands"),
    [
        (["181,918", "100"], ".", True, ","),
        (["181.918", "12"], ".", True, ""),
        (["15.625", "3.906"], ".", True, ""),
        (["181,918", "7.25"], ".", False, ","),
        (["181.918", "7,25"], ",", False, "."),
        (["1,234,567", "181,918"], ".", False, ","),
        (["0,125", "181,918"], ",", False, ""),
        (["0.125", "15.625"], ".", False, ""),
        (["1234,567"], ",", False, ""),
        (["<1,500", "181,918"], ".", True, ","),
        (["1.234,5"], ",", False, "."),
        (["12", "NaN", ""], ".", False, ""),
    ],
)
def test_a_mark_is_told_by_the_whole_file_or_asked_about(cells, mark, asked, thousands):
    marks = census(*cells)

    assert marks.decimal_mark() == mark
    assert (marks.question() is not None) is asked
    assert marks.thousands_mark(mark) == thousands


@given(st.lists(st.integers(1, 999_999_999), min_size=1), st.sampled_from([".", ","]))
def test_thousands_are_never_taken_for_decimals_in_silence(values, group):
    texts = [f"{value:,}".replace(",", group) for value in values]
    assume(any(group in text for text in texts))
    marks, mark = census(*texts), "." if group == "," else ","

    assert marks.question() is not None or marks.decimal_mark() == mark


@given(st.lists(st.floats(0.001, 9e5).map(lambda value: f"{value:.3f}"), min_size=1))
def test_decimals_are_never_taken_for_thousands_in_silence(texts):
    marks = census(*(text.replace(".", ",") for text in texts))

    assert marks.question() is not None or marks.decimal_mark() == ","


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("column", NEEDED)
def test_an_error_cell_that_a_result_needs_refuses_the_file(text, column):
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][rows[0].index(column)] = text
    export = "".join(f"{','.join(row)}\r\n" for row in rows)
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(export.encode(), "results.csv")

    [problem] = refusal.value.problems
    assert (problem.line, problem.column, problem.found) == (3, column, text)


def test_an_error_cell_beside_the_results_stays_text_with_a_note():
    rows = [[*row, "14.4"] for row in SMALL_TABLE]
    rows[0][-1], rows[2][-1] = "CV", "#DIV/0!"
    export = "".join(f"{','.join(row)}\r\n" for row in rows)
    parsed = read_assay_file(export.encode(), "results.csv")

    assert (parsed.rows[1].cv.raw, parsed.rows[1].cv.state) == ("#DIV/0!", NumberState.ERROR)
    assert [(note.code, note.line, note.column) for note in parsed.warnings] == [
        ("error_cell", 3, "CV")
    ]


def test_an_error_cell_in_raw_text_is_refused_in_place():
    with pytest.raises(AssayFileError, match="the error of a formula") as refusal:
        read_assay_file(SMALL_PLATE_TEXT.replace("  11 ", "#REF! ").encode(), "plate.txt")

    assert refusal.value.problems[0].column == "1"


def test_numbers_of_a_workbook_are_known_whatever_its_texts_print():
    rows = [list(row) for row in SMALL_TABLE]
    rows[1][9], rows[2][9] = 486.123, 7.125
    parsed = read_assay_file(make_workbook({"Results": rows}), "results.xlsx")

    assert [row.calc_concentration.value for row in parsed.rows] == [486.123, 7.125, None]
    assert parsed.questions == ()


def test_every_known_error_is_in_small_letters():
    assert {text.lower() for text in ERRORS} <= ERROR_TEXTS
    assert all(text == text.casefold() for text in ERROR_TEXTS)


def test_both_marks_as_decimals_are_refused_in_place():
    export = small_csv(delimiter=";").replace("486.5", "486.5").replace("7.25", "7,25")
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(export.encode(), "results.csv")

    [problem] = refusal.value.problems
    assert (problem.line, problem.found, problem.code) == (3, "7,25", "decimal_mark")
