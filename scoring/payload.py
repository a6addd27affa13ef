"""What a reader's browser sends: texts by cell name, from the script and the plain form alike."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ra_registry.core import json_bodies
from ra_registry.core.errors import ValidationFailed
from scoring.cells import Once, cell_name, parse_cell, split_name
from scoring.entries import step_of
from scoring.errors import ScoresRefused, SiteProblem
from scoring.instruments import Entry, Instrument, ScoreError, get_instrument
from scoring.models import Assignment
from scoring.services import Mark, Part

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
    """Return the part of the form that a request names, or raise `ValidationFailed`."""
    known = {
        "feature": instrument.feature_keys,
        "region": [region.key for region in instrument.regions],
        "group": [group.key for group in instrument.groups],
    }
    named: dict[str, str] = {}
    for kind, keys in known.items():
        value = data.get(kind)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ValidationFailed(_("“%(kind)s” names a part of the form.") % {"kind": kind})
        if value not in keys:
            raise ValidationFailed(_("This form has no such part."))
        named[kind] = value
    return Part(**named)


def read_active(value: object, assignment: Assignment) -> dict[str, int]:
    """Return seconds of work by item code, or raise `ValidationFailed`.

    Whole seconds, at most an hour a site: a page tells them every half minute.
    """
    codes = get_instrument(assignment.case.campaign.instrument).items_by_code
    if not isinstance(value, dict):
        raise ValidationFailed(_("“active” must hold seconds for each site's code."))
    for code, seconds in value.items():
        if code not in codes:
            raise ValidationFailed(_("“%(code)s” is no site of this form.") % {"code": code[:60]})
        if type(seconds) is not int or not 0 <= seconds <= MAX_ACTIVE_SECONDS:
            raise ValidationFailed(
                _("Active seconds of %(code)s: found %(found)s, expected 0 to %(most)d.")
                % {"code": code, "found": str(seconds)[:60], "most": MAX_ACTIVE_SECONDS}
            )
    return value


def marks_of(texts: Mapping[str, str], assignment: Assignment) -> list[Mark]:
    """Turn texts by cell name into marks at true positions.

    Raises:
        ValidationFailed: a name that is no cell of this form.
        ScoresRefused: texts that are neither scores of their site nor reasons.
    """
    campaign = assignment.case.campaign
    instrument, step = get_instrument(campaign.instrument), step_of(campaign)
    marks, problems = [], []
    once = Once()
    for name, text in texts.items():
        code, column = split_name(name, n_columns=len(assignment.order))
        once.add(code, column)
        position = assignment.order[column - 1]
        # An unknown site is explained where scores are validated, with what may have been meant.
        item = instrument.items_by_code.get(code)
        try:
            entry = Entry(value=0) if item is None else parse_cell(text, item=item, step=step)
        except ScoreError as error:
            problems.append(SiteProblem(position, error.problem))
        else:
            marks.append(Mark(position=position, item=code, entry=entry))
    if problems:
        raise ScoresRefused(problems)
    return marks


def problems_by_cell(error: ScoresRefused, assignment: Assignment) -> dict[str, str]:
    """Return the sentence of each refused cell under the cell's name."""
    return {
        cell_name(found.problem.site, assignment.order.index(found.position) + 1): (
            found.problem.message
        )
        for found in error.problems
    }
