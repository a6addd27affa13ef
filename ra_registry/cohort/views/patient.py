"""One patient: everything known, its history, corrections."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort import selectors, services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.errors import RecordVoided
from ra_registry.cohort.forms.patients import PatientForm, centres_for
from ra_registry.cohort.models import Patient
from ra_registry.cohort.views.pages import Crumbs, form_page, saved
from ra_registry.cohort.views.patients import patients_crumbs
from ra_registry.cohort.views.voiding import voiding_page
from ra_registry.core.permissions import Permission

CHANGES_PER_PAGE = 100


@login_required
@require_safe
def patient(request: HttpRequest, code: str, pseudonym: str) -> HttpResponse:
    """Show a patient: facts, serology, visits with what was done at each, treatments."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    request.study_access = access
    found = selectors.find_patient(access, pseudonym)
    context = {
        "patient": found,
        "record": selectors.patient_record(access, found),
        "edits": _may_edit(access, found),
        "restores": _may_restore(access, found),
        "voided": selectors.voided_below(access, found),
        "breadcrumbs": [*patients_crumbs(access), {"label": found.pseudonym}],
    }
    return render(request, "cohort/patient.html", context)


@login_required
@require_safe
def history(request: HttpRequest, code: str, pseudonym: str) -> HttpResponse:
    """Show every change of the patient's records: who, when, field by field, and why."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    request.study_access = access
    found = selectors.find_patient(access, pseudonym)
    changes = selectors.patient_history(access, found)
    context = {
        "patient": found,
        "page": Paginator(changes, CHANGES_PER_PAGE).get_page(request.GET.get("page")),
        "breadcrumbs": [*patient_crumbs(access, found), {"label": "History"}],
    }
    return render(request, "cohort/history.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, pseudonym: str) -> HttpResponse:
    """Correct a patient's facts."""
    access, found = editable_patient(request, code, pseudonym)
    form = PatientForm(
        request.POST or None,
        record=found,
        centres=centres_for(access, Permission.EDIT_PATIENTS),
    )
    changed = saved(
        form,
        lambda: services.change_patient(
            by=request.user, patient=found, **form.correction(), **form.values()
        ),
    )
    if changed is not None:
        messages.success(request, f"{found.pseudonym} is saved.")
        return redirect(found)
    return form_page(
        request,
        form,
        title="Edit patient",
        action="Save",
        crumbs=patient_crumbs(access, found),
        void_url=reverse("cohort:void-patient", args=[code, pseudonym]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, pseudonym: str) -> HttpResponse:
    """Void a patient, with a reason."""
    access = study_access(request.user, code, Permission.EDIT_PATIENTS)
    request.study_access = access
    found = selectors.find_patient(access, pseudonym, Permission.EDIT_PATIENTS)
    text = _(
        "The patient with all visits, readings and samples leaves every list, count and analysis. "
        "Nothing is deleted: the record and its history can still be opened, and be restored."
    )
    return voiding_page(
        request,
        access,
        found,
        title=f"Void {found.pseudonym}",
        text=text,
        crumbs=patient_crumbs(access, found),
        done=f"{found.pseudonym} is voided.",
    )


def editable_patient(
    request: HttpRequest, code: str, pseudonym: str
) -> tuple[StudyAccess, Patient]:
    """Return a patient whose record the person may change; raises ``RecordVoided`` for a voided."""
    access = study_access(request.user, code, Permission.EDIT_PATIENTS)
    request.study_access = access
    found = selectors.find_patient(access, pseudonym, Permission.EDIT_PATIENTS)
    if found.voided_at is not None:
        raise RecordVoided(found)
    return access, found


def patient_crumbs(access: StudyAccess, patient: Patient) -> Crumbs:
    """Return the way to a patient's page."""
    return [
        *patients_crumbs(access),
        {"label": patient.pseudonym, "url": patient.get_absolute_url()},
    ]


def _may_edit(access: StudyAccess, patient: Patient) -> bool:
    return patient.voided_at is None and _holds_edit(access, patient)


def _may_restore(access: StudyAccess, patient: Patient) -> bool:
    return patient.voided_at is not None and _holds_edit(access, patient)


def _holds_edit(access: StudyAccess, patient: Patient) -> bool:
    if not access.allows(Permission.EDIT_PATIENTS):
        return False
    centres = access.centre_ids(Permission.EDIT_PATIENTS)
    return centres is None or patient.centre_id in centres
