"""Several numbers in one field."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.fields import EntryField
from ra_registry.core.entry.limits import Limits
from ra_registry.core.entry.numbers import read_number
from ra_registry.core.entry.widgets import entry_text

_BETWEEN = re.compile(r"[;；]|[,，、](?=\s)|\n")


class NumberListField(EntryField):
    """Numbers separated by semicolons, or by a comma with a blank after it.

    A comma without a blank is decimal: ``0,95`` is one number, never 0 and 95.
    """

    kind = "numbers"

    def __init__(self, *, gives: Callable[[Decimal], Any] = Decimal, **kwargs: Any) -> None:
        self.limits = Limits.of(
            **{name: kwargs.pop(name) for name in ("low", "high", "places") if name in kwargs}
        )
        self.gives = gives
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "; ".join(entry_text(number) or "" for number in value)
        return value

    def to_python(self, value: Any) -> list[Any]:
        return super().to_python(value) or []

    def read(self, text: str) -> list[Decimal]:
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        try:
            return [read_number(part) for part in parts]
        except EntryError as error:
            # What one part may mean is no reading of the whole list.
            raise EntryError(
                found=error.found, expected=error.template, readings=(), **error.named
            ) from error

    def accept(self, value: list[Any]) -> list[Any]:
        exact = [Decimal(str(number)) for number in value]
        for number in exact:
            if not self.limits.allow(number):
                raise self.refuse(number)
        return [self.gives(number) for number in exact]

    def expected(self) -> str:
        return _("numbers separated by semicolons, each %(number)s") % {
            "number": self.limits.words()
        }

    def question(self) -> dict[str, str]:
        floating = {"gives": "float"} if self.gives is float else {}
        return super().question() | self.limits.as_texts() | floating

    def understood(self, value: list[Any]) -> str:
        return str(self.prepare_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
