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
from scoring.errors import IncompleteReading, ScoresRefused
from scoring.grid import Typed, build_grid
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.models.campaign import CampaignState, ReadingMode
from scoring.models.reading import ReadingState, SignatureMeaning
from scoring.payload import marks_of, problems_by_cell, read_revision
from scoring.reader_keys import kept_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reading_form(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the form of a case; POST saves it from a browser without scripts."""
    writes = request.method == "POST"
    assignment = selectors.own_assignment(request.user, token, withdrawn=writes)
    reading = selectors.version_shown(assignment)
    if reading is None:
        return render(request, "scoring/start.html", _protocol(assignment))
    if writes:
        return _save_plain_form(request, assignment, reading)
    return _form(request, assignment, reading)


@require_POST
@login_required
def start(request: HttpRequest, token: UUID) -> HttpResponse:
    """Start a case and open its form."""
    assignment = selectors.own_assignment(request.user, token)
    services.start_reading(assignment=assignment, by=request.user)
    return redirect("scoring:reading-form", token)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, token: UUID) -> HttpResponse:
    """Ask for the signature (GET, for browsers without scripts), or submit (POST)."""
    assignment = selectors.own_assignment(request.user, token)
    reading = selectors.version_shown(assignment)
    if reading is None:
        return redirect("scoring:reading-form", token)
    if request.method != "POST":
        return _form(request, assignment, reading, template="scoring/sign.html")
    try:
        services.submit_reading(
            reading=reading,
            by=request.user,
            meaning=SignatureMeaning.AUTHORSHIP,
            revision=read_revision(request.POST.get("revision")),
        )
    except (IncompleteReading, Conflict) as error:
        return _form(
            request, assignment, selectors.version_shown(assignment) or reading, error=error
        )
    messages.success(request, f"Case {assignment.case.number} is submitted and locked.")
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
        return _form(request, assignment, reading, refused=refused, error=error)
    except Conflict as error:
        shown = selectors.version_shown(assignment) or reading
        kept = _not_stored(texts, assignment, shown)
        return _form(request, assignment, shown, refused=kept, error=error)
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


def _form(
    request: HttpRequest,
    assignment: Assignment,
    reading: Reading,
    *,
    template: str = "scoring/reading_form.html",
    refused: dict[str, Typed] | None = None,
    error: Any = None,
) -> HttpResponse:
    campaign = assignment.case.campaign
    entries = entries_of(reading)
    grid = build_grid(campaign, order=assignment.order, entries=entries, refused=refused)
    missing = getattr(error, "missing", [])
    asked = selectors.correction_of(assignment, reading)
    final = reading.state == ReadingState.SUBMITTED or campaign.state != CampaignState.OPEN
    locked = final and not refused  # what was typed and is not stored can be seen in fields only
    context = {
        **_protocol(assignment),
        **kept_for(request.user),
        "reading": reading,
        "locked": locked,
        "submitted": reading.state == ReadingState.SUBMITTED,
        "grid": grid,
        "totals": selectors.running_totals(assignment, entries),
        "asked": asked,
        "asked_cells": asked.cells,
        "hints": selectors.hints_of(assignment, entries),
        "reasons": [(letters, reason.label) for reason, letters in REASON_LETTERS.items()],
        "meaning": SignatureMeaning.AUTHORSHIP.label,
        "error": error,
        "missing": [
            cell_name(code, assignment.order.index(position) + 1) for position, code in missing
        ],
    }
    return render(request, template, context, status=getattr(error, "status", 200))


def _protocol(assignment: Assignment) -> dict[str, Any]:
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
