"""The sections that show results: overview and ROC, and those put together of topics."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.key_figures import key_figures
from analytics.topics.flow.page import context as patient_flow
from analytics.topics.registry import parts_of
from analytics.topics.roc.page import level
from analytics.topics.roc.what_if import what_if
from analytics.topics.topic import Tab
from analytics.views.base import chosen_report, enter, open_room, show


@login_required
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the key figures, the primary curve and where the numbers come from."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report:
        context = {
            "figures": key_figures(room.report, code),
            **patient_flow(room.report, request.GET),
            "has_curve": bool(room.report.plan.outcomes and room.report.primary),
        }
    return show(request, room, "overview", context)


@login_required
@require_safe
def roc_at(request: HttpRequest, code: str) -> HttpResponse:
    """Show what holds at a cut-off that a person tries, as a part of the ROC page."""
    report = chosen_report(request, enter(request, code))
    outcome = report.outcome_key(request.GET.get("outcome", ""))
    tried = what_if(
        report, outcome, report.exposure_key(request.GET.get("analyte", "")), request.GET
    )
    return render(
        request,
        "analytics/parts/what_if.html",
        {"tried": tried, "level": level(report)},
        status=422 if tried.errors else 200,
    )


@login_required
@require_safe
def section(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a page that is put together of what its topics show on it; an unknown tab is the first.

    Raises ValidationFailed for a choice the run doesn't have.
    """
    room = open_room(request, code)
    parts = parts_of(key, room.report)
    tabs = [part.tab for part in parts if part.tab]
    chosen = next(
        (tab for tab in tabs if tab.key == request.GET.get("part")), next(iter(tabs), None)
    )
    shown = [
        (part, part.context(room.report, request.GET))
        for part in parts
        if room.report and part.tab in (None, chosen)
    ]
    response = show(
        request,
        room,
        key,
        {
            "tabs": [_tab(request, tab, active=tab == chosen) for tab in tabs],
            "parts": [{"template": part.template, "context": context} for part, context in shown],
        },
        page="section",
    )
    if any(part.is_wrong(context) for part, context in shown):
        response.status_code = 422
    return response


def _tab(request: HttpRequest, tab: Tab, *, active: bool) -> dict[str, Any]:
    """A tab as the page shows it; it keeps what else was chosen."""
    query = request.GET.copy()
    query["part"] = tab.key
    return {"label": tab.label, "url": f"?{query.urlencode()}", "active": active, "count": None}
