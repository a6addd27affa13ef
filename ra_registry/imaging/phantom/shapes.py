"""The two shapes that everything is made of, each with its distance from a point.

A distance is in mm, negative inside, and exact enough near the surface to blend edges with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ra_registry.imaging.phantom.frames import Floats, Frame


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Half axes in mm along the axes of its frame."""

    radii: tuple[float, float, float]

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Return the distance of points of the frame, to first order around the surface."""
        a, b, c = (np.float32(1 / r) for r in self.radii)
        u, v, w = x * a, y * b, z * c
        k = np.sqrt(u * u + v * v + w * w)
        u, v, w = u * a, v * b, w * c
        slope = np.sqrt(u * u + v * v + w * w) + np.float32(1e-6)
        found: Floats = k * (k - np.float32(1)) / slope
        return found

    def half(self, axes: Floats) -> Floats:
        """Return how far the shape reaches along each outer axis."""
        reach: Floats = np.sqrt(((axes * np.asarray(self.radii)) ** 2).sum(1))
        return reach

    @property
    def middle(self) -> Floats:
        """The middle of the shape in its frame."""
        return np.zeros(3)

    @property
    def depth(self) -> tuple[float, float]:
        """Half the width in the plane of a film, and how deep the shape is beside it."""
        return min(self.radii[:2]), self.radii[2] / min(self.radii[:2])

    def cortex(self, y: Floats) -> Floats | float:
        """Return how thick the cortex is, in mm."""
        return 0.6


@dataclass(frozen=True, slots=True)
class Rod:
    """A rod with two rounded ends along its frame's second axis, from 0 to ``length``; mm.

    ``base`` and ``head`` are its radii at both ends, ``waist`` between; ``flat``: depth by width;
    ``round_base`` and ``round_head``: radius of the edge as a share of the end's radius.
    """

    length: float
    base: float
    waist: float
    head: float
    flat: float = 1.0
    round_base: float = 0.5
    round_head: float = 0.85

    def _ends(self, y: Floats) -> tuple[Floats, Floats]:
        """How much of each end's flare is left at a place along the rod."""
        slope = np.float32(2.2 / self.length)
        near = np.clip(1 - y * slope, 0, 1)
        far = np.clip(1 - (np.float32(self.length) - y) * slope, 0, 1)
        return near * near, far * far

    def _radius(self, y: Floats) -> Floats:
        """The rod's radius at a place along it."""
        if self.base == self.waist == self.head:
            return np.full_like(y, self.waist)
        near, far = self._ends(y)
        near *= np.float32(self.base - self.waist)
        far *= np.float32(self.head - self.waist)
        near += far
        near += np.float32(self.waist)
        return near

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Return the distance of points of the frame."""
        half = np.float32(self.length / 2)
        z = z * np.float32(1 / self.flat)
        q = np.sqrt(x * x + z * z)
        radius = self._radius(y)
        edge = np.where(
            y < half,
            np.float32(self.round_base * self.base),
            np.float32(self.round_head * self.head),
        )
        edge = np.minimum(edge, radius)
        side = q - radius + edge
        end = np.abs(y - half) - half + edge
        inside = np.minimum(np.maximum(side, end), 0)
        side, end = np.maximum(side, 0), np.maximum(end, 0)
        found: Floats = inside + np.sqrt(side * side + end * end) - edge
        return found

    def half(self, axes: Floats) -> Floats:
        """Return how far the shape reaches along each outer axis."""
        widest = max(self.base, self.waist, self.head)
        return np.abs(axes[:, 1]) * self.length / 2 + widest * max(1, self.flat)

    @property
    def middle(self) -> Floats:
        """The middle of the shape in its frame."""
        return np.array([0, self.length / 2, 0])

    @property
    def depth(self) -> tuple[float, float]:
        """Half the width in the plane of a film, and how deep the shape is beside it."""
        return (self.waist + max(self.base, self.head)) / 2, self.flat

    def cortex(self, y: Floats) -> Floats | float:
        """Return how thick the cortex is, in mm: thin at joints, thick along the shaft."""
        near, far = self._ends(y)
        return np.float32(0.6) + np.float32(0.28 * self.waist) * np.maximum(1 - near - far, 0)


Shape = Ellipsoid | Rod


@dataclass(frozen=True, eq=False, slots=True)
class Solid:
    """A shape in its place."""

    shape: Shape
    frame: Frame

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Return the distance of points of the limb's space, which broadcast; mm."""
        return self.shape.distance(*self.frame.local(x, y, z))

    def bounds(self, margin: float = 0.0) -> tuple[Floats, Floats]:
        """Return the corners of a box along the outer axes that holds the shape and a margin."""
        middle = self.frame.outside(self.shape.middle)
        half = self.shape.half(self.frame.axes) + margin
        return middle - half, middle + half

    def moved(self, pose: Frame) -> Solid:
        """Return the shape after its limb was moved."""
        return Solid(self.shape, self.frame.within(pose))
