"""When a planned visit is due: the borders of its window belong to it."""

from __future__ import annotations

from datetime import date

import pytest

from ra_registry.cohort.models import PlannedVisit, Visit
from ra_registry.cohort.schedule import VisitState, state, window

ENROLLED = date(2024, 3, 11)
YEAR_ONE = PlannedVisit(code="m12", name="One year", day=365, days_before=30, days_after=20)


def test_a_window_counts_from_enrolment() -> None:
    of = window(YEAR_ONE, ENROLLED)
    assert (of.opens, of.planned, of.closes) == (
        date(2025, 2, 9),
        date(2025, 3, 11),
        date(2025, 3, 31),
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 2, 8), -1),
        (date(2025, 2, 9), 0),
        (date(2025, 3, 31), 0),
        (date(2025, 4, 1), 1),
        (date(2025, 5, 1), 31),
    ],
)
def test_days_outside_count_from_the_nearer_border(day: date, expected: int) -> None:
    assert window(YEAR_ONE, ENROLLED).days_outside(day) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 2, 8), VisitState.WAITING),
        (date(2025, 2, 9), VisitState.DUE),
        (date(2025, 3, 31), VisitState.DUE),
        (date(2025, 4, 1), VisitState.OVERDUE),
    ],
)
def test_an_open_visit_stands_by_todays_place_in_its_window(
    today: date, expected: VisitState
) -> None:
    assert state(window(YEAR_ONE, ENROLLED), None, today=today) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 31), VisitState.DONE),
        (date(2025, 4, 1), VisitState.OUT_OF_WINDOW),
        (date(2025, 2, 8), VisitState.OUT_OF_WINDOW),
    ],
)
def test_a_recorded_visit_is_done_whatever_the_day(day: date, expected: VisitState) -> None:
    visit = Visit(took_place_on=day)
    assert state(window(YEAR_ONE, ENROLLED), visit, today=date(2030, 1, 1)) == expected
