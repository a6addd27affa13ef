"""Feedback of a calibration to its reader, and the certificates of a campaign's readers."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scoring import selectors
from scoring.models.protocol import CampaignKind
from scoring.models.reading import ReadingState
from scoring.selectors.calibrations import calibrations_of, certificates_for
from scoring.selectors.feedback import feedback_of
from scoring.views.campaigns import breadcrumbs, managed


@require_safe
@login_required
def feedback(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the own scores of a submitted calibration case beside the expert's."""
    assignment = selectors.own_assignment(request.user, token)
    reading = selectors.version_shown(assignment)
    if reading is None or reading.state != ReadingState.SUBMITTED:
        return redirect("scoring:reading-form", token)
    found = feedback_of(assignment, reading)
    if found is None:
        raise Http404
    campaign = assignment.case.campaign
    context = {
        "assignment": assignment,
        "campaign": campaign,
        "feedback": found,
        "worklist_key": f"{campaign.study.code}/{campaign.code}",
    }
    return render(request, "scoring/feedback.html", context)


@require_safe
@login_required
def certificates(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show how each reader stands beside the expert, and who holds a certificate until when."""
    access, campaign = managed(request, code, campaign_code)
    context = {
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Certificates")),
        "calibrations": calibrations_of(campaign)
        if campaign.kind == CampaignKind.CALIBRATION
        else [],
        "certificates": certificates_for(campaign),
    }
    return render(request, "scoring/certificates.html", context)
