"""How adjudication goes in a campaign: referred cases, outcomes, rate, disagreement of readers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ra_registry.cohort.access import study_access
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.instruments import get_instrument
from scoring.models import Campaign
from scoring.selectors.adjudication import adjudication_state
from scoring.views.campaigns import breadcrumbs


@require_safe
@login_required
def adjudication(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show which cases a third reader decides, for those who see this campaign's scores."""
    access = study_access(request.user, code, Permission.VIEW_READINGS, whole_study=True)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    if not Campaign.objects.results_visible_to(request.user).filter(pk=campaign.pk).exists():
        raise PermissionDenied
    instrument = get_instrument(campaign.instrument)
    totals = {total.key: total.label for total in instrument.totals_of(campaign.features)}
    context = {
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Adjudication")),
        "state": adjudication_state(campaign),
        "measure": totals.get(campaign.adjudication_measure, ""),
    }
    return render(request, "scoring/adjudication.html", context)
