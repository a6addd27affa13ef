"""The charter of a campaign: its versions, their files, and a later one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort.access import study_access
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.forms import CharterForm
from scoring.models import Campaign, Charter
from scoring.selectors.protocol_words import summary_of
from scoring.services.charters import store_charter
from scoring.summary import summary_for_readers
from scoring.views.campaigns import breadcrumbs, managed, setting_up, show_error


@require_safe
@login_required
def charter(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Show every version of the charter, the one in force in full, with the protocol in words."""
    access = study_access(request.user, code, Permission.VIEW_CAMPAIGNS)
    request.study_access = access
    campaign = selectors.campaign(access, campaign_code)
    versions = list(campaign.charters.select_related("created_by").defer("content"))
    context = {
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Charter")),
        "summary": summary_of(campaign),
        "versions": list(reversed(versions)),
        "in_force": next(
            (one for one in versions if one.version == campaign.charter_version), None
        ),
        "can_manage": access.whole_study(Permission.MANAGE_CAMPAIGNS),
    }
    return render(request, "scoring/charter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_charter(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """Store a version of the charter."""
    access, campaign = managed(request, code, campaign_code)
    form = CharterForm(
        request.POST or None,
        request.FILES or None,
        campaign=campaign,
        initial={"version": campaign.charter_version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            store_charter(
                campaign=campaign,
                document=form.document(),
                threshold=form.cleaned_data.get("threshold"),
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The charter is stored."))
            return redirect("scoring:charter", code, campaign_code)
    context = {
        "campaign": campaign,
        "steps": setting_up(campaign, _("Charter")),
        "form": form,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Charter")),
    }
    return render(request, "scoring/charter_form.html", context, status=400 if form.errors else 200)


@require_safe
@login_required
def charter_file(
    request: HttpRequest, code: str, campaign_code: str, charter_id: int
) -> HttpResponse:
    """Send a version's PDF, as a download."""
    access = study_access(request.user, code, Permission.VIEW_CAMPAIGNS)
    request.study_access = access
    return _file(selectors.campaign(access, campaign_code), charter_id=charter_id)


@require_safe
@login_required
def charter_of_case(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show a reader the charter that the case is read under; ``?file`` sends its PDF."""
    assignment = selectors.own_assignment(request.user, token, withdrawn=True)
    campaign = assignment.case.campaign
    reading = selectors.version_shown(assignment)
    version = reading.charter_version if reading else campaign.charter_version
    found = campaign.charters.filter(version=version).first()
    if found is not None and "file" in request.GET:
        return _file(campaign, charter_id=found.pk)
    context = {
        "assignment": assignment,
        "campaign": campaign,
        "charter": found,
        "version": version,
        "summary": summary_for_readers(campaign, n_points=len(assignment.order)),
    }
    return render(request, "scoring/charter_of_case.html", context)


def _file(campaign: Campaign, *, charter_id: int) -> HttpResponse:
    found = Charter.objects.filter(campaign=campaign, pk=charter_id).first()
    if found is None or found.content is None:
        raise Http404
    name = f"charter-{campaign.code}-{found.version}.pdf"
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
