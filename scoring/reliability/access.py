"""Who may see how well the readers of a campaign agree."""

from __future__ import annotations

from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission
from scoring.models import Campaign
from scoring.models.protocol import CampaignState

DONE = frozenset({CampaignState.CLOSED})


def is_final(campaign: Campaign) -> bool:
    """Tell whether no reading can come any more, so that figures are no longer preliminary."""
    return campaign.state in DONE


def may_see_reliability(access: StudyAccess, campaign: Campaign) -> bool:
    """Tell whether a person may see figures made of all readings of all centres.

    While reading goes on these are for those who manage the campaign; after it, for all who may see
    every reading. Nobody of them reads: a reader holds no other right in the same study.
    """
    if access.whole_study(Permission.MANAGE_CAMPAIGNS):
        return True
    return is_final(campaign) and access.whole_study(Permission.VIEW_READINGS)
