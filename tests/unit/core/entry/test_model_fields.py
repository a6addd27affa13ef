"""A column holds a partial date in one spelling and gives it back as one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.entry.model_fields import ISO_PATTERN, PartialDateField
from ra_registry.core.entry.partial_dates import PartialDate

FIELD = PartialDateField(null=True)


@pytest.mark.parametrize(
    ("given_as", "stored"),
    [
        (None, None),
        (PartialDate(2024), "2024"),
        (PartialDate(2024, 3), "2024-03"),
        (date(2024, 3, 31), "2024-03-31"),
        ("2024-03", "2024-03"),
        ("R6.3.31", "2024-03-31"),
    ],
)
def test_it_stores_iso_text(given_as: object, stored: str | None) -> None:
    assert FIELD.get_prep_value(given_as) == stored
    back = FIELD.from_db_value(stored, None, None)
    assert back == FIELD.to_python(given_as)


@pytest.mark.parametrize("value", ["0021", "24", "2024-02-30", "11/12/2021"])
def test_it_refuses_what_the_reader_refuses(value: str) -> None:
    with pytest.raises(ValidationError, match="Found"):
        FIELD.clean(value, None)


def test_its_migration_names_no_length() -> None:
    _, path, _, named = FIELD.deconstruct()
    assert path == "ra_registry.core.entry.model_fields.PartialDateField"
    assert named == {"null": True}


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 3))
def test_every_date_in_range_fits_the_pattern_of_the_constraint(day: date, known: int) -> None:
    partial = PartialDate(*(day.year, day.month, day.day)[:known])
    assert re.fullmatch(ISO_PATTERN, partial.iso)
    assert FIELD.clean(partial, None) == partial
