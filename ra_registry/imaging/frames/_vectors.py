"""Directions and places in three dimensions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

Vector: TypeAlias = tuple[float, float, float]


def dot(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the scalar product."""
    return math.fsum(a * b for a, b in zip(first, second, strict=True))


def cross(first: Vector, second: Vector) -> Vector:
    """Return the vector product."""
    (a, b, c), (d, e, f) = first, second
    return b * f - c * e, c * d - a * f, a * e - b * d
