"""The table of a kit lot's certificate is read, or refused with line and column."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import Answers, AssayFileError
from ra_registry.assays.services.certificates import read_certificate
from ra_registry.assays.services.lots import dilution_series
from tests.factories.assays import certificate_csv, certificate_rows

SMALL = "analyte,llod,lloq,uloq,S001,S002\nIL-6,0.06,0.633,488,500,0\n"


def test_a_certificate_comes_back_as_it_was_written():
    assert read_certificate(certificate_csv()).rows == [
        type(row)(**{**vars(row), "unit": "pg/ml"}) for row in certificate_rows()
    ]


@pytest.mark.parametrize(
    "content",
    [
        SMALL.encode(),
        SMALL.encode("utf-16"),
        SMALL.replace(",", ";").encode(),
        SMALL.replace(",", ";").replace(".", ",").encode(),
        SMALL.replace(",", "\t").encode(),
        ("\ufeff" + SMALL).encode(),
        SMALL.upper().encode(),
    ],
)
def test_delimiters_encodings_and_decimal_commas(content):
    [row] = read_certificate(content).rows

    assert (row.analyte.upper(), row.llod, row.lloq, row.uloq) == ("IL-6", 0.06, 0.633, 488)
    assert row.levels == {"S001": 500, "S002": 0}


def test_only_analyte_and_llod_are_needed():
    [row] = read_certificate(b"LLOD,Analyte\n0.06,IL-6\n").rows

    assert (row.analyte, row.llod, row.lloq, row.uloq, row.levels) == ("IL-6", 0.06, None, None, {})


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("hello", 1, "file"),
        (",,,\n", 1, "file"),
        ("analyte,llod\n", 1, "file"),
        ("analyte,uloq\nIL-6,5\n", 1, "llod"),
        ("analyte,llod,colour\nIL-6,5,red\n", 1, "colour"),
        ("analyte,llod,llod\nIL-6,5,5\n", 1, "llod"),
        ("analyte,llod\nIL-6,\n", 2, "llod"),
        ("analyte,llod,uloq\nIL-6,0.06,high\n", 2, "uloq"),
        ("analyte,llod,uloq\nIL-6,0.06,>488\n", 2, "uloq"),
        ("analyte,llod,uloq\nIL-6,0.06\n", 2, "whole line"),
        ('analyte,llod\n"IL-6,0.06\n', 2, "whole line"),
        ("analyte,llod\nIL\x00-6,0.06\n", 2, "character 3"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(text, line, column):
    with pytest.raises(AssayFileError) as refusal:
        read_certificate(text.encode())

    assert (refusal.value.problems[0].line, refusal.value.problems[0].column) == (line, column)


def test_a_dilution_series_ends_without_analyte():
    series = dilution_series(500, fold=4, levels=8)

    assert list(series) == [f"S00{number}" for number in range(1, 9)]
    assert series["S003"] == 31.25
    assert series["S008"] == 0


AMBIGUOUS = b"analyte;llod;uloq;S001\nIL-6;1,250;488,000;500,000\n"


def test_marks_before_three_digits_are_asked_about():
    with pytest.raises(AssayFileError, match="marks are not certain") as refusal:
        read_certificate(AMBIGUOUS)

    [problem] = refusal.value.problems
    assert problem.code == "decimal_mark"
    assert "1,250, 488,000, 500,000" in problem.found
    assert "point: 1250, 488000, 500000; comma: 1.25, 488, 500" in problem.expected


@pytest.mark.parametrize(("answer", "llod"), [("point", 1250), ("comma", 1.25)])
def test_the_answer_is_given_beside_the_table(answer, llod):
    [row] = read_certificate(AMBIGUOUS, Answers(decimal_mark=answer)).rows

    assert row.llod == llod


def test_an_encoding_that_is_not_certain_is_asked_about():
    content = "analyte,unit,llod\n髙,pg/ml,0.06\n".encode("cp932")
    with pytest.raises(AssayFileError, match="encoding is not certain"):
        read_certificate(content)

    assert read_certificate(content, Answers(encoding="cp932")).rows[0].analyte == "髙"


def test_japanese_greek_is_found():
    content = SMALL.replace("IL-6", "IFN-γ").encode("cp932")

    assert [row.analyte for row in read_certificate(content).rows] == ["IFN-γ"]


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#VALUE!"])
def test_errors_of_formulas_are_no_limits(text):
    with pytest.raises(AssayFileError, match="the error of a formula"):
        read_certificate(SMALL.replace("488", text).encode())


FOOTERS = [
    "Average,0.06,0.633,488,500,0",
    "Average,,,,500,0",
    "Note: store at -80",
    "* values in pg/ml,,,,,",
    "Reviewed by: AC,,,,,",
    "Mean",
    "平均値,0.06,,,,",
    "Certified by QC on 3 May 2024,,,,,",
    "-----",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_named_and_left_out(footer):
    read = read_certificate(f"{SMALL}\n{footer}\n".encode())

    assert [row.analyte for row in read.rows] == ["IL-6"]
    [warning] = read.warnings
    assert (warning.line, warning.code) == (4, "footer")
    assert warning.found == " ".join(cell for cell in footer.split(",") if cell)


@pytest.mark.parametrize("line", ["IL-8", "IL-8,,,,,", "IL-8,0.06,0.633", "Lot,1,2,3,4,5,6"])
def test_a_broken_line_below_is_no_footer(line):
    with pytest.raises(AssayFileError, match="line 3"):
        read_certificate(f"{SMALL}{line}\n".encode())


def test_a_footer_between_analytes_is_no_footer():
    with pytest.raises(AssayFileError, match="line 3"):
        read_certificate(f"{SMALL}Note: next\nIL-8,0.06,0.633,488,500,0\n".encode())


def test_a_column_that_stands_twice_is_named_with_both_places():
    with pytest.raises(AssayFileError, match=r"column S001: .*it is column 2 and 3"):
        read_certificate(b"analyte,S001,S001,llod\nIL-6,500,125,0.06\n")
