"""Codes that a spreadsheet program would turn into something else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ra_registry.core.identifiers import Misreading, misreading

NUMBERS = ["0012", "007", "123", "1E5", "12E3", "1e-5", "99.99", "1,234", "99-", "0x1f"]
DATES = [
    "2024-01-02", "1-2", "JAN-12", "MAR-1", "DEC1", "1/2", "3-4-21", "SEP2", "SEPT1", "MARCH1",
    "1DEC", "OCT4", "01-001", "2024-05", "12-3467", "MAR-3467", "5MAY2024", "2-JAN", "24-12-31",
    "OKT-4", "DEZ1", "MAI-3", "H30-1-2", "R6.1.5", "2024/1/2", "31.12.2024", "1.12", "JUNE-30",
]  # fmt: skip
SAFE = [
    "KB-7Q4M", "RA-001", "P-12", "101-0023", "KB-0000", "A12", "12A-34", "E12", "S-0012", "MAR",
    "MARS-1", "DECK-1", "JANE", "TRUE-1", "X1E5", "1E5X", "B-2024-01-02", "RA-ONE", "MAR12345",
    "40-50-60-70", "MAY-A1", "NAN-1",
]  # fmt: skip


@pytest.mark.parametrize("code", NUMBERS)
def test_what_is_read_as_a_number(code: str) -> None:
    assert misreading(code) is Misreading.NUMBER


@pytest.mark.parametrize("code", DATES)
def test_what_is_read_as_a_date(code: str) -> None:
    assert misreading(code) is Misreading.DATE
    assert misreading(f" {code.lower()} ") is Misreading.DATE


@pytest.mark.parametrize(
    ("code", "taken_for"),
    [
        ("TRUE", Misreading.TRUTH),
        ("false", Misreading.TRUTH),
        ("WAHR", Misreading.TRUTH),
        ("NAN", Misreading.MISSING),
        ("N/A", Misreading.MISSING),
        ("12:30", Misreading.TIME),
        ("10PM", Misreading.TIME),
    ],
)
def test_what_is_read_as_something_else(code: str, taken_for: Misreading) -> None:
    assert misreading(code) is taken_for


@pytest.mark.parametrize("code", SAFE)
def test_what_survives(code: str) -> None:
    assert misreading(code) is None


@given(st.from_regex(r"[0-9]{1,15}(E[0-9]{1,3})?", fullmatch=True))
@example("0")
def test_no_text_that_a_program_can_count_with_survives(code: str) -> None:
    assert misreading(code) is Misreading.NUMBER


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%m/%d/%y", "%d-%b", "%b-%y", "%d%b"]))
def test_no_day_survives_however_it_is_written(day: object, shape: str) -> None:
    assert misreading(format(day, shape)) is Misreading.DATE
