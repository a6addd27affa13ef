"""Shapes of laboratory values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ra_registry.cohort.models.laboratory import stored_value


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
