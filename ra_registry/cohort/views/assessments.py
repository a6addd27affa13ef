"""The clinical assessment of a visit, with its composites while typing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.cohort import activity, selectors, services
from ra_registry.cohort.forms.patients import AssessmentForm
from ra_registry.cohort.models import ClinicalAssessment
from ra_registry.cohort.services.values import filled
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.patient import editable_patient, patient_crumbs
from ra_registry.cohort.views.voiding import voiding_page
from ra_registry.core.errors import ValidationFailed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, code: str, pseudonym: str, planned_code: str) -> HttpResponse:
    """Record the assessment, or correct it once it is recorded."""
    access, patient = editable_patient(request, code, pseudonym)
    visit = selectors.find_visit(patient, planned_code)
    recorded = selectors.find_assessment(visit)
    is_new = recorded is None or (request.method == "POST" and "revision" not in request.POST)
    form = AssessmentForm(request.POST or None, record=None if is_new else recorded)
    if is_new:
        stored = saved(
            form,
            lambda: services.record_assessment(
                by=request.user, visit=visit, anew=form.anew, **form.values()
            ),
        )
    else:
        stored = saved(
            form,
            lambda: services.change_assessment(
                by=request.user, assessment=recorded, **form.correction(), **form.values()
            ),
        )
    if stored is not None:
        messages.success(request, f"The assessment at {visit.planned.name} is saved.")
        return redirect(patient)
    title = f"Assessment at {visit.planned.name}"
    return form_page(
        request,
        form,
        title=title if is_new else f"Edit assessment at {visit.planned.name}",
        action="Save assessment" if is_new else "Save",
        crumbs=patient_crumbs(access, patient),
        template="cohort/assessment.html",
        visit=visit,
        results=_results(form),
        existing_url=patient.get_absolute_url() if form.existing else "",
        preview_url=reverse("cohort:preview-assessment", args=[code, pseudonym, planned_code]),
        void_url=""
        if is_new
        else reverse("cohort:void-assessment", args=[code, pseudonym, planned_code]),
    )


@login_required
@require_POST
def preview(request: HttpRequest, code: str, pseudonym: str, planned_code: str) -> HttpResponse:
    """Return the composites of what is typed so far; stores nothing.

    Sent as POST, so that clinical values don't end up in the addresses of access logs.
    """
    _, patient = editable_patient(request, code, pseudonym)
    selectors.find_visit(patient, planned_code)
    return render(
        request, "cohort/_results.html", {"results": _results(AssessmentForm(request.POST))}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, pseudonym: str, planned_code: str) -> HttpResponse:
    """Void an assessment, with a reason."""
    access, patient = editable_patient(request, code, pseudonym)
    visit = selectors.find_visit(patient, planned_code)
    recorded = selectors.find_assessment(visit)
    if recorded is None:
        messages.info(request, "There is no assessment, or it is voided already.")
        return redirect(patient)
    return voiding_page(
        request,
        access,
        recorded,
        title=f"Void the assessment at {visit.planned.name}",
        text="Its composites leave every count and analysis. The history keeps it.",
        crumbs=patient_crumbs(access, patient),
        done=_("The assessment is voided; it can be restored or entered again."),
    )


def _results(form: AssessmentForm) -> list[activity.Result]:
    """Return the composites of the form's valid fields; an invalid one counts as not recorded."""
    if form.is_bound:
        form.is_valid()
        typed = {name: form.cleaned_data.get(name) for name in AssessmentForm.base_fields}
        typed["crp_unit"] = typed["crp_unit"] or ""
    else:
        typed = {name: form.initial.get(name) for name in AssessmentForm.base_fields}
        typed["crp_unit"] = typed["crp_unit"] or ""
    if not typed["crp_unit"]:
        typed["crp_value"] = None
    try:
        return activity.results(activity.components(filled(ClinicalAssessment(), **typed)))
    except ValidationFailed:
        return []
