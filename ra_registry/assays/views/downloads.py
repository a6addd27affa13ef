"""Files and tables that leave the registry; each download stands in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ra_registry.assays import selectors
from ra_registry.assays.models import AssayFile, Batch
from ra_registry.assays.selectors import MeasurementFilters
from ra_registry.cohort.access import StudyAccess
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.spreadsheets import csv_response

MEASUREMENT_COLUMNS = (
    "plate",
    "well",
    "role",
    "label",
    "sample",
    "patient",
    "visit",
    "dilution",
    "analyte",
    "unit",
    "spot",
    "signal_text",
    "signal",
    "nominal_concentration",
    "vendor_text",
    "vendor_range_text",
    "vendor_concentration",
    "own_concentration",
    "concentration",
    "source",
    "censor",
    "llod",
    "lloq",
    "uloq",
    "excluded",
)
AT_ONCE = 2000


def send_original(request: HttpRequest, access: StudyAccess, file: AssayFile) -> HttpResponse:
    """Return the uploaded bytes under the uploaded name."""
    _audited(request, access, file, {"table": "original file", "name": file.name})
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    return response


def send_measurements(
    request: HttpRequest, access: StudyAccess, batch: Batch, filters: MeasurementFilters
) -> StreamingHttpResponse:
    """Return a batch's measurements as CSV, line by line."""
    found = selectors.measurements(batch, filters)
    data = {"table": "measurements", "rows": found.count(), "filters": filters.active}
    _audited(request, access, batch, data)
    rows = (_cells(one) for one in found.iterator(chunk_size=AT_ONCE))
    response = csv_response(request, MEASUREMENT_COLUMNS, rows)
    name = f"{access.study.code}-batch-{batch.pk}-measurements.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _audited(
    request: HttpRequest, access: StudyAccess, target: AssayFile | Batch, data: dict[str, Any]
) -> None:
    with transaction.atomic():
        audit.record(
            EventKind.TABLE_DOWNLOADED,
            by=request.user,
            study_code=access.study.code,
            target=target,
            data=data,
        )


def _cells(measurement: Any) -> Iterator[Any]:
    well, analyte = measurement.well, measurement.analyte
    visit = well.sample.visit if well.sample else None
    yield from (well.plate.barcode, well.name, well.role, well.label)
    yield well.sample.code if well.sample else None
    yield visit.patient.pseudonym if visit else None
    yield visit.planned.code if visit else None
    yield from (well.dilution, analyte.code, analyte.unit)
    for name in MEASUREMENT_COLUMNS[10:]:
        yield measurement.status if name == "censor" else getattr(measurement, name)
