"""Numbers of the commands' arguments, read by the rule of the forms."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from ra_registry.core.entry.fields import EntryField


def argument(field: EntryField) -> Callable[[str], Any]:
    """Return a ``type`` for an argument that holds what ``field`` takes."""

    def read(text: str) -> Any:
        try:
            return field.clean(text)
        except ValidationError as refused:
            raise ArgumentTypeError(refused.messages[0]) from refused

    return read
