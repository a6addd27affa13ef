"""A typed number is read as it was meant, or refused with what it may have meant."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.numbers import number_text, read_censored, read_number

FULL_WIDTH = str.maketrans("0123456789.,-+<>", "０１２３４５６７８９．，－＋＜＞")
MINUS = "-‐‑‒–—−－ー"
BLANKS = ("", " ", "\u00a0", "\u3000", "\u2009", "\t", "\ufeff", " \u202f ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7.43", "7.43"),
        ("7,43", "7.43"),
        ("７，４３", "7.43"),
        ("７．４３", "7.43"),
        ("7.430", "7.430"),
        ("+7.43", "7.43"),
        ("＋7", "7"),
        ("−0.5", "-0.5"),
        ("–0,5", "-0.5"),
        ("-0", "0"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("007", "7"),
        ("1.234", "1.234"),
        ("0,123", "0.123"),
        ("012,345", "12.345"),
        ("1,23", "1.23"),
        ("1,2345", "1.2345"),
        ("1234,567", "1234.567"),
        ("\u00a07,4\u3000", "7.4"),
    ],
)
def test_a_number_is_read_with_the_decimals_it_shows(typed: str, meant: str) -> None:
    assert str(read_number(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("1,234", "1.234", "1234"),
        ("-1,234", "-1.234", "-1234"),
        ("１，２３４", "1.234", "1234"),
        ("340,000", "340.000", "340000"),
        ("1,234.5", "1.2345", "1234.5"),
        ("1.234,5", "1.2345", "1234.5"),
        ("1.234.567", "1.234567", "1234567"),
        ("1,234,567", "1.234567", "1234567"),
    ],
)
def test_a_thousands_mark_is_refused_with_both_readings(
    typed: str, first: str, second: str
) -> None:
    with pytest.raises(EntryError) as refused:
        read_number(typed)
    assert refused.value.readings == (first, second)
    assert first in str(refused.value)
    assert second in str(refused.value)
    assert [str(read_number(reading)) for reading in (first, second)] == [first, second]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "7.",
        "7,",
        ".",
        "-",
        "--7",
        "- 7",
        "1 234",
        "1\u202f234",
        "1'234",
        "1_000",
        "1e5",
        "1E-3",
        "inf",
        "-Infinity",
        "nan",
        "sNaN",
        "0x10",
        "٧٫٤",
        "७",
        "7²",
        "½",
        "①",
        "七",
        "7.4 mg/L",
        "7.4%",
        "3+",
        "many",
        "7\x00",
        "7\n4",
        "9" * 41,
        "1" * 5000,
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    for reader in (read_number, read_censored):
        with pytest.raises(EntryError, match="Found ") as refused:
            reader(typed)
        assert len(str(refused.value)) < 150


@pytest.mark.parametrize(
    ("typed", "sign", "number"),
    [
        ("<0.3", "<", "0.3"),
        ("< 0,3", "<", "0.3"),
        (" <0.3 ", "<", "0.3"),
        ("＜０．３", "<", "0.3"),
        (">340", ">", "340"),
        ("＞\u3000３４０", ">", "340"),
        ("7,43", "", "7.43"),
        ("-7", "", "-7"),
    ],
)
def test_a_limit_keeps_its_sign_and_how_it_was_printed(typed: str, sign: str, number: str) -> None:
    value = read_censored(typed)
    assert (value.sign, value.number) == (sign, Decimal(number))
    assert value.printed == typed.strip()
    assert read_censored(value.printed) == value
    assert str(value) == sign + number


@pytest.mark.parametrize(
    "typed", ["≤0.3", "≥340", "<=0.3", "< =0.3", "=<0.3", ">=340", "＜＝0.3", "≦0.3"]
)
def test_at_most_is_not_below(typed: str) -> None:
    with pytest.raises(EntryError, match="may be the limit itself"):
        read_censored(typed)


@pytest.mark.parametrize("typed", ["<-1", "<0", ">-1", "> 0", "<−1"])
def test_a_limit_is_above_zero(typed: str) -> None:
    with pytest.raises(EntryError, match=r"a limit above 0 after [<>]"):
        read_censored(typed)


@pytest.mark.parametrize("typed", ["<", "<<3", "<>3", "3<", "<1_0", "<many", "< 1 0", "<1e3"])
def test_what_is_no_limit_is_refused(typed: str) -> None:
    with pytest.raises(EntryError):
        read_censored(typed)


def test_a_limit_with_a_thousands_mark_is_refused_with_both_readings() -> None:
    with pytest.raises(EntryError) as refused:
        read_censored("<1,234")
    assert refused.value.readings == ("<1.234", "<1234")


def test_a_plain_number_takes_no_limit() -> None:
    with pytest.raises(EntryError, match="without < or >"):
        read_number("<0.3")


NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=None, min_value=-(10**12)
).filter(lambda number: len(number_text(number)) < 30)


@given(
    number=NUMBERS,
    comma=st.booleans(),
    wide=st.booleans(),
    minus=st.sampled_from(MINUS),
    blanks=st.tuples(st.sampled_from(BLANKS), st.sampled_from(BLANKS)),
)
def test_however_a_number_is_typed_it_is_that_number(
    number: Decimal, comma: bool, wide: bool, minus: str, blanks: tuple[str, str]
) -> None:
    digits = number_text(number)
    typed = digits.replace(".", ",") if comma else digits
    typed = typed.replace("-", minus)
    if wide:
        typed = typed.translate(FULL_WIDTH)
    try:
        understood = [read_number(typed.join(blanks))]
    except EntryError as refused:
        understood = [read_number(reading) for reading in refused.readings]
    assert number in understood
    assert len(understood) == (
        2 if re.fullmatch(r"-?[1-9]\d{0,2}[.]\d{3}", digits) and comma else 1
    )


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_an_entry_error(text: str) -> None:
    for reader in (read_number, read_censored):
        with suppress(EntryError):
            value = reader(text)
            assert str(reader(str(value))) == str(value)


@given(st.text(alphabet="0123456789.,-+<>=e_ ", max_size=12))
def test_what_looks_like_a_number_has_at_most_one_mark(text: str) -> None:
    try:
        read_censored(text)
    except EntryError:
        return
    assert sum(mark in ".," for mark in text) <= 1
    assert "e" not in text
    assert "_" not in text
