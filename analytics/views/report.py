"""The paper's report: one page, and the same document as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from analytics.paper.build import build_document
from analytics.paper.files import CONTENT_TYPES, write
from analytics.views.base import Room, chosen_report, enter, open_room, show
from analytics.views.downloads import attachment, record_download


@login_required
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the report of the current run, or of the one that ``?run=`` names."""
    room = open_room(request, code)
    if request.GET.get("run"):
        room = Room(room.access, room.freshness, chosen_report(request, room.access))
    if room.report is None:
        return show(request, room, "report")
    return show(
        request,
        room,
        "report",
        {
            "document": build_document(room.report, room.access.study),
            "is_current": room.report.run.pk == room.freshness.run_id,
            "kinds": list(CONTENT_TYPES),
        },
    )


@login_required
@require_safe
def file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Send the report as HTML, DOCX or PDF; the download goes to the audit trail."""
    access = enter(request, code)
    report = chosen_report(request, access)
    content = write(build_document(report, access.study), report, kind)
    record_download(access, {"report": kind, "run": report.run.pk})
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = attachment(code, report, "report", kind)
    return response
