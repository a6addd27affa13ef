"""Both readings that an adjudicator decides between, where the charter lets them be seen.

This is the one place that hands a reader what others scored. It asks the charter and the kind of
the assignment itself, tells numbers and never names, and speaks in the adjudicator's own columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.cells import column_letter, text_of
from scoring.entries import EntriesByPosition, entries_of_each
from scoring.instruments import Item, get_instrument
from scoring.models import Assignment, Reading
from scoring.models.assignment import AssignmentKind

NUMBERS = (1, 2)


@dataclass(frozen=True)
class Pair:
    """What the two readings say of a site in one column; empty for a reading that isn't there."""

    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True)
class SiteOfBoth:
    """One site, with a pair for each of the adjudicator's columns."""

    item: Item
    pairs: tuple[Pair, ...]

    @property
    def differs(self) -> bool:
        return any(pair.differs for pair in self.pairs)


@dataclass(frozen=True)
class BothReadings:
    """The section of the form: sites that differ first, each part in the order of the form."""

    letters: tuple[str, ...]
    differing: tuple[SiteOfBoth, ...]
    equal: tuple[SiteOfBoth, ...]


def both_readings(assignment: Assignment) -> BothReadings | None:
    """Return the two readings of an adjudicator's case; None for whoever may not see them.

    Two queries for an adjudicator whose charter says so, none for anybody else.

    Args:
        assignment: the person's own, with case and campaign.
    """
    campaign = assignment.case.campaign
    if assignment.kind != AssignmentKind.ADJUDICATION or not campaign.adjudicator_sees_readings:
        return None
    readings = {
        reading.assignment.reader_number: reading
        for reading in Reading.objects.current()
        .filter(
            assignment__case=assignment.case,
            assignment__kind=AssignmentKind.READ,
            assignment__reader_number__in=NUMBERS,
            assignment__ended_at__isnull=True,
        )
        .select_related("assignment")
    }
    if len(readings) < len(NUMBERS):
        return None
    entries = entries_of_each(readings.values())
    first, second = (entries[readings[number].pk] for number in NUMBERS)
    sites = [
        _site(item, assignment.order, first, second)
        for item in get_instrument(campaign.instrument).items_of(campaign.features)
    ]
    return BothReadings(
        letters=tuple(column_letter(place) for place in range(1, len(assignment.order) + 1)),
        differing=tuple(site for site in sites if site.differs),
        equal=tuple(site for site in sites if not site.differs),
    )


def _site(
    item: Item, order: Sequence[int], first: EntriesByPosition, second: EntriesByPosition
) -> SiteOfBoth:
    return SiteOfBoth(
        item,
        tuple(
            Pair(
                text_of(first.get(position, {}).get(item.code)),
                text_of(second.get(position, {}).get(item.code)),
            )
            for position in order
        ),
    )
