"""The line in which a plane of one stack crosses an image of another."""

from __future__ import annotations

import math

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._vectors import Vector, dot
from ra_registry.imaging.frames.errors import FrameError
from ra_registry.imaging.frames.relation import Relation
from ra_registry.imaging.frames.stack import Stack

Point = tuple[float, float]
PARALLEL = 0.05
"""Sine of the angle (3 degrees) below which a crossing line means nothing."""


@checked
def crossing(
    first: Stack, second: Stack, how: Relation, at: int, other: int
) -> tuple[Point, Point] | None:
    """Return where plane ``other`` of the second stack cuts image ``at`` of the first.

    Two points (x, y) in pixels of the first image, (0, 0) being the middle of its first pixel, on
    the image's edges; None where the planes are nearly parallel or meet outside of the image.
    ``how`` is ``relation(first, second)``.
    """
    if not (0 <= at < len(first.depths) and 0 <= other < len(second.depths)):
        raise FrameError("There is no such plane in the stack.")
    spacing = first.planes[at].spacing
    if spacing is None:
        raise FrameError("A stack without pixel spacing has no relation to another.")
    normal: Vector = (how.axes[0][2], how.axes[1][2], how.axes[2][2])
    # normal . point = level holds for each point of the other plane, in the first stack's mm.
    level = dot(normal, how.offset) + second.depths[other] * dot(normal, normal)
    a, b = normal[0] * spacing[1], normal[1] * spacing[0]
    if normal[0] ** 2 + normal[1] ** 2 < PARALLEL**2:
        return None
    width, height = first.planes[at].columns, first.planes[at].rows
    middle = ((width - 1) / 2, (height - 1) / 2)
    rest = level - normal[2] * first.depths[at] + a * middle[0] + b * middle[1]
    return _on_the_edges(a, b, rest, width, height)


def _on_the_edges(
    a: float, b: float, rest: float, width: int, height: int
) -> tuple[Point, Point] | None:
    """Return where the line a x + b y = rest enters and leaves an image."""
    square = a * a + b * b
    start, way = (a * rest / square, b * rest / square), (-b, a)
    enters, leaves = -math.inf, math.inf
    for place, step, size in zip(start, way, (width, height), strict=True):
        edges = (-0.5 - place, size - 0.5 - place)
        if not step:
            if not edges[0] <= 0 <= edges[1]:
                return None
            continue
        ends = sorted(edge / step for edge in edges)
        enters, leaves = max(enters, ends[0]), min(leaves, ends[1])
    if enters >= leaves:
        return None
    points = [(start[0] + t * way[0], start[1] + t * way[1]) for t in (enters, leaves)]
    return points[0], points[1]
