"""The list of patients, its download, and enrolling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort import clock, selectors, services
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.patients import EnrolForm, centres_for
from ra_registry.cohort.models.patient import Sex
from ra_registry.cohort.pseudonyms import draw_pseudonym
from ra_registry.cohort.selectors import PatientFilters, PatientRow
from ra_registry.cohort.selectors.patient_list import RECORD_FILTERS, SEROSTATUS
from ra_registry.cohort.views.pages import Crumbs, form_page, restore_url, saved
from ra_registry.cohort.views.studies import study_crumbs
from ra_registry.core import audit
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from ra_registry.core.spreadsheets import csv_response

PAGE_SIZE = 50


@login_required
@require_safe
def patient_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the patients: searched, filtered, sorted, 50 a page. htmx replaces the table only."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    request.study_access = access
    filters = filters_from(request.GET)
    page = Paginator(selectors.patient_rows(access, filters), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": list(selectors.with_schedule(access, page.object_list)),
        "filters": filters,
        "sort": filters.sort,
        "centres": centres_for(access, Permission.VIEW_PATIENTS),
        "sexes": Sex.choices,
        "serostatuses": SEROSTATUS.items(),
        "states": RECORD_FILTERS.items(),
        "edits": access.allows(Permission.EDIT_PATIENTS),
    }
    template = "cohort/_patient_table.html" if request.htmx else "cohort/patients.html"
    return render(request, template, context)


@login_required
@require_safe
def download(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Send the filtered list as CSV, line by line; the download itself goes to the audit trail."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    filters = filters_from(request.GET)
    patients = selectors.patient_rows(access, filters)
    with transaction.atomic():
        audit.record(
            EventKind.TABLE_DOWNLOADED,
            by=request.user,
            study_code=code,
            data={"table": "patients", "rows": patients.count(), "filters": filters.active},
        )
    rows = selectors.with_schedule(access, patients.iterator(chunk_size=500))
    response = csv_response(request, CSV_HEADER, (_csv_row(row) for row in rows))
    day = clock.today(access.study).isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-patients-{day}.csv"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """Enrol a patient. The pseudonym travels with the form, so sending it twice enrols once."""
    access = study_access(request.user, code, Permission.EDIT_PATIENTS)
    request.study_access = access
    centres = centres_for(access, Permission.EDIT_PATIENTS)
    form = EnrolForm(
        request.POST or None,
        centres=centres,
        pseudonym=draw_pseudonym(access.study),
        today=clock.today(access.study, centres[0] if len(centres) == 1 else None),
    )
    patient = saved(
        form,
        lambda: services.enrol_patient(by=request.user, study=access.study, **form.values()),
    )
    if patient is not None:
        messages.success(
            request,
            f"{patient.pseudonym} is enrolled. Note the pseudonym in the centre's own "
            "identification log.",
        )
        return redirect(patient)
    return form_page(
        request,
        form,
        title="Enrol a patient",
        action="Enrol",
        crumbs=patients_crumbs(access),
        existing_url=_visible_url(form.existing, access),
        restore_url=restore_url(request, form)
        if form.voided and _visible_url(form.voided.record, access)
        else "",
    )


def filters_from(query: QueryDict) -> PatientFilters:
    """Return the list's filters from the address; what is not known narrows nothing."""
    names = ("q", "centre", "sex", "serostatus", "state")
    given = {name: query.get(name, "").replace("\x00", "").strip() for name in names}
    for name, allowed in (
        ("sex", dict(Sex.choices)),
        ("serostatus", SEROSTATUS),
        ("state", RECORD_FILTERS),
    ):
        if given[name] not in allowed:
            given[name] = ""
    return PatientFilters(**given, sort=query.get("sort") or "pseudonym")


def patients_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to the list of patients."""
    url = f"{access.study.get_absolute_url()}patients/"
    return [*study_crumbs(access), {"label": "Patients", "url": url}]


def _visible_url(patient: Any, access: StudyAccess) -> str:
    """Return where the patient in the way is shown, unless it is of a centre out of one's sight."""
    centres = access.centre_ids(Permission.VIEW_PATIENTS)
    hidden = patient is None or (centres is not None and patient.centre_id not in centres)
    return "" if hidden else patient.get_absolute_url()


CSV_HEADER = [
    "patient",
    "centre",
    "sex",
    "birth_year",
    "dominant_hand",
    "diagnosis",
    "diagnosed_on",
    "symptom_onset",
    "enrolled_on",
    "rf_value",
    "rf_sign",
    "rf_printed",
    "rf_unit",
    "rf_uln",
    "acpa_value",
    "acpa_sign",
    "acpa_printed",
    "acpa_unit",
    "acpa_uln",
    "serostatus",
    "visits_done",
    "visits_planned",
    "visit_state",
    "next_visit",
    "next_visit_opens",
    "next_visit_closes",
    "latest_das28_esr",
    "latest_das28_esr_limit",
]


def _csv_row(row: PatientRow) -> Iterator[Any]:
    patient = row.patient
    yield from (patient.pseudonym, patient.centre.code)
    for name in CSV_HEADER[2 : CSV_HEADER.index("serostatus")]:
        value = getattr(patient, name)
        yield value.iso if isinstance(value, PartialDate) else value
    yield from (row.serostatus, row.done, len(row.states), row.progress)
    yield row.next_visit.code if row.next_visit else None
    yield from (
        (row.next_window.opens, row.next_window.closes) if row.next_window else (None, None)
    )
    yield row.latest.value if row.latest else None
    yield row.latest.note if row.latest else None
