"""The one error of the formulas."""

from __future__ import annotations

from ra_registry.core.errors import ValidationFailed


class InvalidComponent(ValidationFailed):
    """A component of a score lies outside what can be measured, or has the wrong type."""

    code = "invalid_component"

    def __init__(self, *, field: str, found: object, expected: str) -> None:
        self.field = field
        self.found = found
        self.expected = expected
        message = f"{field}: found {found!s}, expected {expected}."
        super().__init__(message, field_errors={field: [f"Found {found!s}, expected {expected}."]})
