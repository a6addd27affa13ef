"""What a reader's browser sends: texts by cell name, from the script and the plain form alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ra_registry.core import json_bodies
from ra_registry.core.errors import ValidationFailed
from scoring.cells import cell_name
from scoring.errors import ScoresRefused
from scoring.instruments import Instrument
from scoring.marks import Mark, form_of, read_marks
from scoring.models import Assignment
from scoring.parts import Part

MAX_CELLS = 2000
MAX_ACTIVE_SECONDS = 3600


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


def read_part(data: Mapping[str, object], instrument: Instrument) -> Part:
    """Return the part of the form that a request names, or raise `ValidationFailed`.

    A group under its heading is named by ``group``, several by ``groups``.
    """
    return Part(
        feature=_named(data, "feature", instrument.feature_keys),
        region=_named(data, "region", [region.key for region in instrument.regions]),
        groups=_groups(data, [group.key for group in instrument.groups]),
    )


def _named(data: Mapping[str, object], kind: str, keys: Collection[str]) -> str | None:
    value = data.get(kind)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValidationFailed(_("“%(kind)s” names a part of the form.") % {"kind": kind})
    if value not in keys:
        raise ValidationFailed(_("This form has no such part."))
    return value


def _groups(data: Mapping[str, object], keys: Collection[str]) -> tuple[str, ...] | None:
    one, several = _named(data, "group", keys), data.get("groups")
    if several is None:
        return None if one is None else (one,)
    if not isinstance(several, list) or not all(isinstance(key, str) for key in several):
        raise ValidationFailed(_("“groups” lists headings of the form."))
    if one is not None:
        raise ValidationFailed(_("A part is named by “group” or by “groups”, not by both."))
    if not set(several) <= set(keys):
        raise ValidationFailed(_("This form has no such part."))
    return tuple(several)


def read_active(value: object) -> dict[str, int]:
    """Return seconds of work by item code, "" for none, or raise `ValidationFailed`.

    Whole seconds, at most an hour a site: a page tells them every half minute. Which codes there
    are is known where the seconds are stored.
    """
    if not isinstance(value, dict) or len(value) > MAX_CELLS:
        raise ValidationFailed(_("“active” must hold seconds for each site's code."))
    for code, seconds in value.items():
        if type(seconds) is not int or not 0 <= seconds <= MAX_ACTIVE_SECONDS:
            raise ValidationFailed(
                _("Active seconds of %(code)s: found %(found)s, expected 0 to %(most)d.")
                % {"code": code[:60], "found": str(seconds)[:60], "most": MAX_ACTIVE_SECONDS}
            )
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
