"""Endpoint definitions: what is in force, every earlier version, and making a new one."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from analytics.endpoints import RULES, create_default_endpoints, revise_endpoint
from analytics.forms import DefaultEndpointsForm, EndpointForm
from analytics.models import EndpointDefinition
from analytics.views.base import managed, open_room, section_tabs, show, show_errors
from ra_registry.core.errors import DomainError, ValidationFailed


@login_required
@require_safe
def definitions(request: HttpRequest, code: str) -> HttpResponse:
    """Show every endpoint with its versions, and what each version changed."""
    room = open_room(request, code)
    versions = (
        EndpointDefinition.objects.filter(study=room.access.study)
        .select_related("campaign", "baseline", "follow_up", "created_by")
        .order_by("key", "-version")
    )
    context = {
        "endpoints": [list(group) for _, group in groupby(versions, key=lambda e: e.key)],
        "rules": RULES,
    }
    return show(request, room, "endpoints", context, without_results=True)


@login_required
@require_http_methods(["GET", "POST"])
def define(request: HttpRequest, code: str) -> HttpResponse:
    """Define the four endpoints of MRI and radiograph."""
    access = managed(request, code)
    form = DefaultEndpointsForm(request.POST or None, study=access.study)
    if request.method == "POST" and form.is_valid():
        try:
            create_default_endpoints(study=access.study, by=request.user, **form.cleaned_data)
        except ValidationFailed as error:
            show_errors(form, error)
        else:
            messages.success(request, "Four endpoints are defined. Their results are computed now.")
            return redirect("analytics:endpoints", code)
    return _form(request, code, form, title="Define endpoints")


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Store a new version of an endpoint, with its reason."""
    access = managed(request, code)
    latest = (
        EndpointDefinition.objects.filter(study=access.study, key=key)
        .select_related("campaign", "baseline", "follow_up")
        .order_by("-version")
        .first()
    )
    if latest is None:
        raise Http404
    form = EndpointForm(request.POST or None, study=access.study, latest=latest)
    if request.method == "POST" and form.is_valid():
        try:
            made = revise_endpoint(
                study=access.study,
                key=key,
                based_on=form.cleaned_data["based_on"],
                definition=form.definition(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as error:
            show_errors(form, error)
        else:
            messages.success(
                request, f"Version {made.version} of “{made.label}” is in force from now on."
            )
            return redirect("analytics:endpoints", code)
    return _form(request, code, form, title=f"New version of “{latest.label}”", latest=latest)


def _form(request: HttpRequest, code: str, form: Any, **context: Any) -> HttpResponse:
    return render(
        request,
        "analytics/endpoint_form.html",
        {"form": form, "sections": section_tabs(code, "endpoints"), **context},
        status=422 if form.errors else 200,
    )
