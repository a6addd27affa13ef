"""Endpoint definitions: what is in force, every earlier version, making and retiring them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from analytics.design.build import describe_endpoint
from analytics.design.endpoints.presets import apply_preset
from analytics.design.endpoints.store import create_endpoint, retire_endpoint, revise_endpoint
from analytics.forms import EndpointForm, PresetForm, RetireForm
from analytics.models import EndpointDefinition
from analytics.tables.endpoints import definition, rules
from analytics.views.base import managed, open_room, section_tabs, show, show_errors
from ra_registry.core.errors import DomainError, ValidationFailed


@login_required
@require_safe
def definitions(request: HttpRequest, code: str) -> HttpResponse:
    """Show every endpoint with its versions, those in force first."""
    room = open_room(request, code)
    versions = (
        EndpointDefinition.objects.filter(study=room.access.study)
        .select_related("campaign", "baseline", "follow_up", "created_by")
        .order_by("key", "-version")
    )
    found = [_described(list(group)) for _key, group in groupby(versions, key=lambda e: e.key)]
    context = {"endpoints": sorted(found, key=lambda one: one["latest"].retired)}
    return show(request, room, "endpoints", context, without_results=True)


@login_required
@require_http_methods(["GET", "POST"])
def define(request: HttpRequest, code: str) -> HttpResponse:
    """Define a ready-made set of endpoints."""
    access = managed(request, code)
    form = PresetForm(request.POST or None, study=access.study)
    if request.method == "POST" and form.is_valid():
        try:
            made = apply_preset(study=access.study, by=request.user, **form.cleaned_data)
        except ValidationFailed as error:
            show_errors(form, error)
        else:
            words = ngettext(
                "%(n)d endpoint is defined. Its results are computed now.",
                "%(n)d endpoints are defined. Their results are computed now.",
                len(made),
            )
            messages.success(request, words % {"n": len(made)})
            return redirect("analytics:endpoints", code)
    return _form(
        request,
        code,
        form,
        title=_("Define a set of endpoints"),
        lead=_("Endpoints that go together; each can be changed or retired afterwards."),
        button=_("Define them"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Define one endpoint of any kind."""
    access = managed(request, code)
    form = EndpointForm(request.POST or None, study=access.study)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_endpoint(
                study=access.study, definition=form.definition(), by=request.user
            )
        except DomainError as error:
            show_errors(form, error, form.place_of)
        else:
            messages.success(request, _("“%(label)s” is in force.") % {"label": made.label})
            return redirect("analytics:endpoints", code)
    return _form(
        request,
        code,
        form,
        title=_("New endpoint"),
        lead=_("Results of the endpoint are computed as soon as it is stored."),
        button=_("Define the endpoint"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Store a new version of an endpoint, with its reason."""
    access = managed(request, code)
    latest = _latest(access.study.pk, key)
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
            show_errors(form, error, form.place_of)
        else:
            words = _("Version %(version)d of “%(label)s” is in force from now on.")
            messages.success(request, words % {"version": made.version, "label": made.label})
            return redirect("analytics:endpoints", code)
    return _form(
        request,
        code,
        form,
        title=_("New version of “%(label)s”") % {"label": latest.label},
        lead=_kept(latest),
        button=_("Store version %(version)d") % {"version": latest.version + 1},
    )


@login_required
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take an endpoint out of force, with its reason."""
    access = managed(request, code)
    latest = _latest(access.study.pk, key)
    form = RetireForm(request.POST or None, initial={"based_on": latest.version})
    if request.method == "POST" and form.is_valid():
        try:
            made = retire_endpoint(
                study=access.study, key=key, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("“%(label)s” is retired.") % {"label": made.label})
            return redirect("analytics:endpoints", code)
    return _form(
        request,
        code,
        form,
        title=_("Retire “%(label)s”") % {"label": latest.label},
        lead=_(
            "It leaves the analysis and the report; earlier results keep it. A new version brings "
            "it back."
        ),
        button=_("Retire the endpoint"),
    )


def _latest(study_id: int, key: str) -> EndpointDefinition:
    latest = (
        EndpointDefinition.objects.filter(study_id=study_id, key=key)
        .select_related("campaign", "baseline", "follow_up")
        .order_by("-version")
        .first()
    )
    if latest is None:
        raise Http404
    return latest


def _kept(latest: EndpointDefinition) -> str:
    words = _("Version %(version)d stays stored as it is; results say which version they used.")
    return words % {"version": latest.version}


def _described(versions: list[EndpointDefinition]) -> dict[str, Any]:
    """An endpoint's versions, newest first, each in words."""
    described = [describe_endpoint(version) for version in versions]
    return {
        "latest": versions[0],
        "rules": rules(described[0]),
        "versions": [
            {"stored": version, "definition": definition(one)}
            for version, one in zip(versions, described, strict=True)
        ],
    }


def _form(request: HttpRequest, code: str, form: Any, **context: Any) -> HttpResponse:
    return render(
        request,
        "analytics/endpoint_form.html",
        {"form": form, "sections": section_tabs(code, "endpoints"), **context},
        status=422 if form.errors else 200,
    )
