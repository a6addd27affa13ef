"""What the form's script asks for: save cells, tell what stands beside them, score the rest 0."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ra_registry.core.errors import DomainError, ValidationFailed, error_body
from scoring import selectors, services
from scoring.cells import cell_name, texts_of
from scoring.entries import entries_of
from scoring.errors import OtherReader, ReadingChanged, ScoresRefused
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.payload import (
    problems_by_cell,
    read_active,
    read_json,
    read_part,
    read_revision,
    read_texts,
)
from scoring.reader_keys import HEADER, opaque_name, require_same_reader

JsonView = Callable[[HttpRequest, UUID], JsonResponse]


def answers_errors(view: JsonView) -> JsonView:
    """Turn domain errors into JSON, for the reader whose case it is; nobody else learns of it.

    A conflict carries the stored cells, so that the page shows them without losing its own.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: UUID) -> JsonResponse:
        try:
            require_same_reader(request.headers.get(HEADER), request.user)
        except OtherReader as error:
            return JsonResponse(error_body(error.code, error.message), status=error.status)
        try:
            return view(request, token)
        except DomainError as error:
            assignment = selectors.own_assignment(request.user, token, withdrawn=True)
            body = error_body(error.code, error.message, details=error.details)
            if isinstance(error, ScoresRefused):
                body["problems"] = problems_by_cell(error, assignment)
            if isinstance(error, ReadingChanged):
                reading = _version(assignment)
                body["revision"] = reading.revision
                body["cells"] = texts_of(assignment.order, entries_of(reading))
            return JsonResponse(body, status=error.status)

    return wrapped


@require_POST
@login_required
@answers_errors
def save(request: HttpRequest, token: UUID) -> JsonResponse:
    """Save texts of cells, all or none; the answer is what became of them.

    Fields that this version doesn't know are passed over. All cells are told where the page had
    missed what another tab changed.
    """
    data = read_json(request)
    saved = services.save_texts(
        token=token,
        texts=read_texts(data.get("marks")),
        revision=read_revision(data.get("revision")),
        active=read_active(data["active"]) if "active" in data else None,
        by=request.user,
    )
    answer: dict[str, Any] = {"revision": saved.revision, "texts": saved.texts}
    if saved.cells is not None:
        answer["cells"] = saved.cells
    return JsonResponse(answer)


@require_safe
@login_required
@answers_errors
def state(request: HttpRequest, token: UUID) -> JsonResponse:
    """Tell what the form shows beside its cells: revision, hints of consistency, running totals."""
    assignment = selectors.own_assignment(request.user, token)
    reading = _version(assignment)
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
def rest_normal(request: HttpRequest, token: UUID) -> JsonResponse:
    """Score every empty site, or those of one part of the form, 0."""
    assignment = selectors.own_assignment(request.user, token, withdrawn=True)
    reading = _version(assignment)
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


def _version(assignment: Assignment) -> Reading:
    reading = selectors.version_shown(assignment)
    if reading is None:
        raise ValidationFailed(_("Start this case first."))
    return reading


@require_POST
@login_required
@answers_errors
def time_on_task(request: HttpRequest, token: UUID) -> JsonResponse:
    """Take the seconds that a reader was active at each site since the page last told."""
    active = read_active(read_json(request).get("active"))
    services.record_time(token=token, active=active, by=request.user)
    return JsonResponse({"active": active})


@require_safe
@login_required
def who(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, and renew the cookie that changes are sent with."""
    get_token(request)
    return JsonResponse({"reader": opaque_name(request.user), "name": request.user.full_name})
