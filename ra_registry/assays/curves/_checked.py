"""The door of the curves: what every public function does with its arguments."""

from __future__ import annotations

from ra_registry.assays.curves.errors import CurveInputError
from ra_registry.core.checked import WITH_MISSING, Door


def _refuse(name: str, expected: str, found: object) -> CurveInputError:
    return CurveInputError(f"{name} must be {expected}, found {repr(found)[:80]}.")


# A signal that is missing or infinite is left out of a fit, and refused where one is needed.
checked = Door(_refuse, plain=WITH_MISSING)
