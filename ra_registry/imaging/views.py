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
from ra_registry.imaging.forms import MriForm, RadiographForm
from ra_registry.imaging.models import ImagingExamination, Modality

# Words of the address; the stored codes are DICOM's.
KINDS = {
    "mri": (Modality.MRI, MriForm),
    "radiographs": (Modality.RADIOGRAPH, RadiographForm),
}
NAMES = {"mri": "MRI", "radiographs": "radiographs"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def examination(
    request: HttpRequest, code: str, pseudonym: str, planned_code: str, kind: str
) -> HttpResponse:
    """Record the visit's examination of this kind, or correct it once it is recorded."""
    access, patient = editable_patient(request, code, pseudonym)
    visit = selectors.find_visit(patient, planned_code)
    modality, form_class = _kind(kind)
    recorded = _current(visit, modality)
    is_new = recorded is None or (request.method == "POST" and "revision" not in request.POST)
    form = form_class(
        request.POST or None,
        record=None if is_new else recorded,
        initial={"acquired_on": visit.took_place_on} if is_new else {},
    )
    if is_new:
        stored = saved(
            form,
            lambda: services.record_examination(
                by=request.user,
                visit=visit,
                modality=modality,
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
        messages.success(request, f"{_name(kind)} at {visit.planned.name} saved.")
        return redirect(patient)
    title = f"{_name(kind)} at {visit.planned.name}"
    return form_page(
        request,
        form,
        title=title if is_new else f"Edit {NAMES[kind]} at {visit.planned.name}",
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
    modality = _kind(kind)[0]
    recorded = _current(visit, modality)
    if recorded is None:
        messages.info(request, "There is no such examination, or it is voided already.")
        return redirect(patient)
    return voiding_page(
        request,
        access,
        recorded,
        title=f"Void {NAMES[kind]} at {visit.planned.name}",
        text=_(
            "Cases that are read from this examination leave worklists and analyses. Readings and "
            "drafts stay with it, and come back when it is restored."
        ),
        crumbs=patient_crumbs(access, patient),
        done=_("%(what)s voided; the examination can be restored or entered again.")
        % {"what": _name(kind)},
    )


def _kind(kind: str) -> tuple[Modality, type[RadiographForm]]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _name(kind: str) -> str:
    return NAMES[kind][0].upper() + NAMES[kind][1:]


def _current(visit: Visit, modality: Modality) -> ImagingExamination | None:
    recorded = visit.examinations.filter(modality=modality, voided_at__isnull=True).first()
    if recorded is not None:
        recorded.visit = visit
    return recorded
