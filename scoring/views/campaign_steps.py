"""The steps of a campaign: cases, readers, opening, closing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.forms import CasesForm, ReadersForm
from scoring.models import Campaign
from scoring.views.campaigns import breadcrumbs, page_of, show_error

LEFT_OUT_SHOWN = 100


def _managed(request: HttpRequest, code: str, campaign_code: str) -> tuple[StudyAccess, Campaign]:
    access = study_access(request.user, code, Permission.MANAGE_CAMPAIGNS, whole_study=True)
    request.study_access = access
    return access, selectors.campaign(access, campaign_code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cases(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Choose visits, see who has all examinations (``?visits=``), then make the cases (POST)."""
    access, campaign = _managed(request, code, campaign_code)
    earlier = selectors.visits_of_cases(campaign)
    data = request.POST or request.GET
    form = CasesForm(
        data if "visits" in data or request.method == "POST" else None,
        study=access.study,
        initial={"visits": [visit.pk for visit in earlier]},
    )
    candidates = None
    if form.is_bound and form.is_valid():
        visits = sorted(form.cleaned_data["visits"], key=lambda visit: visit.day)
        if request.method == "POST":
            try:
                made = services.add_cases(campaign=campaign, planned_visits=visits, by=request.user)
            except DomainError as error:
                show_error(form, error)
            else:
                messages.success(request, f"{made.added} cases added.")
                return redirect(page_of(campaign))
        candidates = selectors.case_candidates(campaign, visits)
    context = {
        "campaign": campaign,
        "form": form,
        "breadcrumbs": breadcrumbs(access, campaign, last="Cases"),
        "candidates": candidates,
        "n_complete": sum(one.complete for one in candidates or []),
        "left_out": [one for one in candidates or [] if not one.complete][:LEFT_OUT_SHOWN],
    }
    return render(request, "scoring/cases_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def readers(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Assign readers to the cases that have none."""
    access, campaign = _managed(request, code, campaign_code)
    form = ReadersForm(request.POST or None, study=access.study)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.assign_readers(
                campaign=campaign,
                readers=list(form.cleaned_data["readers"]),
                strategy=services.Strategy(form.cleaned_data["strategy"]),
                by=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{made} readings assigned.")
            return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "form": form,
        "breadcrumbs": breadcrumbs(access, campaign, last="Readers"),
        "n_unassigned": campaign.cases.active().filter(assignments__isnull=True).count(),
    }
    return render(request, "scoring/readers_form.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def open_for_reading(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Open the campaign."""
    _, campaign = _managed(request, code, campaign_code)
    services.open_campaign(campaign=campaign, by=request.user)
    messages.success(request, "The campaign is open: its readers see their worklists now.")
    return redirect(page_of(campaign))


@require_POST
@login_required
def close(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Close the campaign."""
    _, campaign = _managed(request, code, campaign_code)
    services.close_campaign(campaign=campaign, by=request.user)
    messages.success(request, "The campaign is closed.")
    return redirect(page_of(campaign))
