"""Planes to stacks: what belongs together, sorted along the slice normal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._vectors import Vector, cross, dot
from ra_registry.imaging.frames.geometry import Plane

ANGLE = 0.002
"""How far the directions of one stack may differ: 0.15 mm at the edge of a 150 mm image."""

SPACING = 0.001
"""The same for pixel spacings, as a share."""

PLANES = ("sagittal", "coronal", "axial")
_CLEARLY = 0.02


@dataclass(frozen=True, slots=True)
class Stack:
    """Images of one matrix, direction and spacing, in their order.

    ``depths`` is each plane's distance from the middle of the stack along the normal, in mm, rising
    and without any absolute position; empty where images have no position (films), which are
    sorted by number. The normal points towards the patient's left, back or head, whichever it is
    nearest to, so that two visits run in the same direction however they were planned.
    """

    planes: tuple[Plane, ...]
    depths: tuple[float, ...] = ()
    normal: Vector | None = None

    @property
    def plane(self) -> str | None:
        """Return the nearest of the three planes of the body."""
        if self.normal is None:
            return None
        sizes = [abs(part) for part in self.normal]
        return PLANES[sizes.index(max(sizes))]


@checked
def stacks_of(planes: Sequence[Plane]) -> tuple[Stack, ...]:
    """Return the stacks that planes form, whatever order they come in; the first number first.

    Planes are split where frame of reference, matrix, direction, pixel spacing, echo or point of
    time differ. Planes without a position form stacks of their own.
    """
    groups: list[list[Plane]] = []
    for plane in sorted(planes, key=_sorting):
        for known in groups:
            if _alike(known[0], plane):
                known.append(plane)
                break
        else:
            groups.append([plane])
    stacks = [_stack(found) for found in groups]
    return tuple(sorted(stacks, key=lambda stack: min(map(_number, stack.planes))))


def _sorting(plane: Plane) -> tuple[Any, ...]:
    """A total order of planes, so that groups don't depend on the order of files."""
    optional = (plane.across, plane.down, plane.spacing, plane.position)
    return (
        plane.reference,
        plane.rows,
        plane.columns,
        plane.phase,
        *(value or () for value in optional),
        *_number(plane),
    )


def _number(plane: Plane) -> tuple[int, int, int]:
    return plane.number, plane.source, plane.frame


def _alike(first: Plane, second: Plane) -> bool:
    if _exact(first) != _exact(second):
        return False
    directions = _close(first.across, second.across) and _close(first.down, second.down)
    return directions and _same_spacing(first.spacing, second.spacing)


def _exact(plane: Plane) -> tuple[Any, ...]:
    return plane.reference, plane.rows, plane.columns, plane.phase, plane.position is None


def _close(first: Vector | None, second: Vector | None) -> bool:
    if first is None or second is None:
        return first is second
    return all(abs(a - b) <= ANGLE for a, b in zip(first, second, strict=True))


def _same_spacing(first: tuple[float, float] | None, second: tuple[float, float] | None) -> bool:
    if first is None or second is None:
        return first is second
    return all(abs(a - b) <= SPACING * max(a, b) for a, b in zip(first, second, strict=True))


def _stack(planes: list[Plane]) -> Stack:
    first = planes[0]
    if first.across is None or first.down is None:
        return Stack(planes=tuple(sorted(planes, key=_number)))
    normal = _towards(cross(first.across, first.down))
    depths = {plane: dot(plane.position or (), normal) for plane in planes}
    # Depths that differ by less than is shown are one place, whose images go by their number.
    ordered = sorted(planes, key=lambda plane: (round(depths[plane], 2), *_number(plane)))
    middle = (depths[ordered[0]] + depths[ordered[-1]]) / 2
    found = tuple(depths[plane] - middle for plane in ordered)
    return Stack(planes=tuple(ordered), depths=found, normal=normal)


def _towards(normal: Vector) -> Vector:
    """Turn a normal so that its largest part is positive; of equal ones the last decides."""
    largest = max(abs(part) for part in normal)
    leading = [part for part in normal if abs(part) >= largest - _CLEARLY][-1]
    if leading > 0:
        return normal
    return -normal[0], -normal[1], -normal[2]
