"""Tables as CSV, figures as specification, SVG, PDF and PNG."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from analytics.figures.render import CONTENT_TYPES, as_file, draw
from analytics.figures.spec import Figure, Link, panels_of
from analytics.figures.theme import DARK, LIGHT, config
from analytics.figures.widths import paper_width
from analytics.preliminary import file_mark
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES, TABLES, build_figure, build_table, widths_of
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
    response.headers["Content-Disposition"] = attachment(code, report, built.name, "csv")
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
    """Send a figure as SVG, PDF or PNG; the download goes to the audit trail.

    ``?width=`` is that of a journal's column in millimetres, ``?panel=`` one panel's letter.
    """
    access = enter(request, code)
    report = chosen_report(request, access)
    figure = _chosen_panel(_figure(report, key, request, _no_link), request)
    width = _chosen_width(key, figure, request)
    content = as_file(draw(figure, width), kind)
    said = {"figure": figure.name, "format": kind, "width": width, "run": report.run.pk}
    record_download(access, said)
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = attachment(code, report, figure.name, kind)
    return response


def _figure(report: StoredRun, key: str, request: HttpRequest, link: Link) -> Figure:
    if key not in FIGURES:
        raise Http404
    return build_figure(report, key, request.GET, link)


def _chosen_panel(figure: Figure, request: HttpRequest) -> Figure:
    wanted = request.GET.get("panel")
    if not wanted:
        return figure
    panels = panels_of(figure)
    if wanted not in panels:
        raise Http404
    return panels[wanted]


def _chosen_width(key: str, figure: Figure, request: HttpRequest) -> int:
    wanted = request.GET.get("width")
    if not wanted:
        return paper_width(figure)
    if wanted not in map(str, widths_of(key)):
        raise Http404
    return int(wanted)


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


def attachment(code: str, report: StoredRun, name: str, kind: str) -> str:
    """File names say study, run, content and what is preliminary; all parts are slugs."""
    mark = file_mark(report.preliminary)
    return f'attachment; filename="{code}-run{report.run.pk}-{name}{mark}.{kind}"'  # unseen
