"""Facts of a patient's record as pages show them."""

from __future__ import annotations

from django import template
from django.utils.formats import date_format

from ra_registry.core.entry.partial_dates import PartialDate

register = template.Library()


@register.filter
def partial_date(value: PartialDate | None) -> str:
    """Return a date as far as it is known: ``31 Mar 2024``, ``Mar 2024`` or ``2024``."""
    if value is None:
        return ""
    return str(value) if value.day is None else date_format(value.earliest, "j M Y")
