"""Runs: their history, one run's provenance, and asking for a new one."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from analytics import selectors
from analytics.design.plan import plan_hash
from analytics.openness import is_open, opened
from analytics.runs.services import cancel_run, request_run
from analytics.views.base import Room, enter, open_room, show
from ra_registry.core.permissions import Permission

RUNS_PER_PAGE = 25
# The tables that need no choice of outcome or analyte.
WHOLE_TABLES = {"flow": "Flow", "cohort": "Table 1", "changes": "Changes"}


@login_required
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show every stored run that is open to the person, newest first."""
    room = open_room(request, code)
    page = Paginator(selectors.runs(room.access), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "comparable": page.paginator.count > 1}
    return show(request, room, "runs", context, without_results=room.closed is not None)


@login_required
@require_safe
def detail(request: HttpRequest, code: str, run_id: int) -> HttpResponse:
    """Show where one run's figures come from: data, plan, code, packages, seed."""
    room = open_room(request, code)
    run = selectors.run(room.access, run_id)
    if run is None:
        raise Http404
    report = opened(run, room.access.user)
    shown = Room(room.access, room.freshness, report)
    return show(
        request,
        shown,
        "runs",
        {
            "detail": run,
            "before": selectors.run_before(room.access, run),
            "is_current": run.pk == room.freshness.run_id,
            "plan_hash": plan_hash(report.plan),
            "plan_text": json.dumps(run.plan, indent=2, sort_keys=True, ensure_ascii=False),
            "tables": WHOLE_TABLES,
        },
    )


@login_required
@require_POST
def recompute(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a recompute; asking twice is one request."""
    access = enter(request, code)
    if not access.allows(Permission.RUN_ANALYSES):
        raise PermissionDenied
    fresh = request_run(study=access.study, by=request.user)
    if request.htmx:
        return _status(request)
    messages.success(
        request, "The recompute was asked for." if fresh else "It was asked for already."
    )
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("analytics:overview", code)


@login_required
@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Stop what is being computed or waits; results shown before stay."""
    access = enter(request, code)
    if not access.allows(Permission.RUN_ANALYSES):
        raise PermissionDenied
    stopped = cancel_run(study=access.study, by=request.user)
    if request.htmx:
        return _status(request)
    messages.success(
        request, "The computation was cancelled." if stopped else "Nothing was being computed."
    )
    return redirect("analytics:overview", code)


@login_required
@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the results stand; when new ones are there, let the page load itself again."""
    enter(request, code)
    return _status(request)


def _status(request: HttpRequest) -> HttpResponse:
    access = request.study_access
    freshness = selectors.freshness(access.study.pk)
    run = selectors.current_run(access)
    open_to = run is None or is_open(run, access.user)
    response = render(
        request,
        "analytics/_status.html",
        {
            "study": access.study,
            "freshness": freshness,
            "may_run": open_to and access.allows(Permission.RUN_ANALYSES),
        },
    )
    seen = request.GET.get("seen")
    if seen and seen != freshness.mark and freshness.state != "running":
        response.headers["HX-Refresh"] = "true"
    return response
