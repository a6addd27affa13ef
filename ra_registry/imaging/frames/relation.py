"""How two stacks of one examination lie to each other, without saying where in the scanner."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._vectors import Vector, dot
from ra_registry.imaging.frames.errors import FrameError
from ra_registry.imaging.frames.geometry import Plane
from ra_registry.imaging.frames.stack import Stack

Axes = tuple[Vector, Vector, Vector]


@dataclass(frozen=True, slots=True)
class Relation:
    """Takes a point of the second stack to the first: axes times point, plus offset.

    A point of a stack is (mm along the row, mm along the column, mm along the normal) from the
    middle of the stack. The rows of ``axes`` are the first stack's directions, seen in those of the
    second; ``offset`` is the second middle as the first stack sees it. The third direction follows
    the order of slices, so that axes may mirror. Rounded to 0.01 mm, and 0.000001 for directions.
    """

    axes: Axes
    offset: Vector


@checked
def relation(first: Stack, second: Stack) -> Relation:
    """Return how the second stack lies to the first.

    Raises ``FrameError`` unless both have positions in one frame of reference and a pixel spacing.
    """
    if not first.planes or not second.planes:
        raise FrameError("A stack has at least one image.")
    names = {first.planes[0].reference, second.planes[0].reference}
    if len(names) > 1 or names == {""}:
        raise FrameError("The two stacks don't share a frame of reference.")
    own, other = _axes(first), _axes(second)
    apart = [b - a for a, b in zip(_middle(first), _middle(second), strict=True)]
    axes = [_rounded(6, *(dot(one, two) for two in other)) for one in own]
    offset = _rounded(2, *(dot(one, apart) for one in own))
    return Relation(axes=(axes[0], axes[1], axes[2]), offset=offset)


def _rounded(digits: int, *values: float) -> Vector:
    """Adding 0 makes a plain 0 of a negative one."""
    a, b, c = (round(value, digits) + 0.0 for value in values)
    return a, b, c


def _axes(stack: Stack) -> Axes:
    across, down = stack.planes[0].across, stack.planes[0].down
    if across is None or down is None or stack.normal is None:
        raise FrameError("A stack of images without position has no relation to another.")
    return across, down, stack.normal


def _middle(stack: Stack) -> tuple[float, ...]:
    ends = (_centre(stack.planes[0]), _centre(stack.planes[-1]))
    return tuple((a + b) / 2 for a, b in zip(*ends, strict=True))


def _centre(plane: Plane) -> tuple[float, ...]:
    """Return the middle of an image: the position is that of its first pixel's middle."""
    if not (plane.position and plane.across and plane.down and plane.spacing):
        raise FrameError("A stack without pixel spacing has no relation to another.")
    right = (plane.columns - 1) / 2 * plane.spacing[1]
    below = (plane.rows - 1) / 2 * plane.spacing[0]
    return tuple(
        start + right * across + below * down
        for start, across, down in zip(plane.position, plane.across, plane.down, strict=True)
    )
