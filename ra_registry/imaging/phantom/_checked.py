"""The door of the phantom: what every public function does with its arguments."""

from __future__ import annotations

from ra_registry.core.checked import Door
from ra_registry.imaging.phantom.errors import PhantomError


def _refuse(name: str, expected: str, found: object) -> PhantomError:
    return PhantomError(f"{name} must be {expected}, found {repr(found)[:80]}.")


checked = Door(_refuse)
