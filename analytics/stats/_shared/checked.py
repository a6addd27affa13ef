"""The door of the statistics: what every public function does with its arguments."""

from __future__ import annotations

from analytics.stats.errors import InputError
from ra_registry.core.checked import Door


def _refuse(name: str, expected: str, found: object) -> InputError:
    return InputError(f"{name} must be {expected}, found {repr(found)[:80]}.")


checked = Door(_refuse)
