"""The instruments as rows: ranges that the database checks scores against, and definitions."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from ra_registry.core.errors import DomainError
from scoring.instruments import Instrument, all_instruments, from_plain, to_plain
from scoring.models import InstrumentItem, InstrumentRow

_kept: dict[str, Instrument] = {}


class InstrumentChangedError(DomainError):
    """An instrument's file differs from what the database holds under the same key."""


def store_instruments() -> None:
    """Bring the rows in line with the files: add new instruments, withdraw those without a file.

    Raises:
        InstrumentChangedError: an item's range or place was changed in code, or an item is gone
            from an instrument that is still there. Scores may already rest on it, so a change
            needs a new instrument key.
    """
    instruments = all_instruments()
    _add_missing_items(instruments)
    rows = {row.key: row for row in InstrumentRow.objects.all()}
    for instrument in instruments:
        row = rows.pop(instrument.key, None)
        wanted = to_plain(instrument)
        if row is None:
            InstrumentRow.objects.create(key=instrument.key, definition=wanted)
        elif row.definition != wanted or row.withdrawn_at is not None:
            row.definition, row.withdrawn_at = wanted, None
            row.save(update_fields=["definition", "withdrawn_at"])
    _kept.clear()
    InstrumentRow.objects.filter(key__in=rows, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def kept_definition(key: str) -> Instrument | None:
    """Return an instrument as its file last described it; None where no file ever did.

    Asked for withdrawn instruments only: all others are known from their files. One query for each
    of them, and none once it is known: a definition without a file never changes.
    """
    if key not in _kept:
        found = InstrumentRow.objects.filter(key=key).values_list("definition", flat=True).first()
        if found is None:
            return None
        _kept[key] = from_plain(found)
    return _kept[key]


def _add_missing_items(instruments: Collection[Instrument]) -> None:
    present = {instrument.key for instrument in instruments}
    stored = {(item.instrument, item.code): item for item in InstrumentItem.objects.all()}
    missing = []
    for wanted in _items_of(instruments):
        found = stored.pop((wanted.instrument, wanted.code), None)
        if found is None:
            missing.append(wanted)
        elif _content(found) != _content(wanted):
            raise InstrumentChangedError(
                f"{wanted} differs from the database. Give the changed instrument a new key."
            )
    lost = [str(item) for item in stored.values() if item.instrument in present]
    if lost:
        raise InstrumentChangedError(f"The database holds items the code lacks: {', '.join(lost)}.")
    InstrumentItem.objects.bulk_create(missing)


def _items_of(instruments: Collection[Instrument]) -> list[InstrumentItem]:
    return [
        InstrumentItem(
            instrument=instrument.key,
            code=item.code,
            feature=item.feature,
            region=item.region,
            site=item.site,
            position=item.order,
            maximum_half_units=2 * item.maximum,
        )
        for instrument in instruments
        for item in instrument.items
    ]


def _content(item: InstrumentItem) -> tuple[object, ...]:
    return (item.feature, item.region, item.site, item.position, item.maximum_half_units)
