"""The form in which a reader scores a case. It never shows who, when, or what others found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ra_registry.core.errors import Conflict
from scoring import selectors, services
from scoring.cells import REASON_LETTERS, cell_name, texts_of
from scoring.entries import entries_of
from scoring.errors import ScoresRefused
from scoring.form_drawings import form_drawings, scales_of
from scoring.grid import Typed, build_grid
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.models.case_report import ReportReason
from scoring.models.protocol import CampaignKind, CampaignState, ReadingMode
from scoring.models.reading import ReadingState
from scoring.payload import marks_of, problems_by_cell, read_revision
from scoring.reader_keys import kept_for
from scoring.selectors.both_readings import both_readings


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reading_form(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the form of a case; POST saves it from a browser without scripts."""
    writes = request.method == "POST"
    assignment = selectors.own_assignment(request.user, token, withdrawn=writes)
    reading = selectors.version_shown(assignment)
    if reading is None:
        return render(request, "scoring/start.html", protocol_of(assignment))
    if writes:
        return _save_plain_form(request, assignment, reading)
    return form_page(request, assignment, reading)


@require_POST
@login_required
def start(request: HttpRequest, token: UUID) -> HttpResponse:
    """Start a case and open its form."""
    assignment = selectors.own_assignment(request.user, token)
    services.start_reading(assignment=assignment, by=request.user)
    return redirect("scoring:reading-form", token)


@require_POST
@login_required
def correct(request: HttpRequest, token: UUID) -> HttpResponse:
    """Open a correction of an own submitted reading."""
    assignment = selectors.own_assignment(request.user, token)
    reading = selectors.version_shown(assignment)
    if reading is not None:
        services.open_correction(
            reading=reading, reason=request.POST.get("reason", ""), by=request.user
        )
    return redirect("scoring:reading-form", token)


def _save_plain_form(
    request: HttpRequest, assignment: Assignment, reading: Reading
) -> HttpResponse:
    texts = {name: text for name, text in request.POST.items() if "@" in name}
    try:
        services.save_scores(
            reading=reading,
            marks=marks_of(texts, assignment),
            revision=read_revision(request.POST.get("revision")),
            by=request.user,
        )
    except ScoresRefused as error:
        problems = problems_by_cell(error, assignment)
        refused = {name: Typed(text, problems.get(name, "")) for name, text in texts.items()}
        return form_page(request, assignment, reading, refused=refused, error=error)
    except Conflict as error:
        shown = selectors.version_shown(assignment) or reading
        kept = _not_stored(texts, assignment, shown)
        return form_page(request, assignment, shown, refused=kept, error=error)
    if "submit" in request.POST:
        return redirect("scoring:submit", assignment.token)
    messages.success(request, "Saved.")
    return redirect("scoring:reading-form", assignment.token)


def _not_stored(
    texts: dict[str, str], assignment: Assignment, reading: Reading
) -> dict[str, Typed]:
    """Return what was typed and is not what is stored; it stays in the form, marked.

    An empty cell beside a stored one is what the page did not know of, not something typed.
    """
    stored = texts_of(assignment.order, entries_of(reading))
    return {
        name: Typed(text, _("Not saved. Stored is: %(text)s") % {"text": stored.get(name, "–")})
        for name, text in texts.items()
        if text.strip() not in {"", stored.get(name, "")}
    }


def form_page(
    request: HttpRequest,
    assignment: Assignment,
    reading: Reading,
    *,
    refused: dict[str, Typed] | None = None,
    error: Any = None,
) -> HttpResponse:
    """Return the form of a case as it is stored, with what was refused or why something was."""
    campaign = assignment.case.campaign
    entries = entries_of(reading)
    grid = build_grid(
        campaign,
        order=assignment.order,
        entries=entries,
        refused=refused,
        by=campaign.form_order,
    )
    missing = getattr(error, "missing", [])
    asked = selectors.correction_of(assignment, reading)
    submitted = reading.state == ReadingState.SUBMITTED
    final = submitted or campaign.state != CampaignState.OPEN
    images = selectors.images_of(assignment)
    drawings, bones = form_drawings(grid.instrument, tuple(campaign.features), images.side)
    locked = final and not refused  # what was typed and is not stored can be seen in fields only
    context = {
        **protocol_of(assignment),
        **kept_for(request.user),
        "reading": reading,
        "locked": locked,
        "submitted": submitted,
        "grid": grid,
        "totals": selectors.running_totals(assignment, entries),
        "asked": asked,
        "asked_cells": asked.cells,
        "both": both_readings(assignment),
        "images": images,
        "drawings": drawings,
        "bones": bones,
        "scales": scales_of(grid.instrument, tuple(campaign.features)),
        "hints": selectors.hints_of(assignment, entries, images),
        "reasons": [(letters, reason.label) for reason, letters in REASON_LETTERS.items()],
        "signature": selectors.printed_signature(reading) if submitted else None,
        "report_reasons": ReportReason.choices,
        "gives_feedback": submitted and campaign.kind == CampaignKind.CALIBRATION,
        "error": error,
        "missing": [
            cell_name(code, assignment.order.index(position) + 1) for position, code in missing
        ],
    }
    return render(
        request, "scoring/reading_form.html", context, status=getattr(error, "status", 200)
    )


def protocol_of(assignment: Assignment) -> dict[str, Any]:
    """Return what a reader may know of the case and its protocol."""
    campaign = assignment.case.campaign
    instrument = get_instrument(campaign.instrument)
    return {
        "assignment": assignment,
        "campaign": campaign,
        "instrument": instrument,
        "features": [instrument.feature(key) for key in campaign.features],
        "chronological": campaign.reading_mode == ReadingMode.CHRONOLOGICAL,
        "can_read": campaign.state == CampaignState.OPEN,
        "worklist_key": f"{campaign.study.code}/{campaign.code}",
    }
