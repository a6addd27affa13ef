"""The one error of the verdicts."""

from __future__ import annotations

from ra_registry.core.errors import DomainError


class VerdictInputError(DomainError, ValueError):
    """A status is none that is known."""

    code = "verdict_input"
