"""The question that stands before a single reading of a campaign that isn't locked."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ra_registry.cohort.access import study_access
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.forms import OpenReadingForm
from scoring.models import Campaign, Reading
from scoring.views.campaigns import breadcrumbs, show_error

# Where a session keeps the ids of the campaigns that its person has said a reason for.
OPENED = "campaigns_opened_with_reason"


def asks_why(request: HttpRequest, campaign: Campaign) -> bool:
    """Return whether a reading of the campaign opens only after a reason, given once a session."""
    return campaign.is_preliminary and campaign.pk not in request.session.get(OPENED, [])


def question_before(request: HttpRequest, reading: Reading) -> HttpResponse | None:
    """Return the way to the question where one stands before a page of a reading's scores.

    The answer leads back to the page. None: nothing is to be asked.
    """
    campaign = reading.assignment.case.campaign
    if not asks_why(request, campaign):
        return None
    question = reverse("scoring:open-reading", args=[campaign.study.code, reading.pk])
    return redirect(f"{question}?{urlencode({'next': request.path})}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_reading(request: HttpRequest, code: str, reading_id: int) -> HttpResponse:
    """Ask why a reading is opened before its campaign is locked; the answer goes to the trail.

    It leads to the page that ``?next=`` names, or to the reading's own.
    """
    access = study_access(request.user, code, Permission.VIEW_READINGS)
    request.study_access = access
    reading = selectors.reading(access, reading_id)
    campaign, case = reading.assignment.case.campaign, reading.assignment.case
    if not asks_why(request, campaign):
        return redirect(_onward(request, code, reading))
    form = OpenReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_opening(
                reading=reading, reason=form.cleaned_data["reason"], by=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            request.session[OPENED] = [*request.session.get(OPENED, []), campaign.pk]
            return redirect(_onward(request, code, reading))
    context = {
        "form": form,
        "campaign": campaign,
        "case": case,
        "assignment": reading.assignment,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Case %(n)s") % {"n": case.number}),
    }
    status = 400 if form.errors else 200
    return render(request, "scoring/open_reading.html", context, status=status)


def _onward(request: HttpRequest, code: str, reading: Reading) -> str:
    """The page that was asked for; another site's address leads to the reading instead."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("scoring:reading", args=[code, reading.pk])
