"""The sections that show results: overview, cohort, imaging, ROC and readers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.key_figures import key_figures
from analytics.report import Report
from analytics.runs.compute.imaging import change_endpoints
from analytics.tables import Table, build_table, cautions, formats, set_aside
from analytics.tables.names import feature_name
from analytics.views.base import Room, chosen_report, enter, open_room, show
from analytics.what_if import WhatIfForm, what_if
from ra_registry.core.permissions import Permission

COORDINATES_PER_PAGE = 25
# Columns of the panel by the key in ``?sort=``.
PANEL_SORT = {
    "analyte": 0,
    "n": 1,
    "auc": 2,
    "partial": 3,
    "p": 4,
    "adjusted": 5,
    "cutoff": 6,
    "below": 8,
}


@login_required
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the key figures, the primary curve and where the numbers come from."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report:
        context = {
            "figures": key_figures(room.report, code),
            "flow": build_table(room.report, "flow", {}),
            "set_aside": _set_aside(room),
            "has_curve": bool(room.report.plan["outcomes"] and room.report.primary),
        }
    return show(request, room, "overview", context)


@login_required
@require_safe
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Show the flow of patients and Table 1."""
    room = open_room(request, code)
    context: dict[str, Any] = _tables(room.report, "flow", "cohort")
    return show(request, room, "cohort", {**context, "set_aside": _set_aside(room)})


def _set_aside(room: Room) -> list[dict[str, str]]:
    """The patients whose value no statistic takes, with the way to their pages."""
    if room.report is None:
        return []
    may_open = room.access.whole_study(Permission.VIEW_PATIENTS)
    return set_aside.links(room.report, room.code, may_open=may_open)


@login_required
@require_safe
def imaging(request: HttpRequest, code: str) -> HttpResponse:
    """Show MRI against radiograph on the same patients."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report:
        report = room.report
        context = {
            "comparisons": [
                {
                    **found,
                    "tests": build_table(report, "comparison-tests", {"comparison": found["key"]}),
                }
                for found in report.results["imaging"]["comparisons"]
            ],
            "slopes": change_endpoints(report.plan),
            "changes": build_table(report, "changes", {}),
        }
    return show(request, room, "imaging", context)


@login_required
@require_safe
def roc(request: HttpRequest, code: str) -> HttpResponse:
    """Show the panel of curves, and one analyte's curve, cut-offs, coordinates and values."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report and room.report.plan["outcomes"] and room.report.plan["exposures"]:
        context = _roc_context(request, room.report)
    response = show(request, room, "roc", context)
    if context and context["tried"].errors:
        response.status_code = 422
    return response


@login_required
@require_safe
def roc_at(request: HttpRequest, code: str) -> HttpResponse:
    """Show what holds at a cut-off that a person tries, as a part of the ROC page."""
    report = chosen_report(request, enter(request, code))
    outcome = report.outcome_key(request.GET.get("outcome", ""))
    tried = what_if(
        report, outcome, report.exposure_key(request.GET.get("analyte", "")), request.GET
    )
    return render(
        request,
        "analytics/_what_if.html",
        {"tried": tried, "level": _level(report)},
        status=422 if tried.errors else 200,
    )


@login_required
@require_safe
def readers(request: HttpRequest, code: str) -> HttpResponse:
    """Show how well readers agree on one feature: status, change and each endpoint."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report:
        context = _readers_context(request, room.report)
    return show(request, room, "readers", context)


def _tables(report: Report | None, *keys: str) -> dict[str, Table]:
    return {key: build_table(report, key, {}) for key in keys} if report else {}


def _roc_context(request: HttpRequest, report: Report) -> dict[str, Any]:
    outcome = report.outcome_key(request.GET.get("outcome", ""))
    code = report.exposure_key(request.GET.get("analyte", ""))
    sort = request.GET.get("sort", "")
    options = {"outcome": outcome, "analyte": code}
    panel = build_table(report, "roc", options)
    codes = [marker["analyte"] for marker in report.roc(outcome)["markers"]]
    rows = _sorted(list(zip(panel.rows, panel.shown(), codes, strict=True)), sort)
    coordinates = build_table(report, "coordinates", options)
    page = Paginator(coordinates.rows, COORDINATES_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "outcomes": report.outcomes(),
        "outcome": outcome,
        "analyte": code,
        "analyte_name": report.analyte(code),
        "marker": report.marker(outcome, code),
        "against": cautions.direction(report, report.marker(outcome, code)),
        "sort": sort,
        "panel": panel,
        "panel_rows": [(cells, row_code) for _, cells, row_code in rows],
        "tried": what_if(report, outcome, code, request.GET),
        "asked": WhatIfForm.base_fields,
        "analyte_unit": report.analytes[code]["unit"],
        "level": _level(report),
        "compared": build_table(report, "compared", options),
        "comparisons": build_table(report, "comparisons", options),
        "cutoffs": build_table(report, "cutoffs", options),
        "alternatives": build_table(report, "alternatives", options),
        "certainty": build_table(report, "certainty", options),
        "coordinates": coordinates,
        "page": page,
        "coordinate_rows": coordinates.shown(page.object_list),
    }


def _level(report: Report) -> str:
    """The level of the intervals in per cent."""
    return f"{100 * report.plan['level']:g}"


def _sorted(rows: list[Any], sort: str) -> list[Any]:
    """Sort the panel by a column; what can't be estimated comes last either way."""
    column = PANEL_SORT.get(sort.removeprefix("-"))
    if column is None:
        return rows

    def value(row: Any) -> Any:
        found = row[0][column]
        found = found[0] if isinstance(found, tuple) else found
        return found["limit"] if formats.is_limit(found) else found

    known = [row for row in rows if isinstance(value(row), (int, float, str))]
    unknown = [row for row in rows if not isinstance(value(row), (int, float, str))]
    return sorted(known, key=value, reverse=sort.startswith("-")) + unknown


def _readers_context(request: HttpRequest, report: Report) -> dict[str, Any]:
    found = report.results["readers"]
    choices = [
        {
            "reads": row["read_set"],
            "feature": row["feature"],
            "label": f"{row['title']}: {feature_name(row['feature'])}",
        }
        for row in found
    ]
    if not choices:
        return {"choices": []}
    wanted = {"reads": request.GET.get("reads", ""), "feature": request.GET.get("feature", "")}
    if not wanted["reads"]:
        first = next((c for c in choices if c["feature"] == _main_feature(report)), choices[0])
        wanted = {key: first[key] for key in ("reads", "feature")}
    return {
        "choices": choices,
        "chosen": wanted,
        "agreement": report.agreement(wanted["reads"], wanted["feature"]),
        "table": build_table(report, "agreement", wanted),
        "limits": build_table(report, "bland-altman", wanted),
        "kappas": build_table(report, "kappas", wanted),
    }


def _main_feature(report: Report) -> str:
    outcomes = report.plan["outcomes"]
    return str(report.endpoint(outcomes[0]["endpoint"])["feature"]) if outcomes else ""
