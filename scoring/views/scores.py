"""What the form's script asks for: save texts of cells, score the rest as normal, what follows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from ra_registry.core.errors import DomainError, ValidationFailed, error_body
from scoring import selectors, services
from scoring.cells import cell_name, texts_of
from scoring.entries import entries_of
from scoring.errors import OtherReader, ReadingChanged, ScoresRefused
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.payload import (
    marks_of,
    problems_by_cell,
    read_active,
    read_json,
    read_part,
    read_revision,
    read_texts,
)
from scoring.reader_keys import HEADER, opaque_name, require_same_reader

JsonView = Callable[[HttpRequest, UUID], JsonResponse]


def answers_errors(
    view: Callable[[HttpRequest, Assignment, Reading], JsonResponse],
) -> JsonView:
    """Give a view its assignment and reading, and turn domain errors into JSON.

    A conflict carries the stored cells, so that the page shows them without losing its own.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: UUID) -> JsonResponse:
        try:
            require_same_reader(request.headers.get(HEADER), request.user)
        except OtherReader as error:
            return JsonResponse(error_body(error.code, error.message), status=error.status)
        assignment = selectors.own_assignment(request.user, token, withdrawn=True)
        reading = selectors.version_shown(assignment)
        try:
            if reading is None:
                raise ValidationFailed("Start this case first.")
            return view(request, assignment, reading)
        except DomainError as error:
            body = error_body(error.code, error.message, details=error.details)
            if isinstance(error, ScoresRefused):
                body["problems"] = problems_by_cell(error, assignment)
            if isinstance(error, ReadingChanged) and reading is not None:
                reading.refresh_from_db(fields=["revision"])
                body["revision"] = reading.revision
                body["cells"] = texts_of(assignment.order, entries_of(reading))
            return JsonResponse(body, status=error.status)

    return wrapped


@require_POST
@login_required
@answers_errors
def save(request: HttpRequest, assignment: Assignment, reading: Reading) -> JsonResponse:
    """Save texts of cells, all or none; the answer is what became of them.

    A page that sends again what is stored already may have missed what another tab changed: it is
    told all cells then.
    """
    data = read_json(request)
    texts = read_texts(data.get("marks"))
    known = read_revision(data.get("revision"))
    read_active(data.get("active", {}), assignment)
    was = reading.revision
    revision = services.save_scores(
        reading=reading, marks=marks_of(texts, assignment), revision=known, by=request.user
    )
    stored = texts_of(assignment.order, entries_of(reading))
    answer: dict[str, Any] = {
        "revision": revision,
        "texts": {name: stored.get(name, "") for name in texts},
    }
    if known != was or revision > known + 1:
        answer["cells"] = stored
    return JsonResponse(answer)


@require_POST
@login_required
@answers_errors
def rest_normal(request: HttpRequest, assignment: Assignment, reading: Reading) -> JsonResponse:
    """Score every empty site, or those of one part of the form, 0."""
    data = read_json(request)
    revision, cells = services.mark_rest_normal(
        reading=reading,
        revision=read_revision(data.get("revision")),
        by=request.user,
        part=read_part(data, get_instrument(assignment.case.campaign.instrument)),
    )
    order = assignment.order
    names = [cell_name(code, order.index(position) + 1) for position, code in cells]
    return JsonResponse({"revision": revision, "cells": dict.fromkeys(names, "0")})


@require_safe
@login_required
@answers_errors
def state(request: HttpRequest, assignment: Assignment, reading: Reading) -> JsonResponse:
    """Say what follows from all scores: hints, and totals where the protocol shows them."""
    entries = entries_of(reading)
    totals = [
        {
            "key": row.key,
            "columns": [
                {
                    "sum": None if total.observed_sum is None else str(total.observed_sum),
                    "n": total.n_scored,
                }
                for total in row.totals
            ],
        }
        for row in selectors.running_totals(assignment, entries)
    ]
    hints = selectors.hints_of(assignment, entries)
    return JsonResponse({"revision": reading.revision, "hints": hints, "totals": totals})


@require_POST
@login_required
@answers_errors
def time_on_task(request: HttpRequest, assignment: Assignment, reading: Reading) -> JsonResponse:
    """Take the seconds that a reader was active at each site since the page last told."""
    active = read_active(read_json(request).get("active"), assignment)
    return JsonResponse({"active": active})


@require_safe
@login_required
def who(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, and renew the cookie that changes are sent with."""
    get_token(request)
    return JsonResponse({"reader": opaque_name(request.user), "name": request.user.full_name})
