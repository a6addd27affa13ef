"""What happens to an opened campaign: its end, its readers who come and go, its due day."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.core.errors import Conflict, DomainError
from scoring import selectors, services
from scoring.forms import AddReaderForm, ExtendForm, ReassignForm
from scoring.models.protocol import CampaignState
from scoring.selectors.roster import roster
from scoring.selectors.unsubmitted import unsubmitted
from scoring.views.campaigns import breadcrumbs, managed, page_of, show_error


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Name what is not submitted (GET), then close the campaign (POST)."""
    access, campaign = managed(request, code, campaign_code)
    error = None
    if request.method == "POST":
        seen = request.POST.get("n_unsubmitted", "")
        number = int(seen) if seen.isascii() and seen.isdigit() else None
        try:
            services.close_campaign(campaign=campaign, by=request.user, n_unsubmitted=number)
        except Conflict as conflict:
            error = conflict
        else:
            messages.success(
                request, _("The campaign is closed. Lock it when its scores are final.")
            )
            return redirect(page_of(campaign))
    elif campaign.state != CampaignState.OPEN:
        return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Close")),
        "unsubmitted": unsubmitted(campaign),
        "error": error,
    }
    return render(
        request, "scoring/close_form.html", context, status=error.status if error else 200
    )


@require_POST
@login_required
def reopen(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Open a closed campaign again, with a reason."""
    _access, campaign = managed(request, code, campaign_code)
    services.reopen_campaign(
        campaign=campaign, reason=request.POST.get("reason", ""), by=request.user
    )
    messages.success(request, _("The campaign is open again."))
    return redirect(page_of(campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Give readers another day to be ready by."""
    access, campaign = managed(request, code, campaign_code)
    form = ExtendForm(request.POST or None, initial={"due_on": campaign.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            services.extend_campaign(campaign=campaign, by=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The readers see the new day in their worklists."))
            return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "form": form,
        "title": _("Extend the campaign"),
        "action": _("Extend"),
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Extend")),
    }
    return render(request, "scoring/act_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_reader(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Let somebody read for an open campaign from now on."""
    access, campaign = managed(request, code, campaign_code)
    form = AddReaderForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_to_roster(campaign=campaign, by=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(
                request, _("Added. Cases come by reassigning, or with cases that are added later.")
            )
            return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "form": form,
        "title": _("Add a reader"),
        "action": _("Add"),
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Add a reader")),
    }
    return render(request, "scoring/act_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reassign(request: HttpRequest, code: str, campaign_code: str, entry_id: int) -> HttpResponse:
    """Give the rest of a reader's cases to others; the reader leaves."""
    access, campaign = managed(request, code, campaign_code)
    entry = next((one for one in roster(campaign) if one.pk == entry_id), None)
    if entry is None:
        raise Http404
    form = ReassignForm(request.POST or None, campaign=campaign, leaving=entry.user)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.reassign_rest(
                campaign=campaign,
                leaving=entry.user,
                to=list(form.cleaned_data["to"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            _say_what_moved(request, done)
            return redirect(page_of(campaign))
    context = {
        "campaign": campaign,
        "form": form,
        "leaving": entry.user,
        "n_rest": selectors.n_unread_of(campaign, entry.user),
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Reassign")),
    }
    return render(
        request, "scoring/reassign_form.html", context, status=400 if form.errors else 200
    )


def _say_what_moved(request: HttpRequest, done: services.Replaced) -> None:
    text = ngettext(
        "%(n)d case is given to others.", "%(n)d cases are given to others.", done.moved
    )
    messages.success(request, text % {"n": done.moved})
    if done.without_reader:
        messages.warning(
            request,
            _("Nobody of them may read these cases, which wait without a reader: %(cases)s.")
            % {"cases": ", ".join(done.without_reader)},
        )
