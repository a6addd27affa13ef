"""Points, outlines of bones and places of sites. Units: one is about a screen pixel; y goes down.

Everything is drawn as a right hand or foot seen from its back, toes and fingers up: thumb and
great toe at the left. Left ones are the mirror image.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin

Point = tuple[float, float]

# Points of an outline that are looked at when two places are compared.
N_OUTLINE = 48


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site lies: an ellipse around (x, y), turned clockwise by ``angle`` degrees."""

    x: float
    y: float
    rx: float
    ry: float
    angle: float = 0

    def mirrored(self, axis: float) -> Place:
        """Return the place on the other side of the vertical line at ``axis``."""
        return replace(self, x=2 * axis - self.x, angle=-self.angle)

    def outline(self) -> list[Point]:
        """Return points on the edge."""
        turn = radians(self.angle)
        points = []
        for step in range(N_OUTLINE):
            t = radians(360 * step / N_OUTLINE)
            across, along = self.rx * cos(t), self.ry * sin(t)
            points.append(
                (
                    self.x + across * cos(turn) - along * sin(turn),
                    self.y + across * sin(turn) + along * cos(turn),
                )
            )
        return points

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies inside."""
        dx, dy = point[0] - self.x, point[1] - self.y
        turn = radians(-self.angle)
        across, along = dx * cos(turn) - dy * sin(turn), dx * sin(turn) + dy * cos(turn)
        return (across / self.rx) ** 2 + (along / self.ry) ** 2 < 1

    def overlaps(self, other: Place) -> bool:
        """Tell whether two places share ground."""
        return any(map(self.holds, other.outline())) or any(map(other.holds, self.outline()))


@dataclass(frozen=True, slots=True)
class View:
    """The part of a drawing that is shown."""

    x: float
    y: float
    width: float
    height: float

    @property
    def axis(self) -> float:
        """The x about which a left limb is mirrored."""
        return self.x + self.width / 2

    def holds(self, place: Place) -> bool:
        """Tell whether all of a place is inside."""
        return all(
            self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height
            for x, y in place.outline()
        )


def along(start: Point, end: Point, distance: float) -> Point:
    """Return the point ``distance`` beyond ``end`` on the line that comes from ``start``."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    return (
        end[0] + (end[0] - start[0]) / length * distance,
        end[1] + (end[1] - start[1]) / length * distance,
    )


def between(one: Point, other: Point) -> Point:
    """Return the point half way."""
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)


def capsule(start: Point, end: Point, start_width: float, end_width: float) -> str:
    """Return the path of a long bone: rounded ends of two widths, a slimmer shaft between them."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length

    def at(distance: float, aside: float) -> str:
        x, y = start[0] + ux * distance - uy * aside, start[1] + uy * distance + ux * aside
        return f"{x:.1f} {y:.1f}"

    a, b = start_width / 2, end_width / 2
    shaft = 0.22 * (start_width + end_width) / 1.6
    return (
        f"M{at(0, a)}"
        f"C{at(0.3 * length, shaft)} {at(0.7 * length, shaft)} {at(length, b)}"
        f"C{at(length + b, b)} {at(length + b, -b)} {at(length, -b)}"
        f"C{at(0.7 * length, -shaft)} {at(0.3 * length, -shaft)} {at(0, -a)}"
        f"C{at(-a, -a)} {at(-a, a)} {at(0, a)}Z"
    )


def oval(place: Place) -> str:
    """Return an ellipse of SVG for a short bone."""
    return (
        f'<ellipse cx="{place.x:g}" cy="{place.y:g}" rx="{place.rx:g}" ry="{place.ry:g}"'
        f"{turned(place)}/>"
    )


def turned(place: Place) -> str:
    """Return the attribute that turns a place's ellipse; empty when it stands upright."""
    if not place.angle:
        return ""
    return f' transform="rotate({place.angle:g} {place.x:.1f} {place.y:.1f})"'
