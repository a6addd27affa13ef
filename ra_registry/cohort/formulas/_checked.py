"""The door of the formulas: what every public function does with its arguments."""

from __future__ import annotations

from contextlib import nullcontext

from ra_registry.cohort.formulas.errors import InvalidComponent
from ra_registry.core.checked import TEXTS_ONLY, Door


def _refuse(name: str, expected: str, found: object) -> InvalidComponent:
    return InvalidComponent(field=name, found=repr(found)[:80], expected=expected)


guarded = Door(
    _refuse,
    plain=TEXTS_ONLY,
    caught=(ArithmeticError, TypeError, AttributeError, LookupError),
    around=nullcontext,
)
