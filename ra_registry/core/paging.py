"""Pages of API lists: while rows come and go between two, nothing is delivered twice or never.

A page begins after the last row of the one before, told by a key that no row ever changes. What was
stored since then and sorts before it belongs to a list that is asked for anew.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.utils.urls import replace_query_param

LONGEST_CURSOR = 600


class Pagination(BasePagination):
    """Pages of 50, up to 500 on request, with the number of rows as it is now.

    The view's ``page_ordering`` names fields that together tell a row from every other and never
    change; all ascending, or all descending. Without one the order is that of recording.
    """

    counted = True
    largest_page = 500

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        keys: Sequence[str] = getattr(view, "page_ordering", ("pk",))
        self.request = request
        self.count = queryset.count() if self.counted else None
        size = _page_size(request, self.largest_page)
        back, after = _read_cursor(request.query_params.get("cursor"), queryset.model, keys)
        found = queryset.order_by(*(_turned(key) if back else key for key in keys))
        if after is not None:
            found = found.filter(_beyond(keys, after, back=back))
        rows = list(found[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        self.next = self._link(rows[-1:], keys, back=False) if more or back else None
        before = more if back else after is not None
        self.previous = self._link(rows[:1], keys, back=True) if before else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        counted = {} if self.count is None else {"count": self.count}
        links = {"next": self.next, "previous": self.previous}
        return Response({**counted, **links, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        count = {"count": {"type": "integer"}} if self.counted else {}
        return {
            "type": "object",
            "required": [*count, "results"],
            "properties": {**count, "next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        most = {"most": self.largest_page}
        said = {
            "cursor": ("string", _("Where a page begins, as `next` and `previous` have it.")),
            "page_size": ("integer", _("Rows of a page, up to %(most)d.") % most),
        }
        return [
            {
                "name": name,
                "required": False,
                "in": "query",
                "description": text,
                "schema": {"type": kind},
            }
            for name, (kind, text) in said.items()
        ]

    def _link(self, rows: Sequence[Any], keys: Sequence[str], *, back: bool) -> str | None:
        if not rows:
            return None
        cursor = _write_cursor(rows[0], keys, back=back)
        return str(replace_query_param(self.request.build_absolute_uri(), "cursor", cursor))


class LargeTablePagination(Pagination):
    """Pages of tables with millions of rows: never counted, and as fast at the end as at first.

    The view's ``page_ordering`` begins with the id of what rows belong to, so that the database
    walks the few parents that a person may see instead of every row there is.
    """

    counted = False


def _page_size(request: Request, largest: int) -> int:
    """The size asked for; an odd one falls back to the usual."""
    asked = request.query_params.get("page_size", "")
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > 9 or int(asked) == 0:
        return int(api_settings.PAGE_SIZE)
    return min(int(asked), largest)


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _beyond(keys: Sequence[str], values: Sequence[Any], *, back: bool) -> Q:
    """Rows whose key comes after these values: the first that differs decides."""
    lookup = "lt" if keys[0].startswith("-") != back else "gt"
    names = [key.removeprefix("-") for key in keys]
    cases = []
    for place, name in enumerate(names):
        same = dict(zip(names[:place], values, strict=False))
        cases.append(Q(**same, **{f"{name}__{lookup}": values[place]}))
    # Said once more for the database, which finds the way into an index by it.
    return Q(**{f"{names[0]}__{lookup}e": values[0]}) & reduce(Q.__or__, cases)


def _write_cursor(row: Any, keys: Sequence[str], *, back: bool) -> str:
    values = []
    for key in keys:
        value = row
        for part in key.removeprefix("-").split("__"):
            value = getattr(value, part)
        values.append(str(value))
    content = json.dumps([back, values], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode()


def _read_cursor(
    text: str | None, model: type[Model], keys: Sequence[str]
) -> tuple[bool, list[Any] | None]:
    """Return the direction and the key to begin after; raises NotFound for what is no cursor."""
    if text is None:
        return False, None
    try:
        content = base64.b64decode(text[:LONGEST_CURSOR].encode("ascii"), b"-_", validate=True)
        back, values = json.loads(content)
        fields = [_field(model, key) for key in keys]
        read = [f.clean(str(value), None) for f, value in zip(fields, values, strict=True)]
    except (ValueError, TypeError, ValidationError, RecursionError, binascii.Error) as error:
        raise NotFound(_("This is no place in this list. Start at its first page.")) from error
    return bool(back), read


def _field(model: type[Model], key: str) -> Field[Any, Any]:
    """Return the field that a key of an ordering leads to; of a reference, what it refers by."""
    field: Any = None
    for part in key.removeprefix("-").split("__"):
        owner = model if field is None else field.related_model
        field = owner._meta.pk if part == "pk" else owner._meta.get_field(part)
    while isinstance(field, ForeignKey) and key.endswith("_id"):
        field = field.target_field
    return field
