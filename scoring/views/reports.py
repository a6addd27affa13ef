"""Reports of cases by their readers, queries to readers, and what came of both."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring import selectors, services
from scoring.models.case_report import ReportAnswer
from scoring.selectors.questions import queries_of, reports_of
from scoring.views.campaigns import breadcrumbs, managed

PAGE_SIZE = 100


@require_POST
@login_required
def report(request: HttpRequest, token: UUID) -> HttpResponse:
    """Report an own case; the worklist goes on with another one."""
    assignment = selectors.own_assignment(request.user, token)
    column = request.POST.get("column", "")
    services.report_case(
        assignment=assignment,
        reason=request.POST.get("reason", ""),
        column=int(column) if column.isascii() and column.isdigit() and len(column) < 4 else None,
        by=request.user,
    )
    messages.success(
        request, _("The case is reported: it waits until a data manager has looked at it.")
    )
    return redirect("scoring:worklist")


@require_safe
@login_required
def questions(request: HttpRequest, code: str, campaign_code: str) -> HttpResponse:
    """List reports and queries of a campaign, open ones first. Constant queries."""
    access, campaign = managed(request, code, campaign_code)
    context = {
        "campaign": campaign,
        "breadcrumbs": breadcrumbs(access, campaign, last=_("Reports and queries")),
        "page": Paginator(reports_of(campaign), PAGE_SIZE).get_page(request.GET.get("page")),
        "queries": Paginator(queries_of(campaign), PAGE_SIZE).get_page(request.GET.get("queries")),
        "answers": ReportAnswer.choices,
    }
    return render(request, "scoring/questions.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, code: str, campaign_code: str, report_id: int) -> HttpResponse:
    """Answer a report."""
    _access, campaign = managed(request, code, campaign_code)
    found = reports_of(campaign).filter(pk=report_id).first()
    if found is None:
        raise Http404
    services.answer_report(report=found, answer=request.POST.get("answer", ""), by=request.user)
    messages.success(request, _("The report is answered."))
    return redirect("scoring:questions", code, campaign_code)
