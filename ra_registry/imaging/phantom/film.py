"""Films of hands and feet: the weakening of rays by bone and soft tissue, as a detector sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.edges import moved_off
from ra_registry.imaging.phantom.film_bones import Changes, changes_of
from ra_registry.imaging.phantom.findings import Findings, read_findings
from ra_registry.imaging.phantom.flesh import foot_flesh, hand_flesh, square_of_thickness, thickness
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.lesions import level
from ra_registry.imaging.phantom.limb import Foot, Limb, Side
from ra_registry.imaging.phantom.marker import lay_marker
from ra_registry.imaging.phantom.noise import clouds
from ra_registry.imaging.phantom.places import film_place
from ra_registry.imaging.phantom.raster import Grid, cover, smooth_union
from ra_registry.imaging.phantom.seeds import check_seeds
from ra_registry.imaging.phantom.shapes import Solid
from ra_registry.imaging.phantom.sites import SVDH
from ra_registry.imaging.phantom.skeleton import Skeleton

FilmSize = Literal["small", "full"]
# Rows, columns, and the width of a pixel in mm.
SIZES: Mapping[FilmSize, tuple[int, int, float]] = {
    "small": (700, 580, 0.36),
    "full": (2800, 2320, 0.09),
}
# Middle of the film in the limb's space, mm.
MIDDLE = {"hand": (-2.0, -46.0), "foot": (2.0, -26.0)}
# Weakening of rays at about 50 kV, per mm.
SOFT, SPONGY, CORTICAL = 0.026, 0.050, 0.155
# What of a lesion's depth a ray through it meets: in front of and behind it some bone remains.
THROUGH = 0.85
# How softly a lesion ends, mm: it has no rim of its own.
EDGE = 0.8
AIR, GAIN, MOST = 260.0, 1150.0, 4095
QUANTUM = 0.011


@dataclass(frozen=True, eq=False, slots=True)
class Film:
    """A film as a detector gives it: bright bone, 12 bits [rows, columns]; ``spacing`` in mm."""

    pixels: NDArray[np.uint16]
    spacing: float
    part: Literal["hand", "foot"]
    side: Side


@checked
def film(
    limb: Limb, findings: Mapping[str, object], *, size: FilmSize = "small", seed: int = 0
) -> Film:
    """Return a film of a hand or foot with what a Sharp/van der Heijde reading says of it.

    ``findings``: scores or reasons by site code, as ``RH.erosion.MCP2``; those of other limbs stay
    out. ``seed``: of noise. Raise `UnknownSiteError` or `PhantomError`.
    """
    check_seeds(seed=seed)
    part: Literal["hand", "foot"] = "foot" if isinstance(limb, Foot) else "hand"
    read = findings_of_limb(limb, findings)
    pixel = SIZES[size][2]
    weakened = weakening(limb, read, film_grid(limb, read, size))
    rng = np.random.default_rng([seed, limb.seed, 11])
    signal = AIR + GAIN * weakened
    signal += _noise(weakened, pixel, rng)
    if limb.side == "L":
        signal = signal[:, ::-1].copy()
    lay_marker(signal, limb.side, pixel)
    pixels = np.clip(signal, 0, MOST).astype(np.uint16)
    return Film(pixels, pixel, part, limb.side)


def findings_of_limb(limb: Limb, findings: Mapping[str, object]) -> Findings:
    """Return the findings of one limb among those of a whole reading."""
    read = read_findings(findings, SVDH)
    name = f"{limb.side}{'F' if isinstance(limb, Foot) else 'H'}."
    own = {code: score for code, score in read.scores.items() if code.startswith(name)}
    return Findings(own, frozenset(code for code in read.outside if code.startswith(name)))


def film_grid(limb: Limb, findings: Findings, size: FilmSize) -> Grid:
    """Return the pixels of a film in the limb's space; sites outside the film lie outside."""
    rows, columns, pixel = SIZES[size]
    outside, others = (
        np.array([limb.laid.outside(film_place(limb, code)) for code in sorted(codes)])
        for codes in (findings.outside, findings.scores)
    )
    half = columns * pixel / 2, rows * pixel / 2
    x, y = moved_off(MIDDLE["foot" if isinstance(limb, Foot) else "hand"], half, outside, others)
    across = x + (np.arange(columns) - (columns - 1) / 2) * pixel
    down = y + (np.arange(rows) - (rows - 1) / 2) * pixel
    return Grid("zyx", (np.zeros(1), down, across))


