"""A small 8-bit JPEG of a frame: for contact sheets, and for films until the frame is there."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames.errors import FrameError
from ra_registry.imaging.frames.histogram import VALUES
from ra_registry.imaging.frames.pixels import Pixels, Scale
from ra_registry.imaging.frames.window import Window

FILM, SHEET = 1024, 256
"""Longest sides of a film's preview and of a picture on a contact sheet."""

QUALITY = 88


@checked
def preview(
    frame: Frame, window: Window, *, pixels: Pixels, scale: Scale, longest: int = FILM
) -> bytes:
    """Return a JPEG whose longest side has at most ``longest`` (16 to 4096) pixels.

    It holds the picture and nothing else: no EXIF, comment, profile or resolution. Padding is
    black. Pixels are taken as square.
    """
    if not 16 <= longest <= 4096:
        raise FrameError("The longest side of a preview has 16 to 4096 pixels.")
    image = Image.fromarray(greys(window, pixels=pixels, scale=scale)[frame])
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    written = BytesIO()
    image.save(written, format="JPEG", quality=QUALITY)
    return written.getvalue()


@checked
def greys(window: Window, *, pixels: Pixels, scale: Scale) -> NDArray[np.uint8]:
    """Return the grey, from 0 (black) to 255, of each of the 65,536 stored values."""
    return _greys(window, scale, pixels.offset, pixels.padding, inverted=pixels.inverted)


@lru_cache(maxsize=16)
def _greys(
    window: Window,
    scale: Scale,
    offset: int,
    padding: tuple[int, int] | None,
    *,
    inverted: bool,
) -> NDArray[np.uint8]:
    if window.width <= 0:
        raise FrameError("A window has a width above 0.")
    values = (np.arange(VALUES) + offset) * scale.slope + scale.intercept
    shares = np.clip((values - window.centre) / window.width + 0.5, 0.0, 1.0)
    table: NDArray[np.uint8] = np.floor((1 - shares if inverted else shares) * 255 + 0.5).astype(
        np.uint8
    )
    if padding is not None:
        table[padding[0] : padding[1] + 1] = 0
    table.flags.writeable = False
    return table
