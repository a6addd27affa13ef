"""The list of batches and one batch: its report, plates and measurements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.assays import selectors
from ra_registry.assays.curve_table import curve_rows
from ra_registry.assays.forms import UploadForm
from ra_registry.assays.models import Batch, Plate
from ra_registry.assays.models.measurement import Censor, WellRole
from ra_registry.assays.parsers.model import AssayFormat
from ra_registry.assays.plate_map import stored_map
from ra_registry.assays.reading_fields import FORMATS
from ra_registry.assays.selectors import MeasurementFilters
from ra_registry.assays.services.acceptance import void_batch
from ra_registry.assays.services.finding_words import kept_sentences
from ra_registry.assays.views.common import assays_crumbs, posted
from ra_registry.assays.views.downloads import send_measurements
from ra_registry.assays.views.review import analytes_of, plate_number
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.records import VoidForm
from ra_registry.cohort.views.pages import void_page
from ra_registry.core.permissions import Permission

BATCHES_PER_PAGE = 50
MEASUREMENTS_PER_PAGE = 50
DISCARDED_SHOWN = 10


@login_required
@require_safe
def batch_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the files that wait, the batches, and the form that uploads a file."""
    access = _viewing(request, code)
    page = Paginator(selectors.batches(access), BATCHES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": list(selectors.waiting_files(access)),
        "discarded": list(selectors.decided_without_batch(access)[:DISCARDED_SHOWN]),
        "form": UploadForm(),
        "imports": access.whole_study(Permission.IMPORT_ASSAYS),
    }
    return render(request, "assays/batches.html", context)


@login_required
@require_safe
def batch_page(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Show a batch. htmx replaces the table of measurements only."""
    access = _viewing(request, code)
    batch = selectors.find_batch(access, token)
    filters = filters_from(request.GET)
    found = selectors.measurements(batch, filters)
    context: dict[str, Any] = {
        "batch": batch,
        "filters": filters,
        "page": Paginator(found, MEASUREMENTS_PER_PAGE).get_page(request.GET.get("page")),
    }
    if request.htmx:
        return render(request, "assays/_measurements.html", context)
    plates = list(batch.plates.all())
    shown = plate_number(request.GET.get("plate", ""), len(plates))
    context |= {
        "report": selectors.import_report(batch),
        "format": FORMATS.get(AssayFormat(batch.file.format), ""),
        "findings": kept_sentences(batch),
        "shown": shown,
        "plate_tabs": [(plate.position, plate.barcode, 0) for plate in plates],
        "one": _plate(batch, plates[shown - 1]),
        "analytes": analytes_of(batch.panel).values(),
        "roles": WellRole.choices,
        "censors": Censor.choices,
        "imports": access.whole_study(Permission.IMPORT_ASSAYS),
        "breadcrumbs": [*assays_crumbs(access), {"label": batch.file.name}],
    }
    return render(request, "assays/batch.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, token: UUID) -> StreamingHttpResponse:
    """Send the filtered measurements as CSV."""
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    batch = selectors.find_batch(access, token)
    return send_measurements(request, access, batch, filters_from(request.GET))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Take a batch back as a whole, with a reason."""
    access = study_access(request.user, code, Permission.IMPORT_ASSAYS, whole_study=True)
    request.study_access = access
    batch = selectors.find_batch(access, token)
    form = VoidForm(posted(request))
    if form.is_valid():
        void_batch(batch=batch, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "The batch is taken back; its file can be uploaded again.")
        return redirect("assays:batch", code, token)
    here = {"label": batch.file.name, "url": reverse("assays:batch", args=[code, token])}
    return void_page(
        request,
        form,
        title="Take back batch",
        text=_void_text(batch),
        crumbs=[*assays_crumbs(access), here],
        action="Take back",
    )


def _void_text(batch: Batch) -> str:
    text = ngettext(
        "The %(n)d measurement of %(file)s leaves every analysis. Nothing is deleted: batch, "
        "plates and file can still be opened. It can't be undone.",
        "All %(n)d measurements of %(file)s leave every analysis. Nothing is deleted: batch, "
        "plates and file can still be opened. It can't be undone.",
        batch.rows_stored,
    )
    return text % {"n": batch.rows_stored, "file": batch.file.name}


def filters_from(query: QueryDict) -> MeasurementFilters:
    """Return the filters of the address; what is not known narrows nothing."""
    given = {
        name: query.get(name, "").replace("\x00", "").strip()
        for name in ("analyte", "sample", "role", "censor")
    }
    for name, known in (("role", WellRole.values), ("censor", Censor.values)):
        if given[name] not in known:
            given[name] = ""
    return MeasurementFilters(**given)


def _viewing(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    request.study_access = access
    return access


def _plate(batch: Batch, plate: Plate) -> dict[str, Any]:
    """Return one plate with its map and its curves."""
    wells = selectors.stored_wells(plate)
    return {
        "plate": plate,
        "map": stored_map(plate.barcode, wells, size=(plate.rows, plate.columns)),
        "curves": curve_rows(plate.curves, analytes_of(batch.panel)),
    }
