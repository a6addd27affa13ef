"""Square roots and logarithms to 40 digits by integer arithmetic, without the decimal module."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

_SCALE = 10**60


def root(number: Fraction) -> Fraction:
    """√number, below the true value by less than 1e-60."""
    return Fraction(isqrt(number.numerator * _SCALE**2 // number.denominator), _SCALE)


def log(number: Fraction) -> Fraction:
    """ln(number) for a positive number: k ln 2 + 2 artanh((m - 1) / (m + 1)), m in 1..2."""
    twos = 0
    while number >= 2:
        number, twos = number / 2, twos + 1
    return twos * _log_of_one_to_two(Fraction(2)) + _log_of_one_to_two(number)


def _log_of_one_to_two(number: Fraction) -> Fraction:
    ratio = (number - 1) / (number + 1)
    power = total = ratio.numerator * _SCALE // ratio.denominator
    square = ratio * ratio
    order = 1
    while power:
        power = power * square.numerator // square.denominator
        order += 2
        total += power // order
    return Fraction(2 * total, _SCALE)
