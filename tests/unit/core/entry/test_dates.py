"""A typed date is read as it was meant, or refused with what it may have meant."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.entry.dates import read_day, read_partial_date
from ra_registry.core.entry.eras import ERAS
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.partial_dates import (
    PartialDate,
    certainly_before,
    possibly_before,
)

FULL_WIDTH = str.maketrans("0123456789.-/RHST", "０１２３４５６７８９．－／ＲＨＳＴ")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2021-11-28", "2021-11-28"),
        ("2021/11/28", "2021-11-28"),
        ("2021/1/5", "2021-01-05"),
        ("2021.11.28", "2021-11-28"),
        ("２０２１／１１／２８", "2021-11-28"),
        ("2021−11−28", "2021-11-28"),
        ("20211128", "2021-11-28"),
        ("\u30002021-11-28\u00a0", "2021-11-28"),
        ("2021-11-28 00:00:00", "2021-11-28"),
        ("2021-11-28T00:00", "2021-11-28"),
        ("2021/11/28 0:00", "2021-11-28"),
        ("2021年11月28日", "2021-11-28"),
        ("2021年 1月 5日", "2021-01-05"),
        ("令和3年11月28日", "2021-11-28"),
        ("令和３年１１月２８日", "2021-11-28"),
        ("令和元年5月1日", "2019-05-01"),
        ("㋿3年11月28日", "2021-11-28"),
        ("R3.11.28", "2021-11-28"),
        ("R3/11/28", "2021-11-28"),
        ("r3-11-28", "2021-11-28"),
        ("Ｒ３．１１．２８", "2021-11-28"),
        ("H30.4.1", "2018-04-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("㍻元年1月8日", "1989-01-08"),
        ("S64.1.7", "1989-01-07"),
        ("昭和元年12月25日", "1926-12-25"),
        ("T15.12.24", "1926-12-24"),
        ("大正1年7月30日", "1912-07-30"),
        ("1900-01-01", "1900-01-01"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_is_read_with_the_year_first_or_its_era(typed: str, day: str) -> None:
    assert read_day(typed) == date.fromisoformat(day)
    assert read_partial_date(typed).iso == day


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("11/12/2021", ("2021-12-11", "2021-11-12")),
        ("31.3.2024", ("2024-03-31",)),
        ("12-31-2024", ("2024-12-31",)),
        ("3 4 2024", ("2024-04-03", "2024-03-04")),
        ("11/11/2021", ("2021-11-11",)),
        ("95/3/14", ("2095-03-14", "1995-03-14")),
        ("21-11-28", ("2021-11-28", "1921-11-28", "2028-11-21")),
        ("21年11月28日", ("2021-11-28", "1921-11-28")),
    ],
)
def test_two_readings_of_a_day_are_named(typed: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(EntryError, match="the year first, in four digits") as refused:
        read_day(typed)
    for reading in refused.value.readings:
        assert reading in str(refused.value)
        assert read_day(reading).isoformat() == reading
    assert refused.value.readings == readings


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0021-11-28", "a year from 1900 to 2999"),
        ("0026-03-31", "a year from 1900 to 2999"),
        ("1899-12-31", "a year from 1900 to 2999"),
        ("3000-01-01", "a year from 1900 to 2999"),
        ("18991231", "a year from 1900 to 2999"),
        ("明治45年1月1日", "a Western year from 1900 on"),
        ("M33.1.1", "a Western year from 1900 on"),
        ("2023-02-29", "a day from 1 to 28 in that month"),
        ("2024-04-31", "a day from 1 to 30 in that month"),
        ("2024-13-01", "a month from 1 to 12"),
        ("2024-00-10", "a month from 1 to 12"),
        ("2024-01-00", "a day from 1 to 31"),
        ("平成32年1月1日", "a date of Heisei, which ran from 1989-01-08 to 2019-04-30"),
        ("H31.5.1", "a date of Heisei"),
        ("令和元年4月30日", "a date of Reiwa, which began on 2019-05-01"),
        ("S64.1.8", "a date of Shōwa"),
        ("昭和元年12月24日", "a date of Shōwa"),
        ("R0.5.1", "a date of Reiwa"),
        ("2021-11-28 13:30:00", "a day without a time"),
        ("2021-11-28T00:00:00Z", "a day without a time"),
        ("2024-03", "a whole day"),
        ("2024", "a whole day"),
        ("令和6年", "a whole day"),
        ("Mar 2024", "a whole day"),
    ],
)
def test_an_impossible_day_is_refused_with_the_reason(typed: str, expected: str) -> None:
    with pytest.raises(EntryError, match=expected):
        read_day(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "2021-W47-7",
        "2021W477",
        "2021-332",
        "2021332",
        "44528",
        "44528.0",
        "2021-11/28",
        "2021-11-28x",
        "2021--11-28",
        "-2021-11-28",
        "+2021-11-28",
        "12021-11-28",
        "2021-1１-2²",
        "٢٠٢١-١١-٢٨",
        "2021-11-28\x00",
        "Q3.11.28",
        "yesterday",
        "Max 2024",
        "9" * 5000,
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    for reader in (read_day, read_partial_date):
        with pytest.raises(EntryError, match="Found ") as refused:
            reader(typed)
        assert len(str(refused.value)) < 150


@pytest.mark.parametrize(
    ("typed", "iso", "shown"),
    [
        ("2024", "2024", "2024"),
        ("２０２４年", "2024", "2024"),
        ("令和6年", "2024", "2024"),
        ("令和元年", "2019", "2019"),
        ("平成31年", "2019", "2019"),
        ("R6", "2024", "2024"),
        ("2024-03", "2024-03", "Mar 2024"),
        ("2024/3", "2024-03", "Mar 2024"),
        ("2024.3", "2024-03", "Mar 2024"),
        ("2024年3月", "2024-03", "Mar 2024"),
        ("令和6年3月", "2024-03", "Mar 2024"),
        ("R6.3", "2024-03", "Mar 2024"),
        ("Mar 2024", "2024-03", "Mar 2024"),
        ("march 2024", "2024-03", "Mar 2024"),
        ("2024-03-31", "2024-03-31", "2024-03-31"),
    ],
)
def test_a_fact_may_be_known_to_the_month_or_the_year(typed: str, iso: str, shown: str) -> None:
    partial = read_partial_date(typed)
    assert (partial.iso, str(partial)) == (iso, shown)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("24", ("2024", "1924")),
        ("24年", ("2024", "1924")),
        ("24-03", ("2024-03", "1924-03")),
        ("3/2024", ("2024-03",)),
    ],
)
def test_two_readings_of_a_month_or_a_year_are_named(typed: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(EntryError) as refused:
        read_partial_date(typed)
    assert refused.value.readings == readings


@pytest.mark.parametrize(
    "typed", ["1899", "0021", "2101", "平成32年", "平成31年5月", "明治33年", "2024-13"]
)
def test_an_impossible_month_or_year_is_refused(typed: str) -> None:
    with pytest.raises(EntryError):
        read_partial_date(typed)


@pytest.mark.parametrize(
    ("iso", "earliest", "midpoint", "latest"),
    [
        ("2024", "2024-01-01", "2024-07-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-15", "2024-02-29"),
        ("2024-03-31", "2024-03-31", "2024-03-31", "2024-03-31"),
    ],
)
def test_a_partial_date_spans_its_days(iso: str, earliest: str, midpoint: str, latest: str) -> None:
    partial = PartialDate.from_iso(iso)
    days = (partial.earliest, partial.midpoint, partial.latest)
    assert [day.isoformat() for day in days] == [earliest, midpoint, latest]


@pytest.mark.parametrize(
    "text", ["", "24", "2024-3", "2024-13", "2024-02-30", "2024/03", "20240331"]
)
def test_a_stored_date_has_one_spelling(text: str) -> None:
    with pytest.raises(EntryError):
        PartialDate.from_iso(text)


def test_a_day_without_a_month_is_no_date() -> None:
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(2024, None, 3)


@pytest.mark.parametrize(
    ("first", "second", "certainly", "possibly"),
    [
        ("2023", "2024", True, True),
        ("2024", "2024-03", False, True),
        ("2024-03", "2024", False, True),
        ("2024", "2024", False, True),
        ("2024-03-31", "2024-03-31", False, False),
        ("2024-03-31", "2024-04", True, True),
        ("2024", "2023-12-31", False, False),
        ("2024", "2024-01-01", False, False),
    ],
)
def test_one_date_is_before_another_certainly_possibly_or_not(
    first: str, second: str, certainly: bool, possibly: bool
) -> None:
    dates = PartialDate.from_iso(first), PartialDate.from_iso(second)
    assert certainly_before(*dates) is certainly
    assert possibly_before(*dates) is possibly


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        [
            "{0:%Y-%m-%d}",
            "{0.year}/{0.month}/{0.day}",
            "{0:%Y%m%d}",
            "{0.year}年{0.month}月{0.day}日",
            "{0.year}.{0.month}.{0.day}",
        ]
    ),
    st.booleans(),
)
def test_however_a_day_is_typed_it_is_that_day(day: date, shape: str, wide: bool) -> None:
    typed = shape.format(day)
    assert read_day(typed.translate(FULL_WIDTH) if wide else typed) == day


@given(DAYS.filter(lambda day: day >= date(1912, 7, 30)), st.booleans(), st.booleans())
def test_every_day_has_one_era(day: date, named: bool, wide: bool) -> None:
    (era,) = [era for era in ERAS if era.first <= day <= era.last]
    year = day.year - era.first.year + 1
    typed = (
        f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
        if named
        else f"{era.letter}{year}.{day.month}.{day.day}"
    )
    assert read_day(typed.translate(FULL_WIDTH) if wide else typed) == day
    for other in ERAS:
        wrong = day.year - other.first.year + 1
        if other is not era and 1 <= wrong <= 99:
            with pytest.raises(EntryError):
                read_day(f"{other.letter}{wrong}.{day.month}.{day.day}")


@given(DAYS, st.integers(1, 3))
def test_what_a_partial_date_shows_is_read_back(day: date, known: int) -> None:
    partial = PartialDate(*(day.year, day.month, day.day)[:known])
    assert read_partial_date(str(partial)) == partial
    assert read_partial_date(partial.iso) == partial == PartialDate.from_iso(partial.iso)
    assert partial.earliest <= partial.midpoint <= partial.latest
    assert partial.earliest <= day <= partial.latest


@given(st.text(max_size=60) | st.text(alphabet="0123456789-/.年月日令和元RHSM :TW", max_size=16))
def test_any_text_is_a_date_or_an_entry_error(text: str) -> None:
    for reader in (read_day, read_partial_date):
        with suppress(EntryError):
            assert reader(text)
