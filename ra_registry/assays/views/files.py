"""Uploading a plate file, reviewing it, accepting or discarding it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ra_registry.assays import selectors
from ra_registry.assays.errors import AssayFileRefused, NotAcceptable, StalePreview
from ra_registry.assays.forms import (
    AnswersForm,
    ChoicesForm,
    LayoutForm,
    LotForFileForm,
    UploadForm,
)
from ra_registry.assays.models import AssayFile
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.staging import (
    add_layout,
    answer_questions,
    choose_lot,
    discard_file,
    stage_file,
)
from ra_registry.assays.services.uploads import Upload
from ra_registry.assays.views.common import assays_crumbs, posted
from ra_registry.assays.views.downloads import send_original
from ra_registry.assays.views.review import review_context
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file for review, or go to it where the same file is there already."""
    access = _importing(request, code)
    form = UploadForm(posted(request), request.FILES or None)
    refusal = None
    if form.is_valid():
        sent = form.cleaned_data
        layout = Upload.received(sent["layout"]) if sent["layout"] else None
        try:
            staged = stage_file(
                study=access.study,
                upload=Upload.received(sent["file"]),
                layout=layout,
                by=request.user,
            )
        except AssayFileRefused as error:
            refusal = error
        else:
            if not staged.is_new:
                messages.info(request, _known(staged.file, has_layout=layout is not None))
            return redirect("assays:file", code, staged.file.token)
    context = {
        "form": form,
        "refusal": refusal,
        "breadcrumbs": [*assays_crumbs(access), {"label": "Upload a plate file"}],
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "assays/upload.html", context, status=status)


@login_required
@require_safe
def file_page(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Show what a waiting file would store, with the choices of the address applied."""
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    request.study_access = access
    file = selectors.find_file(access, token)
    if file.state in {FileState.ACCEPTED, FileState.VOIDED}:
        return redirect("assays:batch", code, file.batch.token)
    return _review(request, access, file, request.GET)


@login_required
@require_POST
def lot(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Say which kit lot the file was measured with."""
    access = _importing(request, code)
    file = selectors.find_file(access, token)
    form = LotForFileForm(request.POST, lots=selectors.kit_lots())
    if not form.is_valid():
        messages.error(request, "Choose one of the kit lots.")
        return redirect("assays:file", code, token)
    choose_lot(file=file, lot=form.cleaned_data["lot"], by=request.user)
    return redirect("assays:file", code, token)


@login_required
@require_POST
def layout(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Give the file its plate layout; a refused one leaves the file as it was."""
    access = _importing(request, code)
    file = selectors.find_file(access, token)
    form = LayoutForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Choose the file that holds the layout.")
        return redirect("assays:file", code, token)
    try:
        add_layout(file=file, layout=Upload.received(form.cleaned_data["layout"]), by=request.user)
    except AssayFileRefused as error:
        return _review(request, access, file, {}, error=error)
    return redirect("assays:file", code, token)


@login_required
@require_POST
def answers(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Take the answers to what the file leaves open; they are kept with the file."""
    access = _importing(request, code)
    file = selectors.find_file(access, token)
    form = AnswersForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers."))
        return redirect("assays:file", code, token)
    try:
        answer_questions(file=file, answers=form.answers(), by=request.user)
    except AssayFileRefused as error:
        return _review(request, access, file, {}, error=error)
    return redirect("assays:file", code, token)


@login_required
@require_POST
def accept(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Store the file's results. Twice leads to the same batch."""
    access = _importing(request, code)
    file = selectors.find_file(access, token)
    choices = ChoicesForm(request.POST).choices()
    try:
        batch = accept_file(
            file=file, choices=choices, by=request.user, basis=request.POST.get("basis")
        )
    except (NotAcceptable, StalePreview) as error:
        return _review(request, access, file, request.POST, error=error)
    done = ngettext(
        "%(stored)d of %(n)d row is stored.",
        "%(stored)d of %(n)d rows are stored.",
        batch.rows_in_file,
    )
    messages.success(request, done % {"stored": batch.rows_stored, "n": batch.rows_in_file})
    return redirect("assays:batch", code, batch.token)


@login_required
@require_POST
def discard(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Put the file aside; nothing of it becomes a result."""
    access = _importing(request, code)
    file = discard_file(file=selectors.find_file(access, token), by=request.user)
    messages.success(request, f"{file.name} is discarded. It can be uploaded again.")
    return redirect("assays:batches", code)


@login_required
@require_safe
def original(request: HttpRequest, code: str, token: UUID) -> HttpResponse:
    """Send a file as it was uploaded; the download is audited."""
    access = study_access(request.user, code, Permission.VIEW_ASSAYS, whole_study=True)
    return send_original(request, access, selectors.find_file(access, token))


def _importing(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.IMPORT_ASSAYS, whole_study=True)
    request.study_access = access
    return access


def _known(file: AssayFile, *, has_layout: bool) -> str:
    text = f"This file is here already, uploaded as {file.name}."
    if has_layout and file.state == FileState.STAGED:
        text += " The layout beside it was not used: add it below."
    return text


def _review(
    request: HttpRequest,
    access: StudyAccess,
    file: AssayFile,
    chosen: Any,
    *,
    error: DomainError | None = None,
) -> HttpResponse:
    """Return the page of a file, or with htmx the part that its choices change."""
    form = ChoicesForm(chosen)
    context = {
        "file": file,
        "error": error,
        "imports": access.whole_study(Permission.IMPORT_ASSAYS),
        "breadcrumbs": [*assays_crumbs(access), {"label": file.name}],
    }
    if file.state == FileState.STAGED:
        try:
            preview = build_preview(file, form.choices())
        except AssayFileRefused as unreadable:
            context["error"] = error or unreadable
        else:
            place = chosen.get("plate", "")
            context |= review_context(access, file, preview, form, place=place)
    fragment = request.htmx and "preview" in context
    template = "assays/_preview.html" if fragment else "assays/file.html"
    status = error.status if error else 200
    return render(request, template, context, status=status)
