"""The section of the sensitivity analyses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from analytics.report import Report
from analytics.tables import build_table
from analytics.tables.sensitivity import OLDER_RUN, sentences
from analytics.views.base import open_room, show


@login_required
@require_safe
def sensitivity(request: HttpRequest, code: str) -> HttpResponse:
    """Show the main results beside what other decisions would have given."""
    room = open_room(request, code)
    context: dict[str, Any] = {}
    if room.report and "sensitivity" not in room.report.results:
        context = {"older": OLDER_RUN}
    elif room.report and room.report.plan["outcomes"]:
        context = _context(request, room.report)
    return show(request, room, "sensitivity", context)


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    outcome = report.outcome_key(request.GET.get("outcome", ""))
    found = report.sensitivity("outcomes", "endpoint", outcome)
    return {
        "outcomes": report.outcomes(),
        "outcome": outcome,
        "sentences": sentences(report, found or {}),
        "table": build_table(report, "sensitivity", {"outcome": outcome}),
        "comparisons": [
            {
                "key": pair["key"],
                "sentences": sentences(report, pair),
                "table": build_table(report, "sensitivity-comparison", {"comparison": pair["key"]}),
            }
            for pair in report.results["sensitivity"]["comparisons"]
        ],
    }
