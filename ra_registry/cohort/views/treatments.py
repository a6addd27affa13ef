"""A patient's treatments."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import clock, selectors, services
from ra_registry.cohort.forms.patients import StopForm, TreatmentForm
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.patient import editable_patient, patient_crumbs
from ra_registry.cohort.views.voiding import voiding_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, pseudonym: str) -> HttpResponse:
    """Add a treatment; the same drug from the same day is recorded once."""
    access, patient = editable_patient(request, code, pseudonym)
    form = TreatmentForm(request.POST or None)
    treatment = saved(
        form,
        lambda: services.add_treatment(
            by=request.user, patient=patient, anew=form.anew, **form.values()
        ),
    )
    if treatment is not None:
        messages.success(request, f"{treatment.drug} is recorded.")
        return redirect(patient)
    return form_page(
        request,
        form,
        title="Add treatment",
        action="Add treatment",
        crumbs=patient_crumbs(access, patient),
        existing_url=patient.get_absolute_url() if form.existing else "",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, pseudonym: str, treatment_id: int) -> HttpResponse:
    """Correct a treatment."""
    access, patient = editable_patient(request, code, pseudonym)
    treatment = selectors.find_treatment(patient, treatment_id)
    form = TreatmentForm(request.POST or None, record=treatment)
    changed = saved(
        form,
        lambda: services.change_treatment(
            by=request.user, treatment=treatment, **form.correction(), **form.values()
        ),
    )
    if changed is not None:
        messages.success(request, f"{changed.drug} is saved.")
        return redirect(patient)
    return form_page(
        request,
        form,
        title=f"Edit {treatment.drug}",
        action="Save",
        crumbs=patient_crumbs(access, patient),
        void_url=reverse("cohort:void-treatment", args=[code, pseudonym, treatment_id]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str, pseudonym: str, treatment_id: int) -> HttpResponse:
    """Record that a drug was stopped, and why."""
    access, patient = editable_patient(request, code, pseudonym)
    treatment = selectors.find_treatment(patient, treatment_id)
    form = StopForm(
        request.POST or None,
        record=treatment,
        initial={} if treatment.stopped_on else {"stopped_on": clock.today_of(patient)},
    )
    stopped = saved(
        form,
        lambda: services.stop_treatment(
            by=request.user, treatment=treatment, **form.correction(), **form.values()
        ),
    )
    if stopped is not None:
        messages.success(
            request,
            _("%(drug)s is recorded as ended: %(when)s.")
            % {"drug": stopped.drug, "when": stopped.stopped_on},
        )
        return redirect(patient)
    return form_page(
        request,
        form,
        title=f"Stop {treatment.drug}",
        action="Stop treatment",
        crumbs=patient_crumbs(access, patient),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, pseudonym: str, treatment_id: int) -> HttpResponse:
    """Void a treatment that was entered by mistake."""
    access, patient = editable_patient(request, code, pseudonym)
    treatment = selectors.find_treatment(patient, treatment_id, voided_too=True)
    return voiding_page(
        request,
        access,
        treatment,
        title=f"Void {treatment.drug}",
        text="For entries made by mistake. A drug that ended is stopped, not voided.",
        crumbs=patient_crumbs(access, patient),
        done=f"{treatment.drug} is voided.",
    )
