"""Values as a caller hands them over, turned into what a record holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ra_registry.cohort.models.laboratory import is_laboratory, put_value
from ra_registry.core.entry.model_fields import PartialDateField
from ra_registry.core.entry.numbers import CensoredNumber, number_text
from ra_registry.core.errors import ValidationFailed

Record = TypeVar("Record", bound=models.Model)


def filled(record: Record, **values: Any) -> Record:
    """Put values into a new record, as a service takes them.

    Raises:
        ValidationFailed: see ``as_stored``.
    """
    for name, value in values.items():
        put_value(record, name, as_stored(record, name, value))
    return record


def as_stored(record: models.Model, name: str, value: Any) -> Any:
    """Return a value as the record will give it back.

    A date that may be partial becomes one; a laboratory value given as a mere number becomes a
    measured one whose printed text is that number.

    Raises:
        ValidationFailed: no date, or decimals that the column of a laboratory value doesn't keep.
    """
    column = record._meta.get_field(name)
    if isinstance(column, PartialDateField):
        try:
            return column.to_python(value)
        except ValidationError as error:
            raise _problem(name, error.messages[0]) from error
    if value is None or not is_laboratory(record, name):
        return value
    if not isinstance(value, CensoredNumber):
        number = Decimal(value)
        value = CensoredNumber(number_text(number.normalize()), number)
    if isinstance(column, models.IntegerField) and value.number % 1:
        raise _problem(
            name, _("Found %(found)s, expected a whole number.") % {"found": value.printed}
        )
    return value


def _problem(field: str, message: str) -> ValidationFailed:
    return ValidationFailed(f"{field}: {message}", field_errors={field: [message]})
