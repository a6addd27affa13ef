"""Lines below a table are named and left out; a broken line of data is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.parsers import AssayFileError, read_assay_file, read_layout
from tests.factories.assay_files import SMALL_PLATE_TEXT, small_csv

WIDTH = 12
FOOTERS = [
    "Average",
    "Average,,,,,,,,1504,,,",
    ",,,,,,,,Total,,,",
    "Mean,RA,,,,,,,,,,",
    "Std. Dev.:,,,,,,,,12,,,",
    "Note: plate read twice,,,,,,,,,,,",
    "* below the fitted curve,,,,,,,,,,,",
    "Reviewed by: A. Coordinator,,,,,,,,,,,",
    "Signature,,,,AC,,,,,,,",
    "平均,,,,,,,,1504,,,",
    "備考：再測定,,,,,,,,,,,",
    "Unterschrift: M,,,,,,,,,,,",
    "the second replicate was pipetted late",
    "-----",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_named_and_every_other_line_read(footer):
    parsed = read_assay_file((small_csv() + footer + "\r\n").encode(), "results.csv")

    assert len(parsed.rows) == 3
    [warning] = parsed.warnings
    assert (warning.code, warning.line) == ("footer", 5)


@given(st.lists(st.sampled_from(FOOTERS), min_size=1, max_size=6))
def test_any_number_of_footers(footers):
    content = small_csv() + "".join(f"{footer}\r\n" for footer in footers)
    parsed = read_assay_file(content.encode(), "results.csv")

    assert len(parsed.rows) == 3
    assert [warning.line for warning in parsed.warnings] == list(range(5, 5 + len(footers)))


def test_an_average_between_lines_of_data_is_a_footer_too():
    header, *rows = small_csv().splitlines()
    content = "\n".join([header, rows[0], "Average,,,,,,,,351234,,,", *rows[1:]])
    parsed = read_assay_file(content.encode(), "results.csv")

    assert len(parsed.rows) == 3
    assert [(warning.code, warning.line) for warning in parsed.warnings] == [("footer", 3)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Plate_2AB0CD1234,RA-019,Unknowns,IL-6,,1,2,,96,NaN,Below Fit Curve Range,no", "Well"),
        ("Plate_2AB0CD1234,RA-019,Unknowns,IL-6,Z99,1,2,,96,NaN,Below Fit Curve Range,no", "Well"),
        ("Plate_2AB0CD1234,RA-019,Unkn", "Assay"),
        ("Plate_2AB0", "1"),
        (",,,,,,,,1504,,,", "Well"),
        ("Total,RA-019,Unknowns,IL-6,,1,2,,96,NaN,Below Fit Curve Range,no", "Well"),
        (",RA-019,,,,,,,,,,", "Well"),
    ],
)
def test_a_broken_line_of_data_is_no_footer(line, column):
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file((small_csv() + line + "\r\n").encode(), "results.csv")

    first = refusal.value.problems[0]
    assert (first.line, first.column) == (5, column)


def test_a_note_between_lines_of_data_is_refused_in_place():
    header, *rows = small_csv().splitlines()
    content = "\n".join([header, rows[0], "the next one was late,,,,,,,,,,,", *rows[1:]])
    with pytest.raises(AssayFileError) as refusal:
        read_assay_file(content.encode(), "results.csv")

    assert refusal.value.problems[0].line == 3


def test_data_below_a_title_without_header_is_not_swallowed():
    content = small_csv() + "Control: QC\r\n" + small_csv().splitlines()[2] + "\r\n"
    with pytest.raises(AssayFileError, match="below no header"):
        read_assay_file(content.encode(), "results.csv")


def test_footers_of_raw_text_and_layouts():
    raw = SMALL_PLATE_TEXT.partition("==========Statistics")[0]
    parsed = read_assay_file(f"{raw}Average\t61\t62\t63\r\n".encode(), "plate.txt")
    layout = read_layout(b",1,2\nA,x,y\nB,z,z\nPrepared by: AC,,\n", "layout.csv")

    assert [warning.code for warning in parsed.warnings] == ["footer"]
    assert len(parsed.rows) == 18
    assert [(warning.code, warning.line) for warning in layout.warnings] == [("footer", 4)]
    with pytest.raises(AssayFileError, match="Not a plate row"):
        read_assay_file(f"{raw}Average\t61\r\nC\t1\t2\t3\r\n".encode(), "plate.txt")
