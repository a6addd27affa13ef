"""The shipped instruments, as rows that the database checks scores against."""

from __future__ import annotations

from ra_registry.core.errors import DomainError
from scoring.instruments import all_instruments
from scoring.models import InstrumentItem


class InstrumentChangedError(DomainError):
    """A shipped instrument differs from what the database holds under the same key."""


def add_missing_items() -> None:
    """Add the items of instruments that the database does not know yet.

    Raises:
        InstrumentChangedError: an item's range or place was changed in code. Scores may already
            rest on it, so a change needs a new instrument key.
    """
    stored = {(item.instrument, item.code): item for item in InstrumentItem.objects.all()}
    missing = []
    for wanted in _items_in_code():
        found = stored.pop((wanted.instrument, wanted.code), None)
        if found is None:
            missing.append(wanted)
        elif _content(found) != _content(wanted):
            raise InstrumentChangedError(
                f"{wanted} differs from the database. Give the changed instrument a new key."
            )
    if stored:
        names = ", ".join(str(item) for item in stored.values())
        raise InstrumentChangedError(f"The database holds items the code lacks: {names}.")
    InstrumentItem.objects.bulk_create(missing)


def _items_in_code() -> list[InstrumentItem]:
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
        for instrument in all_instruments()
        for item in instrument.items
    ]


def _content(item: InstrumentItem) -> tuple[object, ...]:
    return (item.feature, item.region, item.site, item.position, item.maximum_half_units)
