"""What the form's script asks for: save texts of cells, score the rest as normal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ra_registry.core.errors import DomainError, ValidationFailed
from scoring import selectors, services
from scoring.cells import cell_name, texts_of
from scoring.entries import EntriesByPosition, entries_of
from scoring.errors import ReadingChanged, ScoresRefused
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading
from scoring.payload import marks_of, problems_by_cell, read_json, read_revision, read_texts

JsonView = Callable[[HttpRequest, UUID], JsonResponse]


def answers_errors(
    view: Callable[[HttpRequest, Assignment, Reading], JsonResponse],
) -> JsonView:
    """Give a view its assignment and reading, and turn domain errors into JSON.

    A conflict carries the stored cells, so that the page shows them without losing its own.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: UUID) -> JsonResponse:
        assignment = selectors.own_assignment(request.user, token, withdrawn=True)
        reading = selectors.version_shown(assignment)
        try:
            if reading is None:
                raise ValidationFailed("Start this case first.")
            return view(request, assignment, reading)
        except DomainError as error:
            body: dict[str, Any] = {
                "error": {"code": error.code, "message": error.message, "details": error.details}
            }
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
    """Save texts of cells, all or none."""
    data = read_json(request)
    texts = read_texts(data.get("marks"))
    revision = services.save_scores(
        reading=reading,
        marks=marks_of(texts, assignment),
        revision=read_revision(data.get("revision")),
        by=request.user,
    )
    entries = entries_of(reading)
    stored = texts_of(assignment.order, entries)
    answer = _state(assignment, entries, revision)
    answer["texts"] = {name: stored.get(name, "") for name in texts}
    return JsonResponse(answer)


@require_POST
@login_required
@answers_errors
def rest_normal(request: HttpRequest, assignment: Assignment, reading: Reading) -> JsonResponse:
    """Score every empty site, or those of one block, 0."""
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
