"""The plan: what is in force, every earlier version, and storing a new one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from analytics.design.build import describe_endpoint
from analytics.design.choices import DEFAULT, check
from analytics.design.endpoints.store import endpoints_in_force
from analytics.design.exposures.registry import offered_exposures
from analytics.design.forms import PlanForm
from analytics.design.variable import Offered
from analytics.design.versions import choices_in_force, choices_of, plan_versions, store_plan
from analytics.design.words import Names, described, differences
from analytics.errors import PlanSuperseded
from analytics.models import AnalysisPlan, EndpointDefinition
from analytics.views.base import managed, open_room, section_tabs, show, show_errors
from ra_registry.core.errors import DomainError


@login_required
@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan in force in words, and what each version changed."""
    room = open_room(request, code)
    study = room.access.study
    stored = plan_versions(study.pk)
    defined = endpoints_in_force(study.pk)
    offered = offered_exposures(study.pk, defined)
    names = _names(defined, offered)
    latest = stored[0] if stored else None
    choices = choices_of(latest) if latest else DEFAULT
    problems = check(choices, endpoints=names.endpoints, offered=offered)
    run = room.report.run if room.report else None
    context = {
        "latest": latest,
        "groups": described(choices, names),
        "history": _history(stored, names),
        "problems": [sentence for found in problems.values() for sentence in found],
        "shown_version": run.plan.get("plan_version", 0) if run else None,
    }
    return show(request, room, "plan", context, without_results=True)


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """Store a new version of the plan, with its reason."""
    access = managed(request, code)
    study = access.study
    version, start = choices_in_force(study.pk)
    defined = endpoints_in_force(study.pk)
    offered = offered_exposures(study.pk, defined)
    names = _names(defined, offered)
    endpoints = [describe_endpoint(endpoint) for endpoint in defined]
    asked = {"version": version, "start": start, "offered": offered, "endpoints": endpoints}
    form = PlanForm(request.POST or None, **asked)
    meanwhile: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = store_plan(
                study=study,
                based_on=form.cleaned_data["based_on"],
                choices=form.choices(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except PlanSuperseded as error:
            based_on = _choices_of(study.pk, form.cleaned_data["based_on"])
            meanwhile = differences(based_on, start, names)
            # What was typed stays; sending it again stores it on top of the newer version.
            typed = request.POST.copy()
            typed["based_on"] = str(version)
            form = PlanForm(typed, **asked)
            form.add_error(None, error.message)
        except DomainError as error:
            show_errors(form, error, form.place_of)
        else:
            messages.success(
                request,
                f"Version {made.version} of the plan is in force. Results are computed now.",
            )
            return redirect("analytics:plan", code)
    return render(
        request,
        "analytics/plan_form.html",
        {
            "form": form,
            "sections": section_tabs(code, "plan"),
            "version": version,
            "meanwhile": meanwhile,
        },
        status=422 if form.errors else 200,
    )


def _names(endpoints: Sequence[EndpointDefinition], offered: Offered) -> Names:
    return Names(offered.variables, {endpoint.key: endpoint.label for endpoint in endpoints})


def _choices_of(study_id: int, version: int) -> dict[str, Any]:
    stored = AnalysisPlan.objects.filter(study_id=study_id, version=version).first()
    return choices_of(stored) if stored else DEFAULT


def _history(stored: list[AnalysisPlan], names: Names) -> list[dict[str, Any]]:
    """Each version, newest first, with what it changed in the one before it."""
    chosen = [*(choices_of(plan) for plan in stored), DEFAULT]
    return [
        {"plan": plan, "changes": differences(older, newer, names)}
        for plan, (newer, older) in zip(stored, pairwise(chosen), strict=True)
    ]
