"""Tables as CSV, figures as specification, SVG, PDF and PNG."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from analytics.figures import FIGURES, Figure, build_figure
from analytics.figures.render import CONTENT_TYPES, render
from analytics.figures.spec import Link
from analytics.figures.theme import DARK, LIGHT, config
from analytics.report import Report
from analytics.tables import TABLES, build_table
from analytics.views.base import chosen_report, enter
from ra_registry.cohort.access import StudyAccess
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from ra_registry.core.spreadsheets import csv_response


@login_required
@require_safe
def table(request: HttpRequest, code: str, key: str) -> StreamingHttpResponse:
    """Send a table of a run in full precision; the download goes to the audit trail."""
    access = enter(request, code)
    if key not in TABLES:
        raise Http404
    report = chosen_report(request, access)
    built = build_table(report, key, request.GET)
    record_download(access, {"table": built.name, "rows": len(built.rows), "run": report.run.pk})
    response = csv_response(request, built.header(), built.plain())
    response.headers["Content-Disposition"] = attachment(code, report.run.pk, built.name, "csv")
    return response


@login_required
@require_safe
def figure_spec(request: HttpRequest, code: str, key: str) -> JsonResponse:
    """Send a figure's specification with its configuration for both themes, for the page."""
    access = enter(request, code)
    figure = _figure(chosen_report(request, access), key, request, _patient_link(access))
    return JsonResponse(
        {
            "spec": figure.spec,
            "fluid": figure.fluid,
            "patients": {"columns": figure.patients.columns, "rows": figure.patients.rows},
            "config": {"light": config(LIGHT), "dark": config(DARK)},
        }
    )


@login_required
@require_safe
def figure_file(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Send a figure as SVG, PDF or PNG; the download goes to the audit trail."""
    access = enter(request, code)
    report = chosen_report(request, access)
    figure = _figure(report, key, request, _no_link)
    content = render(figure, kind)
    record_download(access, {"figure": figure.name, "format": kind, "run": report.run.pk})
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = attachment(code, report.run.pk, figure.name, kind)
    return response


def _figure(report: Report, key: str, request: HttpRequest, link: Link) -> Figure:
    if key not in FIGURES:
        raise Http404
    return build_figure(report, key, request.GET, link)


def _no_link(patient: str) -> None:
    """A file leads nowhere."""


def _patient_link(access: StudyAccess) -> Link:
    """Points lead to the patient's page, for those who may open every patient's."""
    if not access.whole_study(Permission.VIEW_PATIENTS):
        return _no_link
    return lambda patient: reverse("cohort:patient", args=[access.study.code, patient])


def record_download(access: StudyAccess, data: dict[str, object]) -> None:
    """Put a download into the audit trail."""
    with transaction.atomic():
        audit.record(
            EventKind.TABLE_DOWNLOADED,
            by=access.user,
            study_code=access.study.code,
            data=data,
        )


def attachment(code: str, run_id: int, name: str, kind: str) -> str:
    """File names say study, run and content; all parts are slugs."""
    return f'attachment; filename="{code}-run{run_id}-{name}.{kind}"'
