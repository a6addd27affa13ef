"""Form fields for numbers and dates. What they show as understood is what the form stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ra_registry.core.entry.characters import trimmed
from ra_registry.core.entry.dates import A_DATE, A_DAY, read_day, read_partial_date
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.limits import Limits
from ra_registry.core.entry.numbers import (
    A_LIMIT_OR_NUMBER,
    A_NUMBER,
    NO_LIMIT,
    CensoredNumber,
    read_censored,
    read_number,
)
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.entry.widgets import EntryInput, entry_text
from ra_registry.core.entry.wording import found_expected, sentence

# Sentences that say no more than that it is no number; the field knows better what it takes.
_GENERAL = frozenset({A_NUMBER, A_LIMIT_OR_NUMBER, NO_LIMIT, A_DAY, A_DATE})


class Refused(ValidationError):
    """A typed text that the field doesn't take; ``readings`` are what may have been meant."""

    def __init__(self, message: str, *, readings: tuple[str, ...] = ()) -> None:
        super().__init__(message, code="invalid")
        self.readings = readings


class EntryField(forms.Field):
    """What the fields of this module share: a text input, a reader, one sentence for a refusal."""

    widget = EntryInput
    kind: ClassVar[str]

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(**kwargs)

    def read(self, text: str) -> Any:
        """Return what ``text`` means, or raise `EntryError`."""
        raise NotImplementedError

    def accept(self, value: Any) -> Any:
        """Return a value that was read or given, as the form stores it; raise `ValidationError`."""
        return value

    def expected(self) -> str:
        """Return what the field takes, as the end of "Found …, expected …"."""
        raise NotImplementedError

    def question(self) -> dict[str, str]:
        """Return what :func:`field_for` makes this field of again."""
        return {"kind": self.kind}

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return None if value in self.empty_values else self.accept(value)
        if not trimmed(value):
            return None
        try:
            return self.accept(self.read(value))
        except EntryError as error:
            general = self.expected() if error.template in _GENERAL else ""
            message = sentence(error, expected=general)
            raise Refused(message, readings=error.readings) from error

    def refuse(self, value: Any) -> Refused:
        """Return the refusal of a value outside of what the field takes."""
        return Refused(found_expected(entry_text(value) or "", self.expected()))

    def understood(self, value: Any) -> str:
        """Return a cleaned value as it is shown beside the field."""
        return entry_text(value) or ""

    @property
    def asks(self) -> str:
        """What stands in ``data-entry``: :meth:`question`, and the unit for the page to show."""
        return json.dumps(self.question() | ({"unit": self.unit} if self.unit else {}))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if not widget.is_hidden:
            attrs |= {"autocomplete": "off", "data-entry": self.asks}
        return attrs


class NumberField(EntryField):
    """A number from ``low`` to ``high``, with at most ``places`` decimals or in steps of ``step``.

    ``gives`` makes the stored value of the exact decimal, ``float`` for statistics.
    """

    kind = "number"

    def __init__(
        self,
        *,
        low: Decimal | int | str | None = None,
        high: Decimal | int | str | None = None,
        places: int | None = None,
        step: Decimal | None = None,
        gives: Callable[[Decimal], Any] = Decimal,
        **kwargs: Any,
    ) -> None:
        self.limits = Limits.of(low=low, high=high, places=places, step=step)
        self.gives = gives
        super().__init__(**kwargs)

    def read(self, text: str) -> Decimal:
        return read_number(text)

    def accept(self, value: Any) -> Any:
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        if not self.limits.allow(exact):
            raise self.refuse(value)
        return self.gives(exact)

    def expected(self) -> str:
        return self.limits.words()

    def question(self) -> dict[str, str]:
        floating = {"gives": "float"} if self.gives is float else {}
        return super().question() | self.limits.as_texts() | floating

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": self.limits.keyboard}


class WholeNumberField(NumberField):
    """A whole number from ``low`` to ``high``."""

    kind = "whole"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(places=0, gives=int, **kwargs)

    def question(self) -> dict[str, str]:
        return {name: text for name, text in super().question().items() if name != "places"}


class CensoredField(EntryField):
    """A laboratory value: a number, or a limit after ``<`` or ``>``, from 0 to ``high``."""

    kind = "censored"

    def __init__(
        self, *, high: Decimal | int | str | None = None, places: int | None = None, **kwargs: Any
    ) -> None:
        self.limits = Limits.of(low=0, high=high, places=places)
        super().__init__(**kwargs)

    def read(self, text: str) -> CensoredNumber:
        return read_censored(text)

    def accept(self, value: CensoredNumber) -> CensoredNumber:
        if not self.limits.allow(value.number):
            raise self.refuse(value)
        return value

    def expected(self) -> str:
        return _("%(number)s, or a limit such as <0.3 or >340") % {"number": self.limits.words()}

    def question(self) -> dict[str, str]:
        limits = self.limits.as_texts()
        return super().question() | {name: limits[name] for name in limits if name != "low"}

    def understood(self, value: CensoredNumber) -> str:
        return str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(entry_text(initial), data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A phone's number pad has no < and no >.
        return super().widget_attrs(widget) | {"inputmode": "text"}


class DayField(EntryField):
    """A calendar day in any of the forms that the date reader takes."""

    kind = "day"

    def read(self, text: str) -> date:
        return read_day(text)

    def expected(self) -> str:
        return _(A_DAY)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "text", "placeholder": "2024-03-31"}


class PartialDateField(EntryField):
    """A day, a month or a year."""

    kind = "partial"

    def read(self, text: str) -> PartialDate:
        return read_partial_date(text)

    def expected(self) -> str:
        return _(A_DATE)

    def understood(self, value: PartialDate) -> str:
        return str(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        placeholder = _("2024-03-31, 2024-03 or 2024")
        return super().widget_attrs(widget) | {"inputmode": "text", "placeholder": placeholder}
