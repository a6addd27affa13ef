"""Text inputs for numbers and dates: nothing that a wheel or an arrow key could change.

``static/js/entry.js`` asks the server what it understood of such a field as soon as it is left.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ra_registry.core.entry.numbers import CensoredNumber, number_text
from ra_registry.core.entry.partial_dates import PartialDate


class EntryInput(forms.TextInput):
    """A text input. ``data-entry`` holds what the server needs to read the field as its form does.

    A value that stands in the form as it was typed is marked, so that it is shown at once how it
    was understood.
    """

    def format_value(self, value: Any) -> str | None:
        return entry_text(value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, str) and value:
            context["widget"]["attrs"]["data-entry-typed"] = True
        return context


def entry_text(value: Any) -> str | None:
    """Return a value as a person would type it, and as the readers read it back."""
    if value is None or value == "":
        return None
    if isinstance(value, CensoredNumber):
        return value.printed
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(Decimal(repr(value))).removesuffix(".0")
    return number_text(value) if isinstance(value, Decimal) else str(value)
