"""Rectangles of a frame blotted out for good: name stickers, burned-in dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames.errors import FrameError
from ra_registry.imaging.frames.pixels import Pixels


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In pixels: left and top edge, counted from 0, and how wide and high it is."""

    x: int
    y: int
    width: int
    height: int


@checked
def mask(frame: Frame, rectangles: Sequence[Rectangle], fill: int) -> Frame:
    """Return a new frame whose rectangles are filled with one stored value.

    What lies outside of the image is cut off. ``FrameError`` for a rectangle without area or wholly
    outside, since whoever drew it meant to hide something, and for a fill beyond 0 to 65,535.
    """
    if not 0 <= fill <= 0xFFFF:
        raise FrameError("The fill is a stored value from 0 to 65535.")
    rows, columns = frame.shape
    covered = frame.copy()
    for one in rectangles:
        left, top = max(one.x, 0), max(one.y, 0)
        right, bottom = min(one.x + one.width, columns), min(one.y + one.height, rows)
        if one.width < 1 or one.height < 1 or left >= right or top >= bottom:
            raise FrameError(
                f"The rectangle at {one.x}, {one.y} of {one.width} by {one.height} pixels covers "
                f"nothing of an image of {columns} by {rows}."
            )
        covered[top:bottom, left:right] = fill
    return covered


@checked
def fill_of(frame: Frame, pixels: Pixels) -> int:
    """Return what a masked rectangle is filled with: the padding value, else the frame's black."""
    if pixels.padding is not None:
        return pixels.padding[0]
    return int(frame.max() if pixels.inverted else frame.min())
