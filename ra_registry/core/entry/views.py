"""Tells a page what the server understood of a typed text: the same field that stores it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.fields import (
    CensoredField,
    DayField,
    EntryField,
    NumberField,
    PartialDateField,
    WholeNumberField,
)
from ra_registry.core.entry.lists import NumberListField
from ra_registry.core.entry.numbers import read_number

_KINDS: dict[str, type[EntryField]] = {
    field.kind: field
    for field in (
        CensoredField,
        DayField,
        NumberField,
        NumberListField,
        PartialDateField,
        WholeNumberField,
    )
}
_LIMITS = ("low", "high", "step")


@login_required
@require_POST
def understood(request: HttpRequest) -> HttpResponseBase:
    """Answer with the value understood, or with the sentence that the form would refuse it with.

    Touches no data. The text comes in the body, so that no clinical value stands in a log.
    """
    try:
        field = field_for(request.POST)
    except (EntryError, KeyError, TypeError):
        return HttpResponseBadRequest(_("No field of this kind."))
    try:
        value = field.clean(request.POST.get("text", ""))
    except ValidationError as refused:
        return JsonResponse(
            {"refused": refused.messages[0], "readings": getattr(refused, "readings", ())},
            status=HTTPStatus.OK,
        )
    return JsonResponse({"understood": "" if value is None else field.understood(value)})


def field_for(question: Mapping[str, str]) -> EntryField:
    """Return a field that reads as the one whose :meth:`EntryField.question` this is.

    Raises:
        EntryError, KeyError, TypeError: No field asks so.
    """
    named: dict[str, Any] = {
        name: read_number(question[name]) for name in _LIMITS if name in question
    }
    if "places" in question:
        named["places"] = int(read_number(question["places"]))
    if question.get("gives") == "float":
        named["gives"] = float
    return _KINDS[question["kind"]](required=False, **named)
