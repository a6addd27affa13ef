"""Recording the examinations of a visit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ra_registry.cohort import selectors
from ra_registry.cohort.models import Visit
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.patient import editable_patient, patient_crumbs
from ra_registry.cohort.views.voiding import voiding_page
from ra_registry.imaging import services
from ra_registry.imaging.forms import ExaminationForm
from ra_registry.imaging.modalities import MODALITIES, Modality
from ra_registry.imaging.models import ImagingExamination
from ra_registry.imaging.words import heading, noun


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def examination(
    request: HttpRequest, code: str, pseudonym: str, planned_code: str, kind: str
) -> HttpResponse:
    """Record the visit's examination of this kind, or correct it once it is recorded."""
    access, patient = editable_patient(request, code, pseudonym)
    visit = selectors.find_visit(patient, planned_code)
    modality = _kind(kind)
    recorded = _current(visit, modality)
    is_new = recorded is None or (request.method == "POST" and "revision" not in request.POST)
    form = ExaminationForm(
        request.POST or None,
        modality=modality,
        record=None if is_new else recorded,
        initial={"acquired_on": visit.took_place_on} if is_new else {},
    )
    if is_new:
        stored = saved(
            form,
            lambda: services.record_examination(
                by=request.user,
                visit=visit,
                modality=modality.code,
                anew=form.anew,
                **form.values(),
            ),
        )
    else:
        stored = saved(
            form,
            lambda: services.change_examination(
                by=request.user, examination=recorded, **form.correction(), **form.values()
            ),
        )
    if stored is not None:
        messages.success(request, f"{heading(modality)} at {visit.planned.name} saved.")
        return redirect(patient)
    title = f"{heading(modality)} at {visit.planned.name}"
    return form_page(
        request,
        form,
        title=title if is_new else f"Edit {noun(modality)} at {visit.planned.name}",
        action="Save examination" if is_new else "Save",
        crumbs=patient_crumbs(access, patient),
        existing_url=patient.get_absolute_url() if form.existing else "",
        void_url=""
        if is_new
        else reverse("imaging:void-examination", args=[code, pseudonym, planned_code, kind]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(
    request: HttpRequest, code: str, pseudonym: str, planned_code: str, kind: str
) -> HttpResponse:
    """Void an examination, with a reason."""
    access, patient = editable_patient(request, code, pseudonym)
    visit = selectors.find_visit(patient, planned_code)
    modality = _kind(kind)
    recorded = _current(visit, modality)
    if recorded is None:
        messages.info(request, "There is no such examination, or it is voided already.")
        return redirect(patient)
    return voiding_page(
        request,
        access,
        recorded,
        title=f"Void {noun(modality)} at {visit.planned.name}",
        text=_(
            "Cases that are read from this examination leave worklists and analyses. Readings and "
            "drafts stay with it, and come back when it is restored."
        ),
        crumbs=patient_crumbs(access, patient),
        done=_("%(what)s voided; the examination can be restored or entered again.")
        % {"what": heading(modality)},
    )


def _kind(kind: str) -> Modality:
    for modality in MODALITIES:
        if modality.slug == kind:
            return modality
    raise Http404


def _current(visit: Visit, modality: Modality) -> ImagingExamination | None:
    recorded = visit.examinations.filter(modality=modality.code, voided_at__isnull=True).first()
    if recorded is not None:
        recorded.visit = visit
    return recorded
