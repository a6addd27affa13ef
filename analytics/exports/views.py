"""Pages of exports: ask, watch, download."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from analytics.exports import services
from analytics.exports.forms import ExportForm
from analytics.exports.scores import ExportedScores, scores_for
from analytics.exports.tables import TABLES
from analytics.models import Export
from analytics.models.export import ExportState
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core import progress
from ra_registry.core.permissions import Permission

PER_PAGE = 20


def _access(request: HttpRequest, code: str) -> StudyAccess:
    """Exports hold all centres together, so a role for one centre opens none."""
    access = study_access(request.user, code, Permission.EXPORT_DATA, whole_study=True)
    request.study_access = access
    return access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest, code: str) -> HttpResponse:
    """List the study's exports and ask for a new one."""
    access = _access(request, code)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.request_export(study=access.study, by=request.user, **form.cleaned_data)
        return redirect("exports:list", code)
    listed = Export.objects.filter(study=access.study).select_related("requested_by")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    scores = scores_for(access.study.pk, access.user)
    for export in page:
        _describe(export, scores)
    context = {"form": form, "page": page, "tables": TABLES, "scores": scores.sentences()}
    return render(request, "exports/list.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def row(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Return one export's row, which asks again until the file is made."""
    access = _access(request, code)
    listed = Export.objects.select_related("requested_by")
    export = get_object_or_404(listed, study=access.study, token=token)
    _describe(export, scores_for(access.study.pk, access.user))
    return render(request, "exports/_row.html", {"export": export, "study": access.study})


@login_required
@require_safe
def download(request: HttpRequest, code: str, token: UUID) -> FileResponse:
    """Send the file; every download is an audit event."""
    access = _access(request, code)
    export = get_object_or_404(Export, study=access.study, token=token)
    path = services.open_download(export=export, by=request.user)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=export.file_name,
        content_type="application/zip",
    )


def _describe(export: Export, scores: ExportedScores) -> None:
    """Add what its row shows besides: how far it is, and whether it is open to the person."""
    export.is_closed = not set(export.campaigns) <= set(scores.campaign_ids)
    export.is_open = export.state in {ExportState.WAITING, ExportState.RUNNING}
    if export.is_open:
        export.progress = progress.read(services.progress_key(export))
