"""The one error of the curves."""

from __future__ import annotations

from ra_registry.core.errors import DomainError


class CurveInputError(DomainError, ValueError):
    """The wells, limits or dilution given can't be meant."""

    code = "curve_input"
