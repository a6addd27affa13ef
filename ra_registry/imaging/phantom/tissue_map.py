"""The share of each tissue in small voxels around a place, as it is painted, without noise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.painting import Canvas, paint, skin_distance
from ra_registry.imaging.phantom.raster import Grid
from ra_registry.imaging.phantom.signals import TISSUES


@dataclass(frozen=True, eq=False, slots=True)
class TissueMap:
    """Voxels ``voxel`` mm wide over a grid of order ``zyx``; ``shares`` of tissues in them."""

    grid: Grid
    voxel: float
    shares: dict[str, Floats]

    def points(self) -> Floats:
        """Return the middle of each voxel [n, 3], in the order of a ravelled picture."""
        x, y, z = np.broadcast_arrays(*self.grid.points())
        return np.stack([x, y, z], axis=-1).reshape(-1, 3)

    def along(self, picture: Floats, points: Floats) -> Floats:
        """Return a picture's values at points [n, 3] of space."""
        places = []
        for axis, values in zip((2, 1, 0), self.grid.coordinates, strict=True):
            place = np.rint((points[:, axis] - values[0]) / self.voxel).astype(int)
            places.append(np.clip(place, 0, len(values) - 1))
        found: Floats = picture[tuple(places)]
        return found


def tissue_map(
    hand: Hand,
    findings: Findings,
    box: tuple[Floats, Floats],
    voxel: float,
    wanted: Mapping[str, Collection[str]],
) -> TissueMap:
    """Return what is painted in a box of space, mm: for each name the share of its tissues."""
    x, y, z = (np.arange(a, b + voxel, voxel) for a, b in zip(*box, strict=True))
    grid = Grid("zyx", (z, y, x))
    pictures = [np.zeros(grid.shape, np.float32) for _ in wanted]
    values = {one: [float(one in tissues) for tissues in wanted.values()] for one in TISSUES}
    paint(hand, findings, Canvas(grid, pictures, values, voxel), skin_distance(hand, grid))
    return TissueMap(grid, voxel, dict(zip(wanted, pictures, strict=True)))
