"""The door of the instruments: what every public function does with its arguments."""

from __future__ import annotations

from ra_registry.core.checked import TEXTS_ONLY, Door
from scoring.instruments.errors import InstrumentError


def _refuse(name: str, expected: str, found: object) -> InstrumentError:
    return InstrumentError(f"{name} must be {expected}, found {repr(found)[:80]}.")


checked = Door(_refuse, plain=TEXTS_ONLY, caught=(ArithmeticError, TypeError, AttributeError))
