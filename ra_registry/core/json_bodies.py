"""JSON of a request, read so that nothing of it is lost in silence.

Python keeps the last of two entries of one name and takes texts that no database stores; both are
refused here.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _


class Unstorable(ValueError):
    """JSON, of which something would be lost or could not be stored; its text is a sentence."""


def read_json(content: bytes | str) -> Any:
    """Return the value.

    Raises:
        Unstorable: a name twice in one object, or a text with a character that can't be stored.
        ValueError: no JSON.
    """
    value = json.loads(content, object_pairs_hook=_object, parse_constant=_constant)
    _check(value)
    return value


def is_storable(text: str) -> bool:
    """Tell whether a text has neither a NUL character nor half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unstorable(_("“%(name)s” stands there twice.") % {"name": name[:60]})
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(_("%(name)s is no number of JSON.") % {"name": name})


def _check(value: Any) -> None:
    if isinstance(value, str):
        if not is_storable(value):
            raise Unstorable(_("A text holds a NUL character or half of a character."))
    elif isinstance(value, dict):
        for name, part in value.items():
            _check(name)
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
