"""Where a case of a campaign is looked at, by those who may see its readings."""

from __future__ import annotations

from django.urls import reverse

from scoring.models import Campaign, Case


def case_readings_url(campaign: Campaign, case: Case) -> str:
    """Return the page on which all readings of a case stand beside each other."""
    return reverse("scoring:case", args=[campaign.study.code, campaign.code, case.number])
