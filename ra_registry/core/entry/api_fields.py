"""Numbers and dates of the API: JSON numbers pass, texts are read as the forms read them.

Booleans are refused: to Python ``True`` is 1, to a clinician it is no measurement. What is sent
back is a JSON number, and a day as ISO text.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ra_registry.core.entry.characters import LONGEST
from ra_registry.core.entry.dates import A_DATE, A_DAY, read_day, read_partial_date
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.numbers import (
    A_LIMIT_OR_NUMBER,
    A_NUMBER,
    CensoredNumber,
    read_censored,
    read_number,
)
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.entry.wording import sentence


def _refused(error: EntryError) -> serializers.ValidationError:
    return serializers.ValidationError(sentence(error), code="invalid")


def _exact(data: Any, *, expected: str = A_NUMBER) -> Decimal:
    """Return a JSON number or a text as the number that it shows."""
    if isinstance(data, str):
        return read_number(data)
    usable = isinstance(data, int | float | Decimal) and not isinstance(data, bool)
    if not usable or not math.isfinite(data):
        raise EntryError(found=str(data), expected=expected)
    return Decimal(str(data))


def _text(data: Any, *, expected: str) -> str:
    if not isinstance(data, str):
        raise EntryError(found=str(data), expected=expected)
    return data


class NumberField(serializers.FloatField):
    """A number."""

    def to_internal_value(self, data: Any) -> float:
        try:
            return float(_exact(data))
        except EntryError as error:
            raise _refused(error) from error


class WholeNumberField(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        try:
            exact = _exact(data)
        except EntryError as error:
            raise _refused(error) from error
        if exact.adjusted() > LONGEST or exact != exact.to_integral_value():
            self.fail("invalid")
        return int(exact)


class DayField(serializers.DateField):
    """A calendar day: ISO text, or another form that the date reader takes."""

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return read_day(_text(value, expected=A_DAY))
        except EntryError as error:
            raise _refused(error) from error


@extend_schema_field(OpenApiTypes.STR)
class PartialDateField(serializers.Field):
    """A day, a month or a year, as text: ``2024-03-31``, ``2024-03`` or ``2024``."""

    def to_internal_value(self, data: Any) -> PartialDate:
        if isinstance(data, int) and not isinstance(data, bool):
            data = str(data)  # a year
        try:
            return read_partial_date(_text(data, expected=A_DATE))
        except EntryError as error:
            raise _refused(error) from error

    def to_representation(self, value: PartialDate) -> str:
        return value.iso


@extend_schema_field(
    {
        "oneOf": [{"type": "number"}, {"type": "string"}],
        "description": "The number, or the limit as text: `<0.3`, `>340`.",
    }
)
class CensoredField(serializers.Field):
    """A laboratory value: a number, or as text a limit after ``<`` or ``>``."""

    def to_internal_value(self, data: Any) -> CensoredNumber:
        try:
            if isinstance(data, str):
                return read_censored(data)
            number = _exact(data, expected=A_LIMIT_OR_NUMBER)
        except EntryError as error:
            raise _refused(error) from error
        return CensoredNumber(printed=str(data), number=number)

    def to_representation(self, value: CensoredNumber) -> float | str:
        return str(value) if value.sign else float(value.number)
