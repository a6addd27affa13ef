"""A file whose wells contradict themselves is refused with both lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ra_registry.assays.parsers import ParsedFile, PrintedNumber, Role, read_assay_file
from ra_registry.assays.services.checks import impossible
from tests.factories.assay_files import small_csv


@pytest.fixture
def parsed() -> ParsedFile:
    return read_assay_file(small_csv().encode(), "plate.csv")


def with_row(parsed: ParsedFile, number: int, **changes) -> ParsedFile:
    rows = list(parsed.rows)
    rows[number] = replace(rows[number], **changes)
    return replace(parsed, rows=tuple(rows))


def test_a_sound_file_has_no_problem(parsed):
    assert impossible(parsed) == []


@pytest.mark.parametrize(
    ("changes", "column", "found"),
    [
        ({"dilution": PrintedNumber.of(0)}, "Dilution", "0"),
        ({"dilution": PrintedNumber.of(-2)}, "Dilution", "-2"),
        ({"dilution": PrintedNumber.of(1e300)}, "Dilution", "1e+300"),
        ({"concentration": PrintedNumber.of(-5)}, "Concentration", "-5"),
        ({"signal": PrintedNumber.of(1e300)}, "Signal", "1e+300"),
        ({"calc_concentration": PrintedNumber.of(-1e13)}, "Calc. Concentration", "-1e+13"),
        ({"signal": PrintedNumber("0" * 41, 0.0)}, "Signal", "0" * 41),
        ({"detection_range": "x" * 61}, "Detection Range", "x" * 61),
        ({"sample": "x" * 81}, "Sample", "x" * 79 + "…"),
    ],
)
def test_what_no_well_can_be_is_named_with_line_and_column(parsed, changes, column, found):
    [problem] = impossible(with_row(parsed, 1, **changes))

    assert (problem.line, problem.column, problem.found) == (3, column, found)


def test_a_barcode_too_long_to_keep_is_refused(parsed):
    plate = replace(parsed.plates[0], barcodes=("2" * 61,))

    [problem] = impossible(replace(parsed, plates=(plate,)))

    assert problem.column == "barcode"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"sample": "RA-099"}, "Sample"),
        ({"role": Role.CONTROL}, "Sample Group"),
        ({"dilution": PrintedNumber.of(4)}, "Dilution"),
    ],
)
def test_a_well_holds_one_thing(parsed, changes, column):
    second = replace(parsed.rows[1], spot=2, line=9, **changes)

    [problem] = impossible(replace(parsed, rows=(*parsed.rows, second)))

    assert (problem.line, problem.column) == (9, column)
    assert "as at line 3" in problem.expected


def test_a_row_that_says_less_contradicts_nothing(parsed):
    silent = replace(parsed.rows[1], spot=2, line=9, sample="", role=None, dilution=PrintedNumber())

    assert impossible(replace(parsed, rows=(*parsed.rows, silent))) == []
