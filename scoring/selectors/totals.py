"""Totals of a reading, always computed from its site scores."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.entries import EntriesByPosition, entries_of, scores_of
from scoring.instruments import Change, Total, compute_changes, compute_totals, get_instrument
from scoring.models import Campaign, Reading


@dataclass(frozen=True)
class TotalRow:
    """One named total at every time point, in the order asked for."""

    key: str
    label: str
    totals: tuple[Total, ...]


def reading_totals(reading: Reading, *, order: list[int] | None = None) -> list[TotalRow]:
    """Return every total of a reading, a column per time point. One query.

    Args:
        reading: a draft or a submitted version.
        order: true positions, first column first; the true order unless given.
    """
    campaign = reading.assignment.case.campaign
    positions = order or sorted(reading.assignment.order)
    return totals_of(campaign, entries_of(reading), order=positions)


def totals_of(
    campaign: Campaign, entries: EntriesByPosition, *, order: list[int]
) -> list[TotalRow]:
    """Return every total of entries that are at hand."""
    instrument = get_instrument(campaign.instrument)
    by_column = [
        compute_totals(instrument, scores_of(entries.get(position)), features=campaign.features)
        for position in order
    ]
    return [
        TotalRow(
            key=definition.key,
            label=definition.label,
            totals=tuple(totals[definition.key] for totals in by_column),
        )
        for definition in instrument.totals_of(campaign.features)
    ]


def changes_of(campaign: Campaign, entries: EntriesByPosition) -> dict[str, Change]:
    """Return the pairwise change of each total from the first to the last time point.

    For people who are not blinded, and for submitted readings only. Empty for a single time point.
    """
    positions = sorted(entries)
    if len(positions) < 2:
        return {}
    return compute_changes(
        get_instrument(campaign.instrument),
        scores_of(entries[positions[0]]),
        scores_of(entries[positions[-1]]),
        features=campaign.features,
    )
