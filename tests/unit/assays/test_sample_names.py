"""A registered code is always matched to itself; a dilution is cut only behind a separator."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ra_registry.assays.parsers import (
    AmbiguousName,
    AssayFileError,
    Role,
    apply_layout,
    cut_dilution,
    cut_names,
    fold_code,
    names_in,
    read_assay_file,
    read_layout,
    recognise,
)
from tests.factories.assay_files import SMALL_PLATE_TEXT, small_csv

CODES = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,38}[A-Za-z0-9]\Z")
FACTORS = st.sampled_from(["1:4", "1/50", "1:50000", "x4", "4x", "×2", "1:2.5", "10-fold"])
BLANKS = st.sampled_from([" ", "  ", "\u00a0", "\u3000", " ("])


@given(CODES, st.sets(CODES))
def test_a_registered_code_is_always_matched_to_itself(code, others):
    codes = {fold_code(one) for one in {code, *others}}

    assert recognise(code, codes) is None or cut_dilution(code).name == ""
    layout = read_layout(f",1,2\nA,{code},x\n".encode(), "layout.csv").knowing(codes)
    [well] = [well for well in layout.wells if well.well == "A01"]
    assert (well.sample, well.dilution) == (code, None)
    row = small_csv().replace("RA-017", code)
    parsed = cut_names(read_assay_file(row.encode(), "r.csv"), codes)
    assert (parsed.rows[1].sample, parsed.rows[1].dilution.value) == (code, 2)


@given(CODES, BLANKS, FACTORS, st.sets(CODES))
def test_behind_a_separator_the_dilution_is_cut(code, blank, factor, others):
    assume(cut_dilution(code) is None)
    text = f"{code}{blank}{factor}" + (")" if "(" in blank else "")

    cut = recognise(text, {fold_code(code), *map(fold_code, others)})
    assert cut is not None
    assert cut.name == code
    assert cut.figure == factor.strip("x×-fold").split(":")[-1].split("/")[-1]


CELLS = st.lists(
    st.tuples(CODES, st.sampled_from(["", " 1:2", " 1/2,5", " x4"])), min_size=6, max_size=6
)


@given(CELLS, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]), st.sampled_from([";", "\t"]))
def test_a_layout_comes_back_as_it_was_written(cells, encoding, delimiter):
    texts = [code + dilution for code, dilution in cells]
    rows = [["", "1", "2", "3"], ["A", *texts[:3]], ["B", *texts[3:]]]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    codes = {fold_code(code) for code, _ in cells}
    wells = read_layout(content, "layout.csv").knowing(codes).wells

    assert [(well.sample, well.dilution) for well in wells] == [
        (code, {"": None, " 1:2": 2, " 1/2,5": 2.5, " x4": 4}[dilution]) for code, dilution in cells
    ]


@pytest.mark.parametrize(
    "text",
    ["P011/2", "RA-021/12", "RA-0211:2", "P01x4", "S1/50x", "RA-017-1/50", "1-2", "x4", "P01 2"],
)
def test_without_a_separator_nothing_is_cut(text):
    assert cut_dilution(text) is None


def test_two_registered_readings_are_refused_by_both_names():
    codes = {"p01", "p01 1/2"}
    with pytest.raises(AmbiguousName):
        recognise("P01 1/2", codes)
    with pytest.raises(AssayFileError, match="Two registered samples") as refusal:
        read_layout(b",1,2\nA,P01 1/2,x\n", "layout.csv").knowing(codes)
    assert "P01 1/2 and P01 diluted" in refusal.value.problems[0].expected
    with pytest.raises(AssayFileError, match="Two registered samples"):
        cut_names(
            read_assay_file(small_csv().replace("RA-017", "P01 1/2").encode(), "r.csv"), codes
        )


def test_a_dilution_in_an_export_s_name_counts_where_its_column_is_empty():
    export = small_csv().replace("RA-017,Unknowns,IL-6,A02,1,2", "RA-017 1:8,Unknowns,IL-6,A02,1,")
    parsed = read_assay_file(export.encode(), "results.csv")

    assert {"ra-017 1:8", "ra-017"} <= names_in(parsed)
    named = cut_names(parsed, {"ra-017"})
    assert (named.rows[1].sample, named.rows[1].dilution.value) == ("RA-017", 8)
    assert named.warnings == ()


def test_a_dilution_that_differs_from_its_column_is_told():
    parsed = read_assay_file(small_csv().replace("RA-017", "RA-017 1:8").encode(), "results.csv")
    named = cut_names(parsed, frozenset())

    assert (named.rows[1].sample, named.rows[1].dilution.value) == ("RA-017", 2)
    assert [warning.code for warning in named.warnings] == ["dilution_conflict"]


@pytest.mark.parametrize("code", ["QC1", "CAL-01", "STD-2", "N.Control1", "S001"])
def test_a_registered_code_that_is_called_like_a_role_is_asked_about(code):
    layout = read_layout(f",1,2\nA,{code},x\n".encode(), "layout.csv")

    assert layout.knowing({fold_code(code)}).by_well()["A01"].role is None
    assert layout.knowing(frozenset()).by_well()["A01"].role is not Role.UNKNOWN


def test_thousands_in_dilutions_are_asked_about_once():
    text = ";1;2\nA;RA-1 1:50,000;RA-2 1:2,500\n"
    layout = read_layout(text.encode(), "layout.csv")

    [question] = layout.questions
    assert [reading.cells for reading in question.readings] == [("50000", "2500"), ("50", "2.5")]
    plate = read_assay_file(SMALL_PLATE_TEXT.encode(), "plate.txt")
    assert [asked.key for asked in apply_layout(plate, layout).questions] == ["layout_decimal_mark"]
