"""Two runs side by side: what differs, and what moved the figures."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from analytics import selectors
from analytics.datasets.dataset import DataSet
from analytics.design.variable import Variable
from analytics.design.words import Names
from analytics.errors import NotComputed, OlderResults
from analytics.models import AnalysisRun
from analytics.openness import opened
from analytics.preliminary import sentence
from analytics.results.run import Results
from analytics.results.stored_run import StoredRun
from analytics.runs.compare.data import Aligned, PatientChange, aligned, changes
from analytics.runs.compare.steps import (
    STEPS,
    Movement,
    headline,
    limit_below,
    movements,
    stored_headline,
)
from analytics.runs.compare.words import column_words, plan_words
from analytics.stats.descriptive.limited import Limit
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import formats
from analytics.views.base import Room, open_room, show
from ra_registry.core.permissions import Permission

PATIENTS_PER_PAGE = 25
FIGURE_NAMES = {
    "n": "Patients",
    "events": "Events",
    "auc": "AUC",
    "cutoff": "Cut-off",
    "odds_ratio": gettext_lazy("Odds ratio of the primary exposure"),
}
STEP_NAMES = {
    "removed": "Patients removed",
    "added": "Patients added",
    "changed": "Values changed",
    "plan": "Plan",
}
# Repeating the same computation gives the same number up to the last bits.
SAME = 1e-9


@login_required
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Compare run ``?a=`` with run ``?b=``; unasked, the run before with the run shown."""
    room = open_room(request, code)
    b = _run(room, request.GET.get("b", ""), room.freshness.run_id)
    a = _run(room, request.GET.get("a", ""), selectors.run_before(room.access, b) if b else None)
    if a is None or b is None:
        return show(request, room, "runs", {}, page="compare")
    earlier, later = opened(a, room.access.user), opened(b, room.access.user)
    context: dict[str, Any] = {
        "a": a,
        "b": b,
        "preliminary": sentence(list(dict.fromkeys((*earlier.preliminary, *later.preliminary)))),
        "same_code": a.code_version == b.code_version,
        "packages": _packages(a, b),
    }
    try:
        first, second = earlier.data(), later.data()
    except NotComputed as error:
        described = {
            one.variable.code: one.variable
            for report in (earlier, later)
            for one in report.plan.further
        }
        names = Names(described, _endpoints(earlier, later))
        context |= {
            "lost": error.message,
            "plan_changes": plan_words(earlier.plan, later.plan, names),
        }
        return _shown(request, room, context)
    names = Names(_variables(first, second), _endpoints(earlier, later))
    pair = aligned(first, earlier.plan, second, later.plan)
    found = changes(pair)
    page = Paginator(found, PATIENTS_PER_PAGE).get_page(request.GET.get("page"))
    read_sets = {s.key: s for data in (first, second) for s in data.meta.read_sets}
    context |= {
        "plan_changes": plan_words(earlier.plan, later.plan, names),
        "counts": _counts(found),
        "page": page,
        "patients": [(change, column_words(change.columns, names, read_sets)) for change in page],
        "may_open": room.access.whole_study(Permission.VIEW_PATIENTS),
        "steps": [STEP_NAMES[step] for step in STEPS],
        "outcomes": _moved(pair, earlier, later, second, names),
        "by_plan": [names.endpoints[key] for key in pair.by_plan],
        "departures": [*_departures(earlier, first, names), *_departures(later, second, names)],
        "unread": [_unread(each) for each in (earlier, later) if _stored(each) is None],
    }
    return _shown(request, room, context)


def _shown(request: HttpRequest, room: Room, context: dict[str, Any]) -> HttpResponse:
    """Two runs that are open stay so where the study's current one is not."""
    return show(
        request, room, "runs", context, page="compare", without_results=room.closed is not None
    )


def _run(room: Room, wanted: str, otherwise: int | None) -> AnalysisRun | None:
    """The run asked for, or the other one. Raises Http404 for one the study doesn't have."""
    if not wanted:
        return selectors.run(room.access, otherwise) if otherwise else None
    run = selectors.run(room.access, int(wanted)) if wanted.isdecimal() else None
    if run is None:
        raise Http404
    return run


