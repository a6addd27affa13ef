"""A day is a fact of a place: one module says which day it is, and nobody else may."""

from __future__ import annotations

import re

import pytest

from tests.contracts.test_wiring import python_files
from tests.paths import PROJECT

CLOCK = PROJECT / "ra_registry" / "cohort" / "clock.py"
OTHER_CLOCKS = re.compile(
    r"""(?x)
    \.now\([^()]*\)\s*\.\s*(?:date|astimezone|replace)\b   # a day cut out of a moment
    | \bdate\.today\b | \bdatetime\.today\b | \bdatetime\.now\b
    | \butcnow\b | \blocaldate\b | \blocaltime\b
    | \bCURRENT_DATE\b | \bnow\(\)\s*::\s*date\b
    | \bTruncDate\(\s*Now\b
    """
)


def test_nothing_but_the_clock_says_which_day_it_is() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in python_files()
        if path != CLOCK
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OTHER_CLOCKS.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "day = timezone.now().date()",
        "day = date.today()",
        "day = timezone.localdate()",
        "day = datetime.now(UTC).date()",
        "WHERE taken_on > CURRENT_DATE",
        "latest = timezone.now().date() + timedelta(days=1)",
    ],
)
def test_the_search_finds_every_other_way(line: str) -> None:
    assert OTHER_CLOCKS.search(line)


def test_the_clock_itself_is_where_the_search_looks() -> None:
    assert OTHER_CLOCKS.search(CLOCK.read_text(encoding="utf-8"))


def test_pages_take_no_day_from_the_browser() -> None:
    """The browser's calendar is that of the person's desk, not of the centre."""
    for path in sorted((PROJECT / "static" / "js").rglob("*.js")):
        assert not re.search(r"new Date\(\s*\)|Date\.now\(", path.read_text(encoding="utf-8")), path
