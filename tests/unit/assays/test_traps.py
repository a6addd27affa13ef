"""Files that were read wrongly once: each stands for a kind, and the kind is read right now."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import (
    Answers,
    AssayFileError,
    apply_layout,
    read_assay_file,
    read_layout,
)
from tests.paths import trap


def read(name: str, **answers: str):
    return read_assay_file(trap(name), name, Answers(**answers))


def test_a_code_with_a_slash_is_one_name():
    parsed = read("slash_plate.txt")
    layout = read_layout(trap("slash_layout.txt"), "slash_layout.txt")

    for codes in (frozenset(), frozenset({"p01", "p011/2"}), frozenset({"p01"})):
        rows = apply_layout(parsed, layout.knowing(codes)).rows
        [row] = [row for row in rows if row.well == "A03" and row.spot == 5]
        assert (row.sample, row.dilution.value) == ("P011/2", None)


def test_marks_before_three_digits_are_asked_about_once():
    parsed = read("thousands_plate.txt")
    [question] = parsed.questions

    assert question.is_open
    assert question.printed == ("999,999", "181,918", "48,880")
    assert {reading.answer: reading.cells for reading in question.readings} == {
        "point": ("999999", "181918", "48880"),
        "comma": ("999.999", "181.918", "48.88"),
    }


@pytest.mark.parametrize(("answer", "signal"), [("point", 181918), ("comma", 181.918)])
def test_the_answer_holds_for_the_whole_file(answer, signal):
    parsed = read("thousands_plate.txt", decimal_mark=answer)

    assert [row.signal.value for row in parsed.rows if row.well == "A03"] == [signal] * 10
    assert [question.answer for question in parsed.questions] == [answer]


def test_errors_of_formulas_are_never_empty_cells():
    with pytest.raises(AssayFileError) as refusal:
        read("x_err_full.xlsx")

    assert refusal.value.total == 10
    first = refusal.value.problems[0]
    assert (first.line, first.column, first.found) == (162, "Calc. Concentration", "#DIV/0!")


def test_japanese_letters_are_read_as_such():
    parsed = read("raw_cp932.txt")

    assert parsed.encoding == "cp932"
    assert parsed.plates[0].operator == "山田太郎"


def test_a_footer_is_named_and_every_other_line_read():
    parsed = read("footer.csv")

    assert len(parsed.rows) == 960
    [footer] = [warning for warning in parsed.warnings if warning.code == "footer"]
    assert (footer.line, footer.found) == (962, "Average")


def test_few_columns_raise_no_false_warning():
    parsed = read("min_cols.txt")

    assert len(parsed.rows) == 960
    assert [warning.code for warning in parsed.warnings] == ["no_barcode"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [("replicates.csv", 40), ("unknowns_only.csv", 740), ("lost_decimal.csv", 960),
     ("vendor_1000x.csv", 960)],
)  # fmt: skip
def test_what_is_judged_later_is_read_as_printed(name, rows):
    parsed = read(name)

    assert (len(parsed.rows), parsed.questions) == (rows, ())
