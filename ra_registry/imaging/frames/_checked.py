"""The door of the frames: what every public function does with its arguments."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ra_registry.core.arguments import PLAIN, Refused
from ra_registry.core.checked import Door
from ra_registry.imaging.frames.errors import FrameError

Frame: TypeAlias = NDArray[np.uint16]
"""One image: rows by columns of stored values."""


def _refuse(name: str, expected: str, found: object) -> FrameError:
    return FrameError(f"{name} must be {expected}, found {repr(found)[:80]}.")


def _frame(value: Any, name: str) -> Frame:
    """Look at kind and shape only: every content is an image, and films are large."""
    usual = isinstance(value, np.ndarray) and value.dtype == np.uint16 and value.ndim == 2
    if not usual or not value.size:
        raise Refused(name, "a table of 16-bit unsigned numbers, rows by columns", type(value))
    return cast("Frame", value)


checked = Door(_refuse, plain={**PLAIN, Frame: _frame})
