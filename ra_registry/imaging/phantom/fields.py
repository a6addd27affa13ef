"""What part of a hand each series shows, and how it is cut into slices and voxels; mm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ra_registry.imaging.phantom.edges import moved_off
from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.places import place_of
from ra_registry.imaging.phantom.raster import Grid

Plane = Literal["coronal", "axial"]
Size = Literal["small", "full"]
# Each slice is drawn as so many thinner ones, and is their mean.
SUBSLICES = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A stack of slices: ``middle`` in the hand's space, ``extent`` down and across a slice; mm."""

    plane: Plane
    slices: int
    thickness: float
    step: float
    extent: tuple[float, float]
    middle: tuple[float, float, float]
    matrix: Mapping[Size, tuple[int, int]]


# Coronal: 15 x 11.25 cm. Axial: from the forearm to the bases of the proximal phalanges.
CORONAL = Field("coronal", 20, 2.0, 2.2, (150.0, 112.5), (-3.0, -15.0, 1.0),
                {"small": (256, 192), "full": (512, 384)})  # fmt: skip
AXIAL = Field("axial", 30, 3.6, 4.0, (72.0, 96.0), (-1.0, -11.0, 3.0),
              {"small": (192, 256), "full": (384, 512)})  # fmt: skip
FIELDS: Mapping[Plane, Field] = {"coronal": CORONAL, "axial": AXIAL}


def _centred(step: float, count: int) -> Floats:
    return (np.arange(count) - (count - 1) / 2) * step


@dataclass(frozen=True, slots=True)
class Cut:
    """A field at one of its sizes, and where its middle lies."""

    field: Field
    size: Size
    middle: tuple[float, ...]

    @property
    def matrix(self) -> tuple[int, int]:
        """Rows and columns of a slice."""
        return self.field.matrix[self.size]

    @property
    def spacing(self) -> tuple[float, float]:
        """Between rows, and between columns, mm."""
        (down, across), (rows, columns) = self.field.extent, self.matrix
        return down / rows, across / columns

    def grid(self, sub: int) -> Grid:
        """Return the voxels, ``sub`` thin slices for each."""
        field = self.field
        down, across = map(_centred, self.spacing, self.matrix)
        thin = (np.arange(sub) - (sub - 1) / 2) * field.thickness / sub
        through = (_centred(field.step, field.slices)[:, None] + thin).ravel()
        x, y, z = self.middle
        if field.plane == "coronal":
            return Grid("zyx", (through + z, down + y, across + x))
        return Grid("yzx", (through + y, down + z, across + x))


def cut_of(plane: Plane, size: Size, hand: Hand, findings: Findings) -> Cut:
    """Return the voxels of a series, such that sites outside its field are outside."""
    return Cut(FIELDS[plane], size, middle_of(FIELDS[plane], hand, findings))


def middle_of(field: Field, hand: Hand, findings: Findings) -> tuple[float, ...]:
    """Return the middle of a field, moved so far that sites outside it are outside."""
    height = {"coronal": field.extent[0], "axial": field.step * field.slices}[field.plane]
    outside, others = (
        np.array([hand.pose.outside(place_of(hand, code)) for code in sorted(codes)])
        for codes in (findings.outside, findings.scores)
    )
    return moved_off(field.middle, (field.extent[1] / 2, height / 2), outside, others)
