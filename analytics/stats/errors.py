"""Errors of the statistics package."""

from __future__ import annotations

from ra_registry.core.errors import DomainError


class InputError(DomainError):
    """The arrays or options given can't mean what the function needs.

    Raised for the caller's mistakes (wrong length, an outcome that isn't 0/1, an unknown
    option). Data that are valid but uninformative give `NotEstimable` instead.
    """

    code = "statistics_input"
