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


def n_readers_drawn_from(campaign: Campaign) -> int:
    """Return among how many readers the cases were drawn: those of the opening. One query.

    Who came or left later changes nothing of it. Before the opening: those chosen so far.
    """
    if campaign.opened_at is None:
        return len(readers_of(campaign))
    then = campaign.roster.filter(role__in=READING_ROLES, added_at__lte=campaign.opened_at)
    return then.exclude(ended_at__lt=campaign.opened_at).count()


def adjudicators_of(campaign: Campaign) -> list[User]:
    """Return those who decide between two readings. One query."""
    return [entry.user for entry in roster(campaign) if entry.role == RosterRole.ADJUDICATOR]


_RANK = {RosterRole.READER: 0, RosterRole.EXPERT: 1, RosterRole.ADJUDICATOR: 2}
