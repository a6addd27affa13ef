"""Who may see how well the readers of a campaign agree."""

from __future__ import annotations

from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission
from scoring.models import Campaign


def is_final(campaign: Campaign) -> bool:
    """Tell whether no reading can come any more, so that figures are no longer preliminary."""
    return not campaign.is_preliminary


def may_see_reliability(access: StudyAccess, campaign: Campaign) -> bool:
    """Tell whether a person may see figures made of all readings of all centres.

    While reading goes on these are for those who manage the campaign; after the lock, for all who
    may see every reading. Nobody of them reads: a reader holds no other right in the same study.
    """
    visible = Campaign.objects.results_visible_to(access.user).filter(pk=campaign.pk)
    return access.whole_study(Permission.VIEW_READINGS) and visible.exists()
