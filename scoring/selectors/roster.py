"""Who reads for a campaign."""

from __future__ import annotations

from ra_registry.accounts.models import User
from scoring.models import Campaign, RosterEntry
from scoring.models.roster import RosterRole

# In a calibration the expert reads like everybody else; the reading is the reference.
READING_ROLES = (RosterRole.READER, RosterRole.EXPERT)


def roster(campaign: Campaign) -> list[RosterEntry]:
    """Return everybody on the roster at present, readers first, by place. One query."""
    entries = campaign.roster.current().select_related("user", "added_by")
    return sorted(entries, key=lambda entry: (_RANK[RosterRole(entry.role)], entry.place, entry.pk))


def readers_of(campaign: Campaign) -> list[User]:
    """Return those who read its cases, in the order of their reader numbers. One query."""
    return [entry.user for entry in roster(campaign) if entry.role in READING_ROLES]


def adjudicators_of(campaign: Campaign) -> list[User]:
    """Return those who decide between two readings. One query."""
    return [entry.user for entry in roster(campaign) if entry.role == RosterRole.ADJUDICATOR]


_RANK = {RosterRole.READER: 0, RosterRole.EXPERT: 1, RosterRole.ADJUDICATOR: 2}
