"""Lays the tissues of a hand over each other: flesh, synovium, tendons, bones, lesions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ra_registry.imaging.phantom import scales
from ra_registry.imaging.phantom.bone_findings import Focus, foci, spaces_left
from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.flesh import hand_flesh
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.lesions import level
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.raster import Grid, Window, blend, cover, smooth_union
from ra_registry.imaging.phantom.shapes import Solid
from ra_registry.imaging.phantom.synovium import CARTILAGE_MM, filled
from ra_registry.imaging.phantom.tendons import other_tendons, sheath, tendons

SKIN_MM, FAT_MM = 1.1, 3.6
# The skin is smooth: its distance is taken at every so many voxels.
SKIN_STEP = 2
# How softly oedema ends, mm.
OEDEMA_EDGE = 1.8


@dataclass(frozen=True, eq=False, slots=True)
class Canvas:
    """Pictures over one grid; ``values``: of each tissue in each picture.

    ``width``: of a voxel in the slice, mm.
    """

    grid: Grid
    pictures: list[Floats]
    values: Mapping[str, Sequence[float]]
    width: float

    def lay(self, window: Window, share: Floats, tissue: str) -> None:
        """Lay a share of a tissue over what is there."""
        blend(self.pictures, window, share, self.values[tissue])


def paint(hand: Hand, findings: Findings, canvas: Canvas, outline: Floats) -> None:
    """Paint a hand with its findings; ``outline``: distance from its skin over the canvas."""
    paint_flesh(hand, canvas, outline)
    paint_inside(hand, findings, canvas, outline)


def paint_inside(hand: Hand, findings: Findings, canvas: Canvas, outline: Floats) -> None:
    """Paint what lies in the flesh."""
    skeleton = hand.skeleton
    inside = cover(outline + np.float32(SKIN_MM), canvas.width)
    for site, score in findings.of("synovitis").items():
        solid = filled(skeleton, site, scales.synovial_share(score)).moved(hand.pose)
        _lay_inside(canvas, solid, inside, "synovium")
    for site, score in findings.of("tenosynovitis").items():
        solid = sheath(skeleton, site, scales.sheath_mm(score)).moved(hand.pose)
        _lay_inside(canvas, solid, inside, "synovium")
    for tendon in (*tendons(skeleton).values(), *other_tendons(skeleton)):
        _lay_inside(canvas, tendon.moved(hand.pose), inside, "tendon")
    paint_bones(hand, findings, canvas)


def _lay_inside(canvas: Canvas, solid: Solid, inside: Floats, tissue: str) -> None:
    """Lay a solid of one tissue over what is there, as far as it lies below the skin."""
    window = canvas.grid.window(*solid.bounds(canvas.width))
    if window is not None:
        distance = solid.distance(*canvas.grid.points(window))
        canvas.lay(window, cover(distance, canvas.width) * inside[window], tissue)


def skin_distance(hand: Hand, grid: Grid) -> Floats:
    """Return the distance from the skin over a grid, as far as 9 mm; negative inside."""
    fine, grid = grid, grid.coarser(SKIN_STEP)
    outline = np.full(grid.shape, 9.0, np.float32)
    for solid in hand_flesh(hand.skeleton):
        moved = solid.moved(hand.pose)
        window = grid.window(*moved.bounds(5.0))
        if window is not None:
            distance = moved.distance(*grid.points(window))
            outline[window] = smooth_union(outline[window], distance, 5.0)
    return fine.refined(outline, SKIN_STEP)


def paint_flesh(hand: Hand, canvas: Canvas, outline: Floats) -> None:
    """Paint skin, the fat below it, and the muscles of palm and forearm."""
    everywhere: Window = (slice(None), slice(None), slice(None))
    canvas.lay(everywhere, cover(outline, canvas.width), "skin")
    canvas.lay(everywhere, cover(outline + np.float32(SKIN_MM), canvas.width), "fat")
    y = canvas.grid.points()[1]
    knuckles = hand.skeleton.bones["MC4"].bounds()[0][1]
    palm = np.clip((y - np.float32(knuckles)) * np.float32(0.12), 0, 1)
    muscle = cover(outline + np.float32(FAT_MM), 1.5) * palm * np.float32(0.9)
    canvas.lay(everywhere, muscle, "muscle")


def paint_bones(hand: Hand, findings: Findings, canvas: Canvas) -> None:
    """Paint all cartilage, then all cortex, then all marrow, then what lesions have made of it.

    So cartilage lies on no bone, and bones that have grown together share their marrow.
    """
    skeleton, left = hand.skeleton.moved(hand.pose), spaces_left(findings)
    there: list[tuple[str, Window, Floats]] = []
    for name, bone in skeleton.bones.items():
        window = canvas.grid.window(*bone.bounds(CARTILAGE_MM + canvas.width))
        if window is None:
            continue
        distance = skeleton.distance(name, *canvas.grid.points(window), left)
        canvas.lay(window, cover(distance - np.float32(CARTILAGE_MM), canvas.width), "cartilage")
        there.append((name, window, distance))
    for _, window, distance in there:
        canvas.lay(window, cover(distance, canvas.width), "cortex")
    found = foci(hand, findings)
    for name, window, distance in there:
        local = skeleton.bones[name].frame.local(*canvas.grid.points(window))
        cortex = skeleton.bones[name].shape.cortex(local[1])
        marrow = cover(distance + cortex, canvas.width)
        canvas.lay(window, marrow, "marrow")
        for focus in found.get(name, {}).values():
            away = level(focus.centres, *local)
            _paint_focus(canvas, window, focus, away, (cover(distance, canvas.width), marrow))


def _paint_focus(
    canvas: Canvas, window: Window, focus: Focus, away: Floats, inside: tuple[Floats, Floats]
) -> None:
    """``away``: how far voxels are from where lesions begin; ``inside``: the bone, its marrow."""
    bone, marrow = inside
    if focus.oedema > 0:
        share = cover(away - np.float32(focus.oedema), OEDEMA_EDGE)
        canvas.lay(window, share * marrow, "oedema")
    if focus.eroded > 0:
        share = cover(away - np.float32(focus.eroded), canvas.width)
        canvas.lay(window, share * bone, "synovium")
