"""Fields of numbers and dates: text inputs that say what they understood, and store just that."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.entry.fields import (
    CensoredField,
    DayField,
    EntryField,
    NumberField,
    PartialDateField,
    WholeNumberField,
)
from ra_registry.core.entry.lists import NumberListField
from ra_registry.core.entry.numbers import CensoredNumber
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.entry.views import field_for

WHOLE = WholeNumberField(low=0, high=28)
AMOUNT = NumberField(low=0, high=9999, places=3)
FIELDS: dict[str, EntryField] = {
    "whole": WholeNumberField(low=-400, high=400),
    "amount": NumberField(low=0, high=9999, places=3),
    "steps": NumberField(low=0, high=3, step=Decimal("0.125")),
    "any number": NumberField(),
    "float": NumberField(low=0, gives=float),
    "censored": CensoredField(high=99999, places=2),
    "day": DayField(),
    "partial": PartialDateField(),
    "numbers": NumberListField(low=0, high=1, gives=float),
}


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (WHOLE, "12", 12),
        (WHOLE, " １２ ", 12),
        (WHOLE, "12.0", 12),
        (WHOLE, "", None),
        (WHOLE, "\u3000", None),
        (AMOUNT, "7,43", Decimal("7.43")),
        (AMOUNT, "7.43000", Decimal("7.43")),
        (FIELDS["steps"], "1.125", Decimal("1.125")),
        (FIELDS["float"], "7,6", 7.6),
        (FIELDS["censored"], "< 0,3", CensoredNumber("< 0,3", Decimal("0.3"), "<")),
        (FIELDS["day"], "R3.11.28", date(2021, 11, 28)),
        (FIELDS["partial"], "令和6年3月", PartialDate(2024, 3)),
        (FIELDS["numbers"], "0,95; 0.8", [0.95, 0.8]),
        (FIELDS["numbers"], "0.95, 0.80", [0.95, 0.8]),
        (FIELDS["numbers"], "", []),
    ],
)
def test_a_field_stores_what_was_meant(field: EntryField, typed: str, stored: object) -> None:
    field.required = False
    assert field.clean(typed) == stored


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        (WHOLE, "29", "Found 29, expected a whole number from 0 to 28."),
        (WHOLE, "-1", "Found -1, expected a whole number from 0 to 28."),
        (WHOLE, "3.5", "Found 3.5, expected a whole number from 0 to 28."),
        (WHOLE, "many", "Found many, expected a whole number from 0 to 28."),
        (AMOUNT, "1.2345", "expected a number from 0 to 9999 with at most 3 decimals."),
        (AMOUNT, "<0.5", "Found <0.5, expected a number from 0 to 9999"),
        (AMOUNT, "1,234", "expected one decimal mark and no thousands mark: 1.234 or 1234."),
        (FIELDS["steps"], "1.2", "expected a number from 0 to 3 in steps of 0.125."),
        (FIELDS["any number"], "1e5", "expected a number such as 7.43 or 7,43."),
        (NumberField(low=1), "0.5", "expected a number of at least 1."),
        (WholeNumberField(), "0.5", "expected a whole number."),
        (WholeNumberField(low=1), "0", "expected a whole number of at least 1."),
        (FIELDS["censored"], "many", "or a limit such as <0.3 or >340."),
        (FIELDS["censored"], "≤0.3", "may be the limit itself."),
        (FIELDS["day"], "31.3.2024", "Found 31.3.2024, expected the year first, in four digits"),
        (FIELDS["day"], "soon", "Found soon, expected a day such as 2024-03-31"),
        (FIELDS["day"], "0021-11-28", "expected a year from 1900 to 2999."),
        (FIELDS["partial"], "soon", "expected a date such as 2024-03-31, 2024-03 or 2024."),
        (FIELDS["numbers"], "0.5; 1.5", "Found 1.5, expected numbers separated by semicolons"),
        (FIELDS["numbers"], "0.5,0.8", "expected one decimal mark"),
    ],
)
def test_a_refusal_says_what_was_found_and_expected(
    field: EntryField, typed: str, complaint: str
) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert complaint in refused.value.messages[0]


@pytest.mark.parametrize(
    ("field", "keyboard"),
    [
        (WHOLE, "numeric"),
        (AMOUNT, "decimal"),
        (NumberField(), "text"),
        (FIELDS["whole"], "text"),
        (FIELDS["censored"], "text"),
        (FIELDS["day"], "text"),
    ],
)
def test_every_input_is_a_text_field_with_a_keyboard(field: EntryField, keyboard: str) -> None:
    class Form(forms.Form):
        entry = field

    html = str(Form()["entry"])
    assert 'type="text"' in html
    assert f'inputmode="{keyboard}"' in html
    assert "data-entry=" in html


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (AMOUNT, Decimal("1E+2"), "100"),
        (AMOUNT, Decimal("0.0000001"), "0.0000001"),
        (FIELDS["float"], 4.0, "4"),
        (FIELDS["float"], 1e-7, "0.0000001"),
        (WHOLE, 0, "0"),
        (FIELDS["day"], date(2024, 3, 31), "2024-03-31"),
        (FIELDS["partial"], PartialDate(2024, 3), "2024-03"),
        (FIELDS["censored"], CensoredNumber("<0,3", Decimal("0.3"), "<"), "&lt;0,3"),
        (FIELDS["numbers"], [0.95, 0.8], "0.95; 0.8"),
    ],
)
def test_a_stored_value_stands_in_the_field_as_it_would_be_typed(
    field: EntryField, value: object, shown: str
) -> None:
    class Form(forms.Form):
        entry = field

    assert f'value="{shown}"' in str(Form(initial={"entry": value})["entry"])


def test_what_was_typed_stays_and_is_asked_about_again() -> None:
    class Form(forms.Form):
        entry = AMOUNT

    html = str(Form({"entry": "7,43"})["entry"])
    assert 'value="7,43"' in html
    assert "data-entry-typed" in html


def _asked(field: EntryField) -> EntryField:
    question: dict[str, Any] = json.loads(field.widget.attrs["data-entry"])
    return field_for(question)


def _outcome(field: EntryField, text: str) -> object:
    field.required = False
    try:
        return field.clean(text)
    except forms.ValidationError as refused:
        return refused.messages


TYPED = st.text(alphabet="0123456789.,-+<>;/ 年月日令和RHe－，．１２", max_size=12) | st.from_regex(
    r"[<>]?-?\d{1,4}([.,]\d{1,4})?|(19|20)\d\d[-/.]\d{1,2}([-/.]\d{1,2})?", fullmatch=True
)


@pytest.mark.parametrize("kind", FIELDS)
@given(typed=TYPED)
def test_what_is_shown_as_understood_is_what_is_stored(kind: str, typed: str) -> None:
    field = FIELDS[kind]
    outcome = _outcome(field, typed)
    assert _outcome(_asked(field), typed) == outcome
    if outcome in (None, []) or (isinstance(outcome, list) and isinstance(outcome[0], str)):
        return
    again = _outcome(field, field.understood(outcome))
    if isinstance(outcome, CensoredNumber):
        assert isinstance(again, CensoredNumber)
        assert (again.sign, again.number) == (outcome.sign, outcome.number)
    else:
        assert again == outcome
