"""Exact decimals for the composites: one precision, one way to round, one check of a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.errors import InvalidComponent

Number = int | Decimal

DIGITS = 28
_GUARD_DIGITS = 10
_CENT = Decimal("0.01")

# Contexts of their own: what a caller sets in the thread's decimal context can't move a score.
_STORED = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_WORKING = Context(prec=DIGITS + _GUARD_DIGITS, rounding=ROUND_HALF_EVEN)


@contextmanager
def working_precision() -> Iterator[None]:
    """Compute inside with guard digits, so that rounding to `DIGITS` happens once, at the end."""
    with localcontext(_WORKING):
        yield


@lru_cache(maxsize=4096)
def logarithm(value: Decimal) -> Decimal:
    """The natural logarithm, to working precision.

    Remembered, because a whole study holds few different sedimentation rates and CRP, and one takes
    as long as the rest of a score.
    """
    return value.ln(_WORKING)


@lru_cache(maxsize=64)
def root(value: Decimal) -> Decimal:
    """The square root of a joint count, to working precision."""
    return value.sqrt(_WORKING)


@guarded
def stored(value: Decimal) -> Decimal:
    """The value as it is kept: `DIGITS` significant digits."""
    return _STORED.plus(_finite(value))


@guarded
def displayed(value: Decimal) -> Decimal:
    """The value as it is shown: two decimals, halves away from zero as clinicians round."""
    return _finite(value).quantize(_CENT, rounding=ROUND_HALF_UP, context=_STORED)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise InvalidComponent(field="value", found=value, expected="a finite number")
    return value


@guarded
def checked(
    field: str,
    value: Number | None,
    *,
    low: int = 0,
    high: int | None = None,
    step: Decimal | None = None,
    unit: str = "",
) -> Decimal | None:
    """`value` as a Decimal, None when it is missing.

    Raises InvalidComponent for a float (it would bring binary rounding in), a value that is not
    finite, outside low..high, or between two steps.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidComponent(
            field=field,
            found=f"{value!r} ({type(value).__name__})",
            expected=_expectation(low=low, high=high, step=step, unit=unit),
        )
    number = Decimal(value)
    outside = not number.is_finite() or number < low or (high is not None and number > high)
    if outside or not _on_step(number, step):
        expected = _expectation(low=low, high=high, step=step, unit=unit)
        raise InvalidComponent(field=field, found=value, expected=expected)
    return number


def _on_step(number: Decimal, step: Decimal | None) -> bool:
    if step is None:
        return True
    with working_precision():
        return number % step == 0


def _expectation(*, low: int, high: int | None, step: Decimal | None, unit: str) -> str:
    kind = "a whole number" if step == 1 else "an exact number"
    limits = f"of at least {low}" if high is None else f"from {low} to {high}"
    steps = f" in steps of {step}" if step is not None and step != 1 else ""
    return f"{kind} {limits}{' ' + unit if unit else ''}{steps}"
