"""Where a case of a campaign is looked at, by those who may see its readings."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from scoring.models import Campaign, Case


def case_readings_url(campaign: Campaign, case: Case) -> str:
    """Return the page that leads to all readings of a case: the campaign's list, at this case."""
    page = reverse("scoring:campaign", args=[campaign.study.code, campaign.code])
    return f"{page}?{urlencode({'q': case.number})}"
