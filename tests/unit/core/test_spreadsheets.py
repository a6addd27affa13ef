"""Tables for spreadsheet programs: nothing in them runs, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.spreadsheets import FORMULA_STARTS, csv_cell, stream_csv, write_csv


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_starts_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert csv_cell(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("number", [-3, -0.5, Decimal("-1.5")])
def test_negative_numbers_stay_numbers(number: object) -> None:
    assert csv_cell(number) == number


def test_missing_is_empty_and_moments_are_iso() -> None:
    assert csv_cell(None) == ""
    assert csv_cell(date(2024, 3, 1)) == "2024-03-01"
    assert csv_cell(datetime(2024, 3, 1, 9, 30, tzinfo=UTC)) == "2024-03-01T09:30:00+00:00"
    assert csv_cell(value=True) == "yes"


def test_streaming_and_writing_give_the_same_table() -> None:
    header, rows = ["a", "=b"], [['x,"y"\n', 1], ["=1+1", None]]
    sink = io.StringIO(newline="")
    assert write_csv(sink, header, rows) == 2
    assert "".join(stream_csv(header, rows)) == sink.getvalue()


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2)))
def test_every_text_survives_reading_back_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    sink = io.StringIO(newline="")
    write_csv(sink, ["a", "b"], rows)
    sink.seek(0)
    back = list(csv.reader(sink))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(FORMULA_STARTS) for row in back for cell in row)
