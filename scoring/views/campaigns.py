"""Campaigns: their list, their page, and setting them up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError, ValidationFailed
from ra_registry.core.permissions import Permission
from ra_registry.core.signing.printed import printed
from ra_registry.core.signing.services import signatures_of
from scoring import selectors, services
from scoring.forms import CampaignForm
from scoring.instruments import get_instrument
from scoring.models import Campaign
from scoring.models.assignment import AssignmentStatus
from scoring.models.protocol import CampaignState
from scoring.reliability.access import may_see_reliability
from scoring.selectors.crew import crew
from scoring.selectors.protocol_words import summary_of
from scoring.selectors.questions import n_open_reports

PAGE_SIZE = 50


@require_safe
@login_required
def campaign_list(request: HttpRequest, code: str) -> HttpResponse:
    """List the study's campaigns with their progress."""
    access = study_access(request.user, code, Permission.VIEW_CAMPAIGNS)
    request.study_access = access
    return render(
        request,
        "scoring/campaigns.html",
        {
            "access": access,
            "campaigns": [
                (campaign, get_instrument(campaign.instrument))
                for campaign in selectors.campaigns(access)
            ],
            "can_manage": access.whole_study(Permission.MANAGE_CAMPAIGNS),
        },
    )


@require_safe
@login_required
def campaign_page(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show a campaign: its protocol in full, what it lacks, its readers' progress, its cases."""
    access = study_access(request.user, code, Permission.VIEW_CAMPAIGNS)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    status, search = request.GET.get("status", ""), request.GET.get("q", "")
    found = selectors.cases(access, campaign, search=search, status=status)
    checks = selectors.readiness(campaign) if campaign.state == CampaignState.DRAFT else []
    manages = access.whole_study(Permission.MANAGE_CAMPAIGNS)
    progress = selectors.progress(access, campaign)
    return render(
        request,
        "scoring/campaign.html",
        {
            "access": access,
            "campaign": campaign,
            "breadcrumbs": breadcrumbs(access, campaign),
            "protocol": protocol_facts(campaign),
            "checks": checks,
            "ready": selectors.is_ready(checks),
            "steps": setting_up(campaign, _("Review and open")) if checks and manages else [],
            "summary": summary_of(campaign),
            "crew": crew(campaign, progress.by_reader),
            "by_centre": progress.by_centre,
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "statuses": AssignmentStatus.choices,
            "status": status,
            "q": search,
            "can_manage": manages,
            "can_unlock": access.whole_study(Permission.UNLOCK_CAMPAIGNS),
            "signatures": [printed(signature) for signature in signatures_of(campaign)],
            "n_reports": n_open_reports(campaign) if manages else 0,
            "sees_scores": access.allows(Permission.VIEW_READINGS)
            and Campaign.objects.results_visible_to(request.user).filter(pk=campaign.pk).exists(),
            "sees_patients": access.allows(Permission.VIEW_PATIENTS),
            "sees_reliability": may_see_reliability(access, campaign),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a campaign."""
    access = study_access(request.user, code, Permission.MANAGE_CAMPAIGNS, whole_study=True)
    request.study_access = access
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = services.create_campaign(
                study=access.study,
                code=form.cleaned_data["code"],
                protocol=form.protocol(),
                by=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "The campaign is set up. Add its cases next.")
            return redirect(page_of(campaign))
    return _form_page(request, access, form, title="New campaign")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_campaign(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Change the protocol of a campaign that is not open yet."""
    access = study_access(request.user, code, Permission.MANAGE_CAMPAIGNS, whole_study=True)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    form = CampaignForm.of(campaign, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_protocol(campaign=campaign, protocol=form.protocol(), by=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "The protocol is saved.")
            return redirect(page_of(campaign))
    return _form_page(request, access, form, title=f"Edit {campaign.title}", campaign=campaign)


def managed(request: HttpRequest, code: str, campaign_code: str) -> tuple[StudyAccess, Campaign]:
    """Return access and campaign for somebody who manages the whole study's campaigns."""
    access = study_access(request.user, code, Permission.MANAGE_CAMPAIGNS, whole_study=True)
    request.study_access = access
    return access, selectors.campaign(access, campaign_code)


def setting_up(campaign: Campaign, current: str) -> list[dict[str, str]]:
    """Return the steps of setting a campaign up, with where one is; none once it is opened."""
    if campaign.state != CampaignState.DRAFT:
        return []
    where = [campaign.study.code, campaign.code]
    done = {
        _("Protocol"): True,
        _("Cases"): campaign.cases.exists(),
        _("Readers"): campaign.roster.current().exists(),
        _("Charter"): campaign.charters.exists(),
        _("Review and open"): False,
    }
    addresses = ("edit-campaign", "campaign-cases", "campaign-readers", "new-charter", "campaign")
    return [
        {
            "label": label,
            "state": "current" if label == current else "done" if ready else "",
            "url": "" if label == current else reverse(f"scoring:{address}", args=where),
        }
        for (label, ready), address in zip(done.items(), addresses, strict=True)
    ]


def page_of(campaign: Campaign) -> str:
    """Return the address of a campaign's page."""
    return reverse("scoring:campaign", args=[campaign.study.code, campaign.code])


def breadcrumbs(
    access: StudyAccess, campaign: Campaign | None = None, last: str = ""
) -> list[dict[str, str]]:
    """Return the way from the study's campaigns to a page."""
    items = [
        {"label": "Campaigns", "url": reverse("scoring:campaigns", args=[access.study.code])},
    ]
    if campaign is not None:
        items.append({"label": campaign.code, "url": page_of(campaign) if last else ""})
    if last:
        items.append({"label": last, "url": ""})
    return items


def show_error(form: Any, error: DomainError) -> None:
    """Put a domain error where the form shows it."""
    fields = error.field_errors if isinstance(error, ValidationFailed) else {}
    for field, sentences in fields.items():
        form.add_error(field if field in form.fields else None, sentences)
    if not fields:
        form.add_error(None, [error.message, *error.details])


def protocol_facts(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the whole protocol as label and value."""
    instrument = get_instrument(campaign.instrument)
    features = ", ".join(instrument.feature(key).label for key in campaign.features)
    n_sites = len(instrument.items_of(campaign.features))
    visits = ", ".join(visit.name for visit in selectors.visits_of_cases(campaign))
    return [
        {"label": "Instrument", "value": instrument.name},
        {"label": "Source", "value": instrument.source},
        {"label": "Features", "value": f"{features}: {n_sites} sites a time point"},
        {"label": "Step", "value": campaign.get_step_half_units_display()},
        {"label": "Time points", "value": visits or None},
        {"label": "Readers a case", "value": campaign.readers_per_case},
        {"label": "Reading mode", "value": campaign.get_reading_mode_display()},
        {
            "label": "Blinding",
            "value": "Readers see no patient, date, laboratory value or other reader's score",
        },
        {"label": "Running totals", "value": "Shown" if campaign.totals_visible else "Hidden"},
        {"label": "Operated joints", "value": campaign.get_surgery_policy_display()},
        {"label": _("Order of the form"), "value": campaign.get_form_order_display()},
        {"label": _("Hidden re-reads"), "value": _re_reads(campaign)},
        {"label": _("Third reader"), "value": campaign.get_adjudication_display()},
        {"label": _("Sites without a score"), "value": campaign.get_missing_policy_display()},
        {"label": _("Scores before lock"), "value": campaign.get_results_access_display()},
        {"label": _("Due on"), "value": campaign.due_on},
        {"label": "Charter version", "value": campaign.charter_version},
        {"label": "Seed of all draws", "value": str(campaign.seed)},
    ]


def _re_reads(campaign: Campaign) -> str:
    if not campaign.re_read_percent:
        return _("None")
    return _("%(percent)d %% of each reader's cases, after %(days)d days at the earliest") % {
        "percent": campaign.re_read_percent,
        "days": campaign.re_read_days,
    }


def _form_page(
    request: HttpRequest,
    access: StudyAccess,
    form: CampaignForm,
    *,
    title: str,
    campaign: Campaign | None = None,
) -> HttpResponse:
    return render(
        request,
        "scoring/campaign_form.html",
        {
            "form": form,
            "title": title,
            "campaign": campaign,
            "steps": setting_up(campaign, _("Protocol")) if campaign else [],
            "breadcrumbs": breadcrumbs(access, campaign, last=title),
        },
        status=400 if form.errors else 200,
    )
