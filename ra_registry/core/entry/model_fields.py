"""Columns for what the entry readers return."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.dates import read_partial_date
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.partial_dates import PartialDate

ISO_LENGTH = len("2024-03-31")
# Year, month and day as :class:`PartialDate` writes them; for a database constraint.
ISO_PATTERN = r"^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


if TYPE_CHECKING:
    _TextColumn = models.CharField[Any, PartialDate | None]
else:  # the class takes types only where Django's stubs describe it
    _TextColumn = models.CharField


class PartialDateField(_TextColumn):
    """A date known to the day, the month or the year, stored as ISO text and ordered as text.

    Takes a :class:`PartialDate`, a ``date``, or any text that the date reader takes; gives a
    :class:`PartialDate`. Declare it ``null=True`` where the fact may be unknown.
    """

    description = _("A date known to the day, the month or the year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = ISO_LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, arguments, named = super().deconstruct()
        del named["max_length"]
        return name, path, arguments, named

    def from_db_value(self, value: str | None, *context: Any) -> PartialDate | None:
        return None if value is None else PartialDate.from_iso(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate.of_day(value)
        try:
            return read_partial_date(str(value)) if value else None
        except EntryError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.iso if isinstance(value, PartialDate) else value)

    def get_prep_value(self, value: Any) -> str | None:
        partial = self.to_python(value)
        return None if partial is None else partial.iso

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
