"""Where an image lies: read from a data set, one plane a frame (PS3.3 C.7.6.2, C.7.6.16.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pydicom import Dataset

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._values import (
    group,
    number,
    number_of_frames,
    numbers,
    value_of,
    whole,
)
from ra_registry.imaging.frames._vectors import Vector, dot
from ra_registry.imaging.frames.errors import FrameError, TooLarge
from ra_registry.imaging.frames.limits import LIMITS

_UNIT = 0.01  # how far a direction may be from length 1 and from a right angle


@dataclass(frozen=True, slots=True)
class Plane:
    """One frame's place. Lengths in mm, in the coordinates of the scanner: never for a reader.

    ``source`` is the caller's number of the file, ``frame`` counts from 0 in it, ``number`` is the
    file's own. ``spacing`` is the distance between rows, then between columns. ``across`` points
    along a row, ``down`` along a column; position is the middle of the first pixel. Both directions
    and the position are there, or none of them is (films). ``reference`` names the coordinates.
    ``phase`` is which echo (its number, in enhanced images its time) and which point of time of a
    series with several, 0 where there is one: pictures of one place that belong in other stacks.
    """

    source: int
    frame: int
    number: int
    rows: int
    columns: int
    spacing: tuple[float, float] | None = None
    thickness: float | None = None
    step: float | None = None
    position: Vector | None = None
    across: Vector | None = None
    down: Vector | None = None
    reference: str = ""
    phase: tuple[float, float] = (0.0, 0.0)


@checked
def planes_of(dataset: Dataset, *, source: int = 0) -> tuple[Plane, ...]:
    """Return the plane of each frame of a file.

    What is missing or nonsense is None; ``FrameError`` is raised without rows and columns,
    ``TooLarge`` for more frames than are read.
    """
    frames = number_of_frames(dataset)
    if frames > LIMITS.frames:
        raise TooLarge(f"The image announces {frames} frames; at most {LIMITS.frames} are read.")
    rows, columns = whole(dataset, "Rows"), whole(dataset, "Columns")
    if rows < 1 or columns < 1:
        raise FrameError(f"The image has {rows} rows and {columns} columns.")
    own = int(number(dataset, "InstanceNumber") or 0)
    reference = str(value_of(dataset, "FrameOfReferenceUID") or "")
    found = []
    for frame in range(frames):
        measures = group(dataset, frame, "PixelMeasuresSequence")
        position, across, down = _place(dataset, frame)
        plane = Plane(
            source=source,
            frame=frame,
            number=own,
            rows=rows,
            columns=columns,
            spacing=_spacing(measures) or _spacing(dataset),
            thickness=_length(measures, dataset, "SliceThickness"),
            step=_length(measures, dataset, "SpacingBetweenSlices"),
            position=position,
            across=across,
            down=down,
            reference=reference,
            phase=_phase(dataset, frame),
        )
        found.append(plane)
    return tuple(found)


def _spacing(dataset: Dataset) -> tuple[float, float] | None:
    """PixelSpacing; for films, the distance at the detector."""
    for keyword in ("PixelSpacing", "ImagerPixelSpacing"):
        found = numbers(dataset, keyword, 2)
        if found and min(found) > 0:
            return found[0], found[1]
    return None


def _length(measures: Dataset, dataset: Dataset, keyword: str) -> float | None:
    """Some scanners write a negative distance for the direction; 0 says nothing."""
    found = number(measures, keyword) or number(dataset, keyword)
    return abs(found) if found else None


def _phase(dataset: Dataset, frame: int) -> tuple[float, float]:
    echo = number(group(dataset, frame, "MREchoSequence"), "EffectiveEchoTime")
    time = number(group(dataset, frame, "FrameContentSequence"), "TemporalPositionIndex")
    own = number(dataset, "EchoNumbers"), number(dataset, "TemporalPositionIdentifier")
    return echo or own[0] or 0.0, time or own[1] or 0.0


def _place(dataset: Dataset, frame: int) -> tuple[Vector | None, Vector | None, Vector | None]:
    nothing = (None, None, None)
    position = _own(dataset, frame, "PlanePositionSequence", "ImagePositionPatient", 3)
    found = _own(dataset, frame, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
    if position is None or found is None:
        return nothing
    across, down = _unit(found[:3]), _unit(found[3:])
    if across is None or down is None or abs(dot(across, down)) > _UNIT:
        return nothing
    return (position[0], position[1], position[2]), across, down


def _own(
    dataset: Dataset, frame: int, sequence: str, keyword: str, count: int
) -> tuple[float, ...] | None:
    inside = numbers(group(dataset, frame, sequence), keyword, count)
    return inside or numbers(dataset, keyword, count)


def _unit(vector: Sequence[float]) -> Vector | None:
    length = math.hypot(*vector)
    if abs(length - 1) > _UNIT:
        return None
    return vector[0] / length, vector[1] / length, vector[2] / length
