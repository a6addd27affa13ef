"""Measures what is drawn of a film's findings, without noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.errors import UnknownSiteError
from ra_registry.imaging.phantom.film import findings_of_limb, weakening
from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.lesions import RIM_MM, SURFACE_MM, depth
from ra_registry.imaging.phantom.limb import Foot, Limb
from ra_registry.imaging.phantom.places import part_place
from ra_registry.imaging.phantom.raster import Grid
from ra_registry.imaging.phantom.sites import (
    FOOT_JOINTS,
    FOOT_SPACES,
    HAND_JOINTS,
    HAND_SPACES,
    Part,
)

# Pixels of surfaces and of spaces, mm.
PIXEL, FINE = 0.2, 0.05
HEALTHY = Findings({}, frozenset())
# Rays that bone weakens by less than this pass through a joint space.
FREE = 0.02


@checked
def surface_lost(limb: Limb, findings: Mapping[str, object], site: str) -> list[float]:
    """Return the share of joint surface lost on a film, from proximal to distal; as ``MCP2``."""
    joints = FOOT_JOINTS if isinstance(limb, Foot) else HAND_JOINTS
    if site not in joints:
        raise UnknownSiteError(f"No site has the code {site!r}.")
    read = findings_of_limb(limb, findings)
    eroded = Findings({c: s for c, s in read.scores.items() if ".erosion." in c}, read.outside)
    return [_lost(limb, eroded, part) for part in joints[site]]


def _lost(limb: Limb, findings: Findings, part: Part) -> float:
    """The share of a bone's outline at the joint where most of what it weakened is gone."""
    skeleton = limb.flat.moved(limb.laid)
    bone = skeleton.bones[part.bone]
    low, high = bone.bounds(1.0)
    if part.end != "whole":
        middle = part_place(skeleton, part)
        low, high = np.maximum(low, middle - 18), np.minimum(high, middle + 18)
    grid = _around(low, high, PIXEL)
    points = np.stack(np.broadcast_arrays(*grid.points()), axis=-1).reshape(-1, 3)
    inside = -skeleton.distance(part.bone, *points.T)
    rim = (inside > RIM_MM[0]) & (inside < RIM_MM[1])
    local = np.stack(bone.frame.local(*points[inside > 0].T), axis=1)
    near = np.zeros(len(points), dtype=bool)
    near[inside > 0] = depth(skeleton, part, local) <= SURFACE_MM
    rim &= near
    before, after = (_bone(limb, one, grid).ravel()[rim] for one in (HEALTHY, findings))
    return float((after < 0.6 * before).mean())


@checked
def film_spaces(limb: Limb, findings: Mapping[str, object], site: str) -> list[float]:
    """Return the width of each joint space of a site on a film, mm; ``site`` as ``PIP3``."""
    spaces = FOOT_SPACES if isinstance(limb, Foot) else HAND_SPACES
    if site not in spaces:
        raise UnknownSiteError(f"No site has the code {site!r}.")
    read = findings_of_limb(limb, findings)
    skeleton = limb.flat.moved(limb.laid)
    return [_space(limb, read, *skeleton.seats(*pair)) for pair in spaces[site]]


def _space(limb: Limb, findings: Findings, one: Floats, other: Floats) -> float:
    grid = _around(np.minimum(one, other) - 1, np.maximum(one, other) + 1, FINE)
    picture = _bone(limb, findings, grid)
    line = one + (other - one) * np.linspace(0, 1, 400)[:, None]
    _, y, x = grid.coordinates
    rows, columns = (
        np.rint((line[:, axis] - values[0]) / FINE).astype(int) for axis, values in ((1, y), (0, x))
    )
    free = picture[rows, columns] < FREE
    return float(free.mean() * np.linalg.norm(other - one))


def _bone(limb: Limb, findings: Findings, grid: Grid) -> Floats:
    """What bones alone weaken."""
    return weakening(limb, findings, grid, flesh=False)


def _around(low: Floats, high: Floats, pixel: float) -> Grid:
    x, y = (np.arange(low[axis], high[axis] + pixel, pixel) for axis in (0, 1))
    return Grid("zyx", (np.zeros(1), y, x))
