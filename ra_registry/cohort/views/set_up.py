"""Centres and planned visits of a study."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.studies import (
    CentreChangeForm,
    CentreForm,
    NewPlannedVisitForm,
    PlannedVisitForm,
)
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.studies import study_crumbs
from ra_registry.core.permissions import Permission


def _managed(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.MANAGE_STUDY, whole_study=True)
    request.study_access = access
    return access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_centre(request: HttpRequest, code: str) -> HttpResponse:
    """Add a centre."""
    access = _managed(request, code)
    form = CentreForm(request.POST or None)
    centre = saved(
        form, lambda: services.add_centre(by=request.user, study=access.study, **form.values())
    )
    if centre is not None:
        messages.success(request, f"{centre.name} is a centre of the study.")
        return redirect(access.study)
    return form_page(
        request, form, title="New centre", action="Add centre", crumbs=study_crumbs(access)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_centre(request: HttpRequest, code: str, centre_code: str) -> HttpResponse:
    """Change a centre's name and time zone."""
    access = _managed(request, code)
    centre = get_object_or_404(access.study.centres.select_related("study"), code=centre_code)
    form = CentreChangeForm(request.POST or None, record=centre)
    changed = saved(
        form,
        lambda: services.change_centre(
            by=request.user, centre=centre, **form.correction(), **form.values()
        ),
    )
    if changed is not None:
        messages.success(request, "The centre is saved.")
        return redirect(access.study)
    return form_page(
        request, form, title=f"Centre {centre.code}", action="Save", crumbs=study_crumbs(access)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_planned_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Add a visit to the schedule."""
    access = _managed(request, code)
    form = NewPlannedVisitForm(request.POST or None)
    planned = saved(
        form,
        lambda: services.add_planned_visit(by=request.user, study=access.study, **form.values()),
    )
    if planned is not None:
        messages.success(request, f"{planned.name} is planned for day {planned.day}.")
        return redirect(access.study)
    return form_page(
        request, form, title="New planned visit", action="Add visit", crumbs=study_crumbs(access)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_planned_visit(request: HttpRequest, code: str, planned_code: str) -> HttpResponse:
    """Change a planned visit; the windows of every patient move with it."""
    access = _managed(request, code)
    planned = get_object_or_404(
        access.study.planned_visits.select_related("study"), code=planned_code
    )
    form = PlannedVisitForm(request.POST or None, record=planned)
    changed = saved(
        form,
        lambda: services.change_planned_visit(
            by=request.user, planned=planned, **form.correction(), **form.values()
        ),
    )
    if changed is not None:
        messages.success(request, "The planned visit is saved; all windows follow it.")
        return redirect(access.study)
    return form_page(
        request,
        form,
        title=f"Planned visit {planned.code}",
        action="Save",
        crumbs=study_crumbs(access),
    )
