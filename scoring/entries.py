"""Between stored rows and the instruments: half units and reasons as exact entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from scoring.instruments import (
    HALF_STEP,
    WHOLE_STEP,
    Entry,
    Score,
    UnscorableReason,
    from_half_units,
    scored_sites,
)
from scoring.models import Campaign, Reading, SiteScore

# True position of a time point -> item code -> entry.
EntriesByPosition = dict[int, dict[str, Entry]]


def entry_of(half_units: int | None, reason: str | None) -> Entry:
    """Return the entry of a stored row."""
    if half_units is not None:
        return Entry(value=from_half_units(half_units))
    return Entry(reason=UnscorableReason(reason or ""))


def to_half_units(entry: Entry) -> int | None:
    """Return what is stored for a checked entry: its score in half units, None for a reason."""
    return None if entry.value is None else int(entry.value * 2)


def step_of(campaign: Campaign) -> Decimal:
    """Return the campaign's step as the instruments want it."""
    return HALF_STEP if campaign.step_half_units == 1 else WHOLE_STEP


def entries_of(reading: Reading | int) -> EntriesByPosition:
    """Return all entries of a reading, or of the one with this key, by true position. One query."""
    rows = SiteScore.objects.filter(reading=reading).values_list(
        "time_point__position", "item__code", "half_units", "reason"
    )
    entries: EntriesByPosition = {}
    for position, code, half_units, reason in rows:
        entries.setdefault(position, {})[code] = entry_of(half_units, reason)
    return entries


def entries_of_each(readings: Iterable[Reading]) -> dict[int, EntriesByPosition]:
    """Return the entries of several readings by the reading's key. One query."""
    entries: dict[int, EntriesByPosition] = {reading.pk: {} for reading in readings}
    rows = SiteScore.objects.filter(reading__in=entries).values_list(
        "reading", "time_point__position", "item__code", "half_units", "reason"
    )
    for reading, position, code, half_units, reason in rows:
        entries[reading].setdefault(position, {})[code] = entry_of(half_units, reason)
    return entries


def scores_of(entries: Mapping[str, Entry] | None) -> dict[str, Score]:
    """Return the scored sites of one time point; none for a time point without entries."""
    return scored_sites(entries or {})
