"""Locking and unlocking a campaign's scores."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.accounts.signing_form import SigningForm
from ra_registry.cohort.access import study_access
from ra_registry.core.errors import Conflict
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.acts import LOCK_CAMPAIGN
from scoring.models import Campaign, Reading
from scoring.models.protocol import Adjudication, CampaignState
from scoring.selectors.adjudication import adjudication_state
from scoring.selectors.unsubmitted import unsubmitted
from scoring.services.lock import campaign_fingerprint
from scoring.views.campaigns import breadcrumbs, managed, page_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lock(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show what is locked (GET), then sign and lock it (POST)."""
    access, campaign = managed(request, code, campaign_code)
    if campaign.state != CampaignState.CLOSED:
        return redirect(page_of(campaign))
    if request.method == "POST":
        form = SigningForm(request.POST, signer=request.user, act=LOCK_CAMPAIGN)
        error = _lock(request, campaign, form)
        if error is None and not form.errors:
            messages.success(request, _("The campaign is locked: its scores are final."))
            return redirect(page_of(campaign))
    else:
        error = None
        form = _empty(request, campaign)
    context = {
        "campaign": campaign,
        "form": _empty(request, campaign) if error else form,
        "error": error,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Lock")),
        "n_readings": Reading.objects.filter(
            assignment__case__campaign=campaign, is_current=True
        ).count(),
        "unsubmitted": unsubmitted(campaign),
        "adjudication": adjudication_state(campaign)
        if campaign.adjudication != Adjudication.NONE
        else None,
    }
    status = error.status if error else 422 if form.errors else 200
    return render(request, "scoring/lock.html", context, status=status)


@require_POST
@login_required
def unlock(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Unlock a campaign, with a reason."""
    access = study_access(request.user, code, Permission.UNLOCK_CAMPAIGNS, whole_study=True)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    services.unlock_scores(
        campaign=campaign, reason=request.POST.get("reason", ""), by=request.user
    )
    messages.success(request, _("The campaign is unlocked; its signature stays, as superseded."))
    return redirect(page_of(campaign))


def _empty(request: HttpRequest, campaign: Campaign) -> SigningForm:
    seen = {"content_hash": campaign_fingerprint(campaign)}
    return SigningForm(initial=seen, signer=request.user, act=LOCK_CAMPAIGN)


def _lock(request: HttpRequest, campaign: Campaign, form: SigningForm) -> Conflict | None:
    """Sign and lock; the form, or the returned error, says what is wrong."""
    if not form.is_valid():
        return None
    proof = form.proof(subject=campaign, study_code=campaign.study.code)
    if proof is None:
        return None
    try:
        services.lock_scores(campaign=campaign, by=request.user, proof=proof)
    except Conflict as error:
        return error
    return None
