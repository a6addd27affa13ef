"""What the form's script asks for: save cells, tell what stands beside them, score the rest 0."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ra_registry.core.errors import DomainError, ValidationFailed
from scoring import selectors, services
from scoring.cells import cell_name, texts_of
from scoring.entries import EntriesByPosition, entries_of
from scoring.errors import ReadingChanged, ScoresRefused
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.payload import problems_by_cell, read_json, read_revision, read_texts

JsonView = Callable[[HttpRequest, UUID], JsonResponse]


def answers_errors(view: JsonView) -> JsonView:
    """Turn domain errors into JSON, for the reader whose case it is; nobody else learns of it.

    A conflict carries the stored cells, so that the page shows them without losing its own.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: UUID) -> JsonResponse:
        try:
            return view(request, token)
        except DomainError as error:
            assignment = selectors.own_assignment(request.user, token, withdrawn=True)
            body: dict[str, Any] = {
                "error": {"code": error.code, "message": error.message, "details": error.details}
            }
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
    """Save texts of cells, all or none. Fields that this version doesn't know are passed over."""
    data = read_json(request)
    saved = services.save_texts(
        token=token,
        texts=read_texts(data.get("marks")),
        revision=read_revision(data.get("revision")),
        by=request.user,
    )
    return JsonResponse({"revision": saved.revision, "texts": saved.texts})


@require_safe
@login_required
@answers_errors
def state(request: HttpRequest, token: UUID) -> JsonResponse:
    """Tell what the form shows beside its cells: revision, hints of consistency, running totals."""
    assignment = selectors.own_assignment(request.user, token)
    reading = _version(assignment)
    return JsonResponse(_state(assignment, entries_of(reading), reading.revision))


@require_POST
@login_required
@answers_errors
def rest_normal(request: HttpRequest, token: UUID) -> JsonResponse:
    """Score every empty site, or those of one block, 0."""
    assignment = selectors.own_assignment(request.user, token, withdrawn=True)
    reading = _version(assignment)
    data = read_json(request)
    instrument = get_instrument(assignment.case.campaign.instrument)
    feature, region, groups = data.get("feature"), data.get("region"), data.get("groups")
    known = {None, *instrument.feature_keys, *(one.key for one in instrument.regions)}
    if not isinstance(feature, str | None) or not isinstance(region, str | None):
        raise ValidationFailed("“feature” and “region” name a part of the form.")
    if groups is not None and not _are_texts(groups):
        raise ValidationFailed(_("“groups” lists headings of the form."))
    if not {feature, region} <= known or not set(groups or ()) <= {
        group.key for group in instrument.groups
    }:
        raise ValidationFailed("This form has no such part.")
    revision, cells = services.mark_rest_normal(
        reading=reading,
        revision=read_revision(data.get("revision")),
        by=request.user,
        feature=feature,
        region=region,
        groups=groups,
    )
    answer = _state(assignment, entries_of(reading), revision)
    answer["cells"] = {
        cell_name(code, assignment.order.index(position) + 1): "0" for position, code in cells
    }
    return JsonResponse(answer)


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _version(assignment: Assignment) -> Reading:
    reading = selectors.version_shown(assignment)
    if reading is None:
        raise ValidationFailed("Start this case first.")
    return reading


def _state(assignment: Assignment, entries: EntriesByPosition, revision: int) -> dict[str, Any]:
    return {
        "revision": revision,
        "hints": selectors.hints_of(assignment, entries),
        "totals": [
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
        ],
    }