def weakening(limb: Limb, findings: Findings, grid: Grid, *, flesh: bool = True) -> Floats:
    """Return how each ray is weakened, without noise: attenuation by length [rows, columns]."""
    skeleton = limb.flat.moved(limb.laid)
    total = np.zeros(grid.shape, np.float32)
    if flesh:
        solids = foot_flesh(limb.flat) if isinstance(limb, Foot) else hand_flesh(limb.flat)
        total += np.float32(SOFT) * _soft_depth([one.moved(limb.laid) for one in solids], grid)
    changes = changes_of(limb, findings)
    for name in skeleton.bones:
        _add_bone(total, grid, skeleton, name, changes)
    picture: Floats = total[0]
    return picture


def _soft_depth(flesh: list[Solid], grid: Grid) -> Floats:
    """How far each ray runs through soft tissue, mm.

    Outlines are smooth, so they are taken at points about 0.7 mm apart; depth is not, at the edge.
    """
    pixel = float(grid.coordinates[1][1] - grid.coordinates[1][0])
    every = max(1, round(0.72 / pixel))
    coarse = grid.coarser(every)
    outline = np.full(coarse.shape, 9.0, np.float32)
    square = np.full(coarse.shape, -100.0, np.float32)
    for solid in flesh:
        window = coarse.window(*solid.bounds(6.0))
        if window is None:
            continue
        distance = solid.distance(*coarse.points(window))
        outline[window] = smooth_union(outline[window], distance, 6.0)
        own = square_of_thickness(distance, *solid.shape.depth)
        square[window] = np.maximum(square[window], own)
    deepest = np.sqrt(np.maximum(grid.refined(square, every), 0))
    return np.maximum(deepest, thickness(grid.refined(outline, every), 9.0, 1.0))


def _add_bone(total: Floats, grid: Grid, skeleton: Skeleton, name: str, changes: Changes) -> None:
    bone = skeleton.bones[name]
    window = grid.window(*bone.bounds(1.0))
    if window is None:
        return
    points = grid.points(window)
    distance = skeleton.distance(name, *points, changes.left)
    whole = _weakened(bone, distance, points)
    local = bone.frame.local(*points) if name in changes.lost else points
    for lesion in changes.lost.get(name, ()):
        gone = cover(level(lesion.centres, *local) - np.float32(lesion.size), EDGE)
        whole *= 1 - np.float32(THROUGH) * gone
    total[window] += whole


def _weakened(bone: Solid, distance: Floats, points: tuple[Floats, Floats, Floats]) -> Floats:
    """What a bone adds beyond the soft tissue that it displaces: a shell around spongy bone."""
    half, flat = bone.shape.depth
    along = bone.frame.local(*points)[1]
    outer = thickness(distance, half, flat)
    inner = thickness(distance + bone.shape.cortex(along), half, flat)
    return np.float32(CORTICAL - SOFT) * (outer - inner) + np.float32(SPONGY - SOFT) * inner


def _noise(weakened: Floats, pixel: float, rng: np.random.Generator) -> Floats:
    """Quantum noise, which grows as fewer rays arrive, and the texture of spongy bone."""
    noise = rng.standard_normal(weakened.shape, dtype=np.float32)
    noise *= np.float32(GAIN * QUANTUM) * np.exp(weakened * np.float32(0.5))
    texture = clouds(weakened.shape, pixel, 1.1, rng)
    bone = np.clip(weakened - np.float32(0.7), 0, 1)
    noise += np.float32(GAIN * 0.035) * texture * bone
    return noise
