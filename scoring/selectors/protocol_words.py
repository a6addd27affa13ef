"""A stored campaign's protocol in plain sentences."""

from __future__ import annotations

from scoring.models import Campaign, Case
from scoring.selectors.candidates import visits_of_cases
from scoring.selectors.roster import n_readers_drawn_from
from scoring.summary import plain_summary


def summary_of(campaign: Campaign) -> list[str]:
    """Return the protocol as sentences, with the counts of now. Four queries."""
    return plain_summary(
        campaign,
        n_readers=n_readers_drawn_from(campaign),
        n_cases=Case.objects.active().filter(campaign=campaign).count(),
        n_points=len(visits_of_cases(campaign)),
    )
