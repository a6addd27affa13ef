"""Fields whose complaints name what was found and what was expected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class _SaysWhatItExpects(forms.Field):
    expected = ""
    unit = ""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            code = getattr(error, "code", "invalid")  # several complaints at once carry none
            if code == "required":
                raise
            raise ValidationError(f"Found {value}, expected {self.expected}.", code=code) from error


class WholeNumber(_SaysWhatItExpects, forms.IntegerField):
    """A whole number from ``low`` to ``high``."""

    def __init__(self, *, low: int, high: int, unit: str = "", **kwargs: Any) -> None:
        super().__init__(min_value=low, max_value=high, **kwargs)
        self.unit = unit
        self.expected = f"a whole number from {low} to {high}"


class Amount(_SaysWhatItExpects, forms.DecimalField):
    """An exact decimal of at most ``places`` decimals, from 0 to ``high``."""

    def __init__(
        self, *, high: int, places: int, unit: str = "", step: Decimal | None = None, **kwargs: Any
    ) -> None:
        digits = len(str(high)) + places
        super().__init__(
            min_value=0, max_value=high, max_digits=digits, decimal_places=places, **kwargs
        )
        self.unit = unit
        steps = f" in steps of {step}" if step else f" with at most {places} decimals"
        self.expected = f"a number from 0 to {high}{steps}"
        # Any decimals pass the browser's check where no step is prescribed; the server decides.
        self.widget.attrs["step"] = str(step) if step else "any"


class Day(_SaysWhatItExpects, forms.DateField):
    """A calendar day, written and read as in ISO 8601."""

    expected = "a day such as 2024-03-31"

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class Choice(_SaysWhatItExpects, forms.ChoiceField):
    """One of a few words; optional ones start with an empty line."""

    def __init__(self, *, choices: list[tuple[str, str]], empty: str = "", **kwargs: Any) -> None:
        blank = [("", empty or "Choose")]
        super().__init__(choices=[*blank, *choices], **kwargs)
        self.expected = "one of " + ", ".join(str(name) for _, name in choices)
