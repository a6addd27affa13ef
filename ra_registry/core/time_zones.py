"""Names of time zones, as in the IANA data base."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Copies of the data base under other rules for leap seconds; they name no further place.
NO_PLACES = ("posix/", "right/", "SystemV/")
LONGEST = 64


@cache
def zone_names() -> tuple[str, ...]:
    """Return every zone that may be chosen, UTC first, the rest by name."""
    names = {name for name in available_timezones() if not name.startswith(NO_PLACES)}
    return ("UTC", *sorted(name for name in names - {"UTC"} if "/" in name))


def check_zone(name: str) -> None:
    """Refuse a name that no place has; capitals count, as on every system's files.

    Raises:
        ValidationError: no such zone.
    """
    if name not in zone_names():
        raise ValidationError(
            _("Found %(name)s, expected the name of a time zone such as Asia/Tokyo or UTC."),
            params={"name": name},
            code="time_zone",
        )
