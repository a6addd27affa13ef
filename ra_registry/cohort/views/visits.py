"""Recording a planned visit of a patient, correcting and voiding it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import selectors, services
from ra_registry.cohort.forms.patients import VisitForm
from ra_registry.cohort.models import Patient, PlannedVisit, Visit
from ra_registry.cohort.schedule import window
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.patient import editable_patient, patient_crumbs
from ra_registry.cohort.views.voiding import voiding_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str, pseudonym: str, planned_code: str) -> HttpResponse:
    """Record the visit, or correct it once it is recorded."""
    access, patient = editable_patient(request, code, pseudonym)
    planned = get_object_or_404(access.study.planned_visits, code=planned_code)
    # The form of a new visit has no revision: sent twice, it is still the form of a new visit.
    recorded = patient.visits.filter(planned=planned, voided_at__isnull=True).first()
    is_new = recorded is None or (request.method == "POST" and "revision" not in request.POST)
    form = VisitForm(request.POST or None, record=None if is_new else recorded)
    stored = saved(form, lambda: _store(request, form, patient, planned, recorded, is_new=is_new))
    if stored is not None:
        messages.success(request, f"{planned.name} of {patient.pseudonym} is saved.")
        return redirect(patient)
    return form_page(
        request,
        form,
        title=planned.name if is_new else f"Edit {planned.name}",
        action="Record visit" if is_new else "Save",
        crumbs=patient_crumbs(access, patient),
        window=window(planned, patient.enrolled_on),
        existing_url=patient.get_absolute_url() if form.existing else "",
        void_url=""
        if is_new
        else reverse("cohort:void-visit", args=[code, pseudonym, planned_code]),
    )


def _store(
    request: HttpRequest,
    form: VisitForm,
    patient: Patient,
    planned: PlannedVisit,
    recorded: Visit | None,
    *,
    is_new: bool,
) -> Visit:
    if is_new or recorded is None:
        return services.record_visit(
            by=request.user, patient=patient, planned=planned, anew=form.anew, **form.values()
        )
    recorded.patient, recorded.planned = patient, planned
    return services.change_visit(
        by=request.user, visit=recorded, **form.correction(), **form.values()
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, pseudonym: str, planned_code: str) -> HttpResponse:
    """Void a visit, with a reason."""
    access, patient = editable_patient(request, code, pseudonym)
    recorded = selectors.current_visit(patient, planned_code)
    if recorded is None:
        messages.info(request, "There is no such visit, or it is voided already.")
        return redirect(patient)
    text = _(
        "The visit with its assessment, examinations and samples leaves every count and analysis. "
        "Nothing is deleted: the history keeps it, and it can be restored."
    )
    return voiding_page(
        request,
        access,
        recorded,
        title=f"Void {recorded.planned.name}",
        text=text,
        crumbs=patient_crumbs(access, patient),
        done=_("%(visit)s is voided; it can be restored or recorded again.")
        % {"visit": recorded.planned.name},
    )
