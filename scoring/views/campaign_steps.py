"""The steps of setting a campaign up: cases, readers, opening."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.core.errors import DomainError
from scoring import selectors, services
from scoring.forms import CasesForm, ReadersForm
from scoring.models.protocol import Strategy
from scoring.selectors.roster import roster
from scoring.views.campaigns import breadcrumbs, managed, page_of, setting_up, show_error

LEFT_OUT_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cases(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Choose visits and patients, see who can be a case, then make the cases (POST)."""
    access, campaign = managed(request, code, campaign_code)
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
                made = services.add_cases(
                    campaign=campaign,
                    planned_visits=visits,
                    subset=form.subset(),
                    by=request.user,
                )
            except DomainError as error:
                show_error(form, error)
            else:
                text = ngettext("%(n)d case added.", "%(n)d cases added.", made.added)
                messages.success(request, text % {"n": made.added})
                return redirect(page_of(campaign))
        candidates = selectors.case_candidates(campaign, visits)
    context = {
        "campaign": campaign,
        "steps": setting_up(campaign, _("Cases")),
        "form": form,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Cases")),
        "candidates": candidates,
        "n_complete": sum(one.complete for one in candidates or []),
        "left_out": [one for one in candidates or [] if not one.complete][:LEFT_OUT_SHOWN],
        "n_cases": campaign.cases.count(),
    }
    return render(request, "scoring/cases_form.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def remove_cases(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Take all cases, or one, out of a campaign that is being set up."""
    _access, campaign = managed(request, code, campaign_code)
    number = request.POST.get("number")
    n = services.remove_cases(
        campaign=campaign, numbers=[number] if number else None, by=request.user
    )
    text = ngettext("%(n)d case taken out.", "%(n)d cases taken out.", n)
    messages.success(request, text % {"n": n})
    return redirect(page_of(campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def readers(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Choose who reads, while the campaign is being set up."""
    access, campaign = managed(request, code, campaign_code)
    form = ReadersForm.of(campaign, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            services.choose_readers(
                campaign=campaign,
                readers=list(chosen["readers"]),
                strategy=chosen.get("strategy", Strategy.ALL),
                adjudicators=list(chosen.get("adjudicators", [])),
                expert=chosen.get("expert"),
                by=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The readers are chosen. Opening draws who reads what."))
            return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "steps": setting_up(campaign, _("Readers")),
        "form": form,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Readers")),
        "roster": roster(campaign),
    }
    return render(request, "scoring/readers_form.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def open_for_reading(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Draw, and open the campaign."""
    _access, campaign = managed(request, code, campaign_code)
    services.open_campaign(campaign=campaign, by=request.user)
    messages.success(request, _("The campaign is open: its readers see their worklists now."))
    return redirect(page_of(campaign))
