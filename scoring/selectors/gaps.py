"""How much of a reading is done, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.instruments import get_instrument
from scoring.models import CaseTimePoint, Reading, SiteScore


@dataclass(frozen=True)
class Completeness:
    """``missing`` holds (true position, item code): in the reader's columns, then form order."""

    n_sites: int
    missing: tuple[tuple[int, str], ...]

    @property
    def n_entered(self) -> int:
        return self.n_sites - len(self.missing)

    @property
    def complete(self) -> bool:
        return not self.missing


def completeness(reading: Reading) -> Completeness:
    """Compare a reading with what its campaign asks for. Two queries."""
    campaign = reading.assignment.case.campaign
    items = get_instrument(campaign.instrument).items_of(campaign.features)
    positions = set(
        CaseTimePoint.objects.filter(case=reading.assignment.case).values_list(
            "position", flat=True
        )
    )
    entered = set(
        SiteScore.objects.filter(reading=reading).values_list("time_point__position", "item__code")
    )
    shown = [position for position in reading.assignment.order if position in positions]
    return Completeness(
        n_sites=len(items) * len(shown),
        missing=tuple(
            (position, item.code)
            for position in shown
            for item in items
            if (position, item.code) not in entered
        ),
    )
