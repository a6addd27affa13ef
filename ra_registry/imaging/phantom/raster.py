"""Grids of space, and how shapes are blended into pictures with smooth edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ra_registry.imaging.phantom.frames import Floats

Window = tuple[slice, slice, slice]


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """Coordinates in mm, ascending, along each axis of an array; ``order`` names those axes.

    ``order`` is ``zyx`` for coronal slices and films, ``yzx`` for axial slices.
    """

    order: str
    coordinates: tuple[Floats, Floats, Floats]

    @property
    def shape(self) -> tuple[int, int, int]:
        """The shape of an array over the grid."""
        first, second, third = (len(c) for c in self.coordinates)
        return first, second, third

    def coarser(self, every: int) -> Grid:
        """Return a grid with a point for so many along the last two axes, a bit further out."""
        first, *rest = self.coordinates
        rows, columns = (_knots(values, every) for values in rest)
        return Grid(self.order, (first, rows, columns))

    def refined(self, values: Floats, every: int) -> Floats:
        """Return values over `coarser`, interpolated to this grid's points."""
        _, rows, columns = self.shape
        return between_knots(between_knots(values, every, rows, 1), every, columns, 2)

    def window(self, low: Floats, high: Floats) -> Window | None:
        """Return the part of the grid in a box of space, or None where it holds no point of it."""
        cuts = []
        for name, values in zip(self.order, self.coordinates, strict=True):
            axis = "xyz".index(name)
            cut = slice(*np.searchsorted(values, (low[axis], high[axis])))
            if cut.start >= cut.stop:
                return None
            cuts.append(cut)
        return cuts[0], cuts[1], cuts[2]

    def points(self, window: Window | None = None) -> tuple[Floats, Floats, Floats]:
        """Return x, y and z of a window, each along its axis of the array: they broadcast."""
        found = {}
        for place, (name, values) in enumerate(zip(self.order, self.coordinates, strict=True)):
            shape = [1, 1, 1]
            shape[place] = -1
            cut = values if window is None else values[window[place]]
            found[name] = cut.astype(np.float32).reshape(shape)
        return found["x"], found["y"], found["z"]


def _knots(values: Floats, every: int) -> Floats:
    count = (len(values) - 1) // every + 2
    step = (values[1] - values[0]) * every
    knots: Floats = values[0] + step * np.arange(count)
    return knots


def between_knots(values: Floats, every: int, length: int, axis: int) -> Floats:
    """Return so many values along an axis, interpolated between knots ``every`` places apart."""
    knots = np.moveaxis(values, axis, 0)
    found = np.empty(((len(knots) - 1) * every, *knots.shape[1:]), np.float32)
    step = (knots[1:] - knots[:-1]) * np.float32(1 / every)
    for place in range(every):
        found[place::every] = knots[:-1] + step * np.float32(place)
    return np.moveaxis(found[:length], 0, axis)


def cover(distance: Floats, width: float) -> Floats:
    """Return how much of a voxel lies inside a surface at a distance; ``width`` of a voxel, mm."""
    share: Floats = np.clip(np.float32(0.5) - distance * np.float32(1 / width), 0, 1)
    return share


def blend(
    pictures: Sequence[Floats], window: Window, share: Floats, values: Sequence[float]
) -> None:
    """Lay a tissue over each picture: ``share`` of each voxel takes the picture's value of it."""
    for picture, value in zip(pictures, values, strict=True):
        there = picture[window]
        there += share * (np.float32(value) - there)


def smooth_union(one: Floats, other: Floats, radius: float) -> Floats:
    """Return the distance from two shapes that flow into each other within a radius, mm."""
    between = np.maximum(np.float32(radius) - np.abs(one - other), 0)
    joined: Floats = np.minimum(one, other) - between * between * np.float32(0.25 / radius)
    return joined
