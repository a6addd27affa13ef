"""MR series of a hand whose findings are what a RAMRIS reading says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.errors import PhantomError
from ra_registry.imaging.phantom.fields import SUBSLICES, Cut, Plane, Size, cut_of
from ra_registry.imaging.phantom.findings import Findings, read_findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand, Side
from ra_registry.imaging.phantom.noise import clouds, rician
from ra_registry.imaging.phantom.painting import Canvas, paint_flesh, paint_inside, skin_distance
from ra_registry.imaging.phantom.raster import Grid
from ra_registry.imaging.phantom.seeds import check_seeds
from ra_registry.imaging.phantom.signals import SEQUENCES, Sequence, brightness
from ra_registry.imaging.phantom.sites import RAMRIS

# What the brightest tissue gives, the noise of each channel, and how uneven the coil is.
BRIGHT, SIGMA, SHADING = 1400.0, 26.0, 0.14


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """Voxels uint16 [slices, rows, columns], and where they lie; mm.

    ``spacing``: between rows, between columns. ``row_axis`` points along a row, ``column_axis``
    down a column, in the patient's axes (left, back, head), for a hand held overhead, palm down.
    ``position`` is the first voxel of the first slice, and ``step`` [3] leads to the next slice.
    """

    voxels: NDArray[np.uint16]
    sequence: Sequence
    plane: Plane
    side: Side
    spacing: tuple[float, float]
    thickness: float
    row_axis: tuple[float, float, float]
    column_axis: tuple[float, float, float]
    position: tuple[float, float, float]
    step: tuple[float, float, float]

    @property
    def slice_spacing(self) -> float:
        """From the middle of a slice to the next, mm."""
        return float(np.linalg.norm(self.step))


@checked
def mr_series(
    hand: Hand,
    findings: Mapping[str, object],
    *,
    sequence: Sequence,
    plane: Plane,
    size: Size = "small",
    seed: int = 0,
) -> Series:
    """Return one series of a hand; `mr_plane` draws several of one plane faster.

    ``findings``: RAMRIS scores or reasons by site code, as ``erosion.RAD``. ``seed``: of noise.
    Raise `UnknownSiteError` or `PhantomError`.
    """
    return _drawn(hand, findings, (sequence,), (plane, size), seed)[0]


@checked
def mr_plane(
    hand: Hand,
    findings: Mapping[str, object],
    *,
    sequences: tuple[Sequence, ...],
    plane: Plane,
    size: Size = "small",
    seed: int = 0,
) -> list[Series]:
    """Return the series of one plane, one a sequence, each as `mr_series` returns it."""
    return _drawn(hand, findings, sequences, (plane, size), seed)


def _drawn(
    hand: Hand,
    findings: Mapping[str, object],
    sequences: tuple[Sequence, ...],
    cut: tuple[Plane, Size],
    seed: int,
) -> list[Series]:
    check_seeds(seed=seed)
    if not sequences:
        raise PhantomError("At least one sequence must be given.")
    read = read_findings(findings, RAMRIS)
    voxels = cut_of(*cut, hand, read)
    signals = noise_free(hand, read, sequences, voxels)
    return [_series(hand, signal, sequence, voxels, seed)
            for sequence, signal in zip(sequences, signals, strict=True)]  # fmt: skip


def noise_free(
    hand: Hand, findings: Findings, sequences: tuple[Sequence, ...], cut: Cut
) -> list[Floats]:
    """Return the brightness of each voxel, 0 to 1, [slices, rows, columns], a sequence each."""
    values, width, whole = brightness(sequences), cut.spacing[1], cut.grid(1)
    # Flesh is smooth: once a slice is enough.
    outline = skin_distance(hand, whole)
    flesh = [np.zeros(whole.shape, np.float32) for _ in sequences]
    paint_flesh(hand, Canvas(whole, flesh, values, width), outline)
    pictures, outline = [_thinner(one) for one in flesh], _thinner(outline)
    canvas = Canvas(cut.grid(SUBSLICES), pictures, values, width)
    paint_inside(hand, findings, canvas, outline)
    return [(one[::SUBSLICES] + one[1::SUBSLICES]) * np.float32(0.5) for one in pictures]


def _thinner(picture: Floats) -> Floats:
    """A picture of slices as one of the thinner slices that each is the mean of."""
    return np.repeat(picture, SUBSLICES, axis=0)


def _series(hand: Hand, signal: Floats, sequence: Sequence, cut: Cut, seed: int) -> Series:
    plane = cut.field.plane
    rng = np.random.default_rng([seed, hand.seed, SEQUENCES.index(sequence), len(plane)])
    pixel = cut.spacing[1]
    shade = 1 + SHADING * clouds(cut.matrix, pixel, 70.0, rng)
    texture = 1 + 0.03 * clouds(cut.matrix, pixel, 2.2, rng)
    signal = signal * (shade * texture * np.float32(BRIGHT)).astype(np.float32)
    voxels = np.minimum(rician(signal, SIGMA, rng), 4095).astype(np.uint16)
    if hand.side == "L":
        voxels = voxels[:, :, ::-1].copy()
    place = _geometry(cut.grid(1), plane, hand.side, cut.field.step)
    return Series(voxels, sequence, plane, hand.side, cut.spacing, cut.field.thickness, *place)


Point = tuple[float, float, float]


def _geometry(
    grid: Grid, plane: Plane, side: Side, step: float
) -> tuple[Point, Point, Point, Point]:
    """Axes of a row and a column, position of the first voxel, step to the next slice.

    The hand is held overhead with the palm down: distal is towards the head, the palm looks to
    the front, and the fifth ray lies on the patient's right side in a right hand.
    """
    x, y, z = (c.ravel() for c in grid.points())
    # A left hand is mirrored, its first ray at the right edge, so rows run from the fifth ray.
    across = -float(x[0]) if side == "R" else float(x[-1])
    position = (across, -float(z[0]), -float(y[0]))
    if plane == "coronal":
        return (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), position, (0.0, -step, 0.0)
    return (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), position, (0.0, 0.0, -step)