def _moved(
    pair: Aligned, earlier: StoredRun, later: StoredRun, data: DataSet, names: Names
) -> list[dict[str, Any]]:
    return [
        {
            "label": names.endpoints.get(key, key),
            "rows": [_row(movement) for movement in moved],
        }
        for key, moved in movements(pair, earlier.plan, data, later.plan).items()
    ]


def _row(movement: Movement) -> dict[str, Any]:
    figure = movement.figure
    return {
        "label": FIGURE_NAMES[figure],
        "before": _cell(figure, movement.values[0], limit=movement.limits[0]),
        "differences": [_cell(figure, each, signed=True) for each in movement.differences],
        "after": _cell(figure, movement.values[-1], limit=movement.limits[-1]),
        "whole": _cell(figure, movement.whole, signed=True),
    }


def _cell(
    figure: str, value: Estimate, *, signed: bool = False, limit: float | None = None
) -> dict[str, str]:
    """A figure to show; ``limit``: what it lies below where it has no number."""
    if isinstance(value, NotEstimable):
        return {"text": formats.NOT_ESTIMABLE, "reason": value.reason}
    if limit is not None:
        return {"text": formats.limit(Limit("<", limit)), "reason": ""}
    if signed and value == 0:
        return {"text": "0", "reason": ""}
    size = abs(value) if signed else value
    text = f"{size:.0f}" if figure in {"n", "events"} else _number(figure, size)
    sign = ("+" if value > 0 else "−") if signed else ""
    return {"text": sign + text, "reason": ""}


def _number(figure: str, value: float) -> str:
    return formats.fixed(value, 4) if figure == "auc" else formats.number(value)


def _departures(report: StoredRun, data: DataSet, names: Names) -> list[str]:
    """Say where today's code computes another figure than the run stored."""
    results, told = _stored(report), []
    if results is None:
        return []
    for chosen in report.plan.outcomes:
        key = chosen.endpoint
        now = headline(data, report.plan, key)
        for figure, stored in stored_headline(results, report.plan, key).items():
            again = now[figure]
            if isinstance(again, NotEstimable) or abs(again - stored) > SAME * max(1, abs(stored)):
                shown = [
                    _cell(
                        figure,
                        value,
                        limit=limit_below(value, data, report.plan) if figure == "cutoff" else None,
                    )["text"]
                    for value in (stored, again)
                ]
                told.append(
                    _(
                        "Run {run}, {outcome}, {figure}: stored {stored}, computed by today's code "
                        "{again}."
                    ).format(
                        run=report.run.pk,
                        outcome=names.endpoints.get(key, key),
                        figure=FIGURE_NAMES[figure],
                        stored=shown[0],
                        again=shown[1],
                    )
                )
    return told


def _stored(report: StoredRun) -> Results | None:
    """The stored results; None where they are of a shape that today's code can't read."""
    try:
        return report.results
    except OlderResults:
        return None


def _unread(report: StoredRun) -> str:
    return _(
        "The stored figures of run {run} are of a format that can't be read any more; what stands "
        "here is computed from its stored data set and plan."
    ).format(run=report.run.pk)


def _counts(found: list[PatientChange]) -> dict[str, int]:
    return {
        kind: sum(change.kind == kind for change in found)
        for kind in ("added", "removed", "changed")
    }


def _packages(a: AnalysisRun, b: AnalysisRun) -> list[tuple[str, str, str]]:
    return [
        (name, a.package_versions.get(name, "–"), b.package_versions.get(name, "–"))
        for name in sorted({*a.package_versions, *b.package_versions})
        if a.package_versions.get(name) != b.package_versions.get(name)
    ]


def _variables(*sets: DataSet) -> dict[str, Variable]:
    return {one.code: one for data in sets for one in data.meta.variables}


def _endpoints(*reports: StoredRun) -> dict[str, str]:
    return {e.key: e.label for report in reports for e in report.plan.endpoints}
