"""What a reader's browser sends: texts by cell name, from the script and the plain form alike."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ra_registry.core import json_bodies
from ra_registry.core.errors import ValidationFailed
from scoring.cells import cell_name
from scoring.errors import ScoresRefused
from scoring.marks import Mark, form_of, read_marks
from scoring.models import Assignment

MAX_CELLS = 2000


def read_json(request: HttpRequest) -> dict[str, object]:
    """Return a request's JSON object, or raise `ValidationFailed`.

    A form's body may have been read as fields already, so its type is asked first.
    """
    if request.content_type != "application/json":
        raise ValidationFailed(_("The request must be sent as application/json."))
    try:
        data = json_bodies.read_json(request.body)
    except (ValueError, RecursionError) as error:
        raise ValidationFailed("The request is not valid JSON.", details=[str(error)]) from error
    if not isinstance(data, dict):
        raise ValidationFailed("The request must be a JSON object.")
    return data


def read_revision(value: object) -> int:
    """Return the revision that a page was loaded with, or raise `ValidationFailed`."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    raise ValidationFailed("The revision of the page is missing. Reload the page.")


def read_texts(value: object) -> dict[str, str]:
    """Return texts by cell name, or raise `ValidationFailed`."""
    if (
        not isinstance(value, dict)
        or len(value) > MAX_CELLS
        or not all(isinstance(text, str) for text in value.values())
    ):
        raise ValidationFailed("“marks” must hold a text for each cell's name.")
    return value


def marks_of(texts: Mapping[str, str], assignment: Assignment) -> list[Mark]:
    """Turn texts by cell name into marks at true positions; raises as `read_marks` does."""
    return read_marks(texts, form_of(assignment))


def problems_by_cell(error: ScoresRefused, assignment: Assignment) -> dict[str, str]:
    """Return the sentence of each refused cell under the cell's name."""
    return {
        cell_name(found.problem.site, assignment.order.index(found.position) + 1): (
            found.problem.message
        )
        for found in error.problems
    }
