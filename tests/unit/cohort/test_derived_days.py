"""The day that stands for a date known to the month or the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.derived_days import day_of
from ra_registry.core.entry.partial_dates import PartialDate

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A date known to the year, the month or the day."""
    day = draw(days)
    parts = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:parts])


@pytest.mark.parametrize(
    ("text", "limits", "expected"),
    [
        ("2024", {}, date(2024, 7, 1)),
        ("2024-02", {}, date(2024, 2, 15)),
        ("2024-02-03", {}, date(2024, 2, 3)),
        ("2024", {"not_after": date(2024, 3, 1)}, date(2024, 1, 31)),
        ("2024", {"not_after": date(2024, 12, 1)}, date(2024, 7, 1)),
        ("2024-02", {"not_before": date(2024, 2, 20)}, date(2024, 2, 24)),
        ("2024", {"not_after": date(2023, 1, 1)}, date(2024, 7, 1)),
    ],
)
def test_the_declared_day(text, limits, expected):
    assert day_of(PartialDate.from_iso(text), **limits) == expected


@given(partial_dates(), st.integers(0, 400), st.integers(0, 400))
def test_it_is_a_day_that_the_facts_allow(known, before, after):
    not_before = known.earliest - timedelta(days=before)
    not_after = known.latest + timedelta(days=after) - timedelta(days=200)
    day = day_of(known, not_before=not_before, not_after=not_after)
    assert known.earliest <= day <= known.latest
    if not_after >= known.earliest:
        assert not_before <= day <= not_after


@given(days, days)
def test_a_full_day_is_always_itself(day, other):
    assert day_of(PartialDate.of_day(day), not_before=other, not_after=other) == day
