"""The one row that everything about a campaign waits at."""

from __future__ import annotations

from scoring.models import Campaign


def lock_campaign(campaign: Campaign) -> Campaign:
    """Return the campaign, locked until the transaction ends, with its study."""
    return (
        Campaign.objects.select_for_update(of=("self",)).select_related("study").get(pk=campaign.pk)
    )
