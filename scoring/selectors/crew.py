"""Everybody who has to do with a campaign's readings: on the roster, or gone with readings left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.models import Campaign, RosterEntry
from scoring.selectors.progress import ReaderProgress
from scoring.selectors.roster import roster


@dataclass(frozen=True)
class CrewMember:
    """One person: what they do in the campaign (nothing any more: no entry), and how far it is."""

    name: str
    entries: tuple[RosterEntry, ...]
    progress: ReaderProgress | None


def crew(campaign: Campaign, by_reader: Iterable[ReaderProgress]) -> list[CrewMember]:
    """Return the people of a campaign, those on the roster first. One query."""
    progress = {one.reader: one for one in by_reader}
    by_person: dict[int, list[RosterEntry]] = {}
    for entry in roster(campaign):
        by_person.setdefault(entry.user_id, []).append(entry)
    present = [
        CrewMember(str(entries[0].user), tuple(entries), progress.pop(person, None))
        for person, entries in by_person.items()
    ]
    return [*present, *(CrewMember(one.name, (), one) for one in progress.values())]
