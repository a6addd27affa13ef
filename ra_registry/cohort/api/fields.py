"""Shapes of laboratory values and of dates known to the month or the year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ra_registry.cohort.models.laboratory import stored_value
from ra_registry.core.entry.partial_dates import PartialDate


class PartialDateField(serializers.CharField):
    """``2024``, ``2024-03`` or ``2024-03-31``: as far as the date is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            read_only=True,
            allow_null=True,
            help_text=_("A year, a month or a day: `2024`, `2024-03`, `2024-03-31`."),
            **kwargs,
        )

    def to_representation(self, value: PartialDate) -> str:
        return value.iso


class SignField(serializers.CharField):
    """``<`` or ``>`` where the number beside it is a limit, else empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            read_only=True,
            help_text=_("`<` or `>` where the number is a limit; empty where it was measured."),
            **kwargs,
        )


class PrintedField(serializers.CharField):
    """A laboratory value as it was printed: ``<0.3``; null where none is recorded."""

    def __init__(self, number: str, **kwargs: Any) -> None:
        self.number = number
        super().__init__(
            source="*",
            read_only=True,
            allow_null=True,
            help_text=_("The value as the laboratory printed it."),
            **kwargs,
        )

    def to_representation(self, record: Any) -> Any:
        value = stored_value(record, self.number)
        return None if value is None else value.printed
