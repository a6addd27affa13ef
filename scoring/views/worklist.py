"""The reader's worklist."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring import selectors, services
from scoring.errors import CertificateMissing
from scoring.models.assignment import AssignmentStatus
from scoring.reader_keys import kept_for
from scoring.selectors.own_work import WorklistCampaign, require_reader

PAGE_SIZE = 100


@require_safe
@login_required
def worklist(request: HttpRequest) -> HttpResponse:
    """Show the reader's campaigns, and the cases of the one that is chosen. Constant queries."""
    require_reader(request.user)
    campaigns = selectors.worklist_campaigns(request.user)
    chosen = _chosen(campaigns, request.GET.get("campaign"))
    page = None
    if chosen is not None:
        found = selectors.worklist(
            request.user,
            key=chosen.key,
            status=request.GET.get("status", ""),
            number=request.GET.get("q", ""),
        )
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "scoring/worklist.html",
        {
            **kept_for(request.user),
            "campaigns": campaigns,
            "chosen": chosen,
            "page": page,
            "statuses": AssignmentStatus.choices,
            "status": request.GET.get("status", ""),
            "q": request.GET.get("q", ""),
        },
    )


def _chosen(campaigns: list[WorklistCampaign], key: str | None) -> WorklistCampaign | None:
    """Return the campaign asked for, else the first with work, else the first."""
    asked = [one for one in campaigns if one.key == key]
    waiting = [one for one in campaigns if one.n_waiting]
    return next(iter([*asked, *waiting, *campaigns]), None)


@require_POST
@login_required
def next_case(request: HttpRequest) -> HttpResponse:
    """Open the case to read next, starting it if it was not begun."""
    require_reader(request.user)
    key = request.POST.get("campaign", "")
    assignment = selectors.next_assignment(request.user, key=key)
    if assignment is None:
        _say_why_there_is_none(request, key)
        return redirect("scoring:worklist")
    try:
        services.start_reading(assignment=assignment, by=request.user)
    except CertificateMissing as error:
        messages.error(request, error.message)
        return redirect("scoring:worklist")
    return redirect("scoring:reading-form", assignment.token)


def _say_why_there_is_none(request: HttpRequest, key: str) -> None:
    """Tell whether all is read, or what is left waits: for its time, or for the answer to a report.

    Which of both is not told: a case that comes again must not be known by waiting.
    """
    campaigns = selectors.worklist_campaigns(request.user)
    if any(one.is_open and one.n_waiting for one in campaigns if key in {"", one.key}):
        messages.info(
            request,
            _(
                "No case can be read at present. The others are released later, or wait until a "
                "report is answered."
            ),
        )
    else:
        messages.success(request, _("Every case of this worklist is submitted."))
