"""Fields whose complaints name what was found and what was expected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Choice(forms.ChoiceField):
    """One of a few words; optional ones start with an empty line."""

    unit = ""

    def __init__(self, *, choices: list[tuple[str, str]], empty: str = "", **kwargs: Any) -> None:
        blank = [("", empty or "Choose")]
        super().__init__(choices=[*blank, *choices], **kwargs)
        self.expected = "one of " + ", ".join(str(name) for _, name in choices)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            code = getattr(error, "code", "invalid")  # several complaints at once carry none
            if code == "required":
                raise
            raise ValidationError(f"Found {value}, expected {self.expected}.", code=code) from error
