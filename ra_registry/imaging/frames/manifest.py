"""What a reader's browser is told of a stack: numbers made here, and nothing of the data set."""

from __future__ import annotations

import re
from typing import Any, Literal

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames.errors import FrameError
from ra_registry.imaging.frames.pixels import Pixels, Scale
from ra_registry.imaging.frames.relation import Relation
from ra_registry.imaging.frames.stack import Stack
from ra_registry.imaging.frames.window import Window, Windows

Side = Literal["R", "L", "B"]
_CODE = re.compile(r"[a-z]{1,16}[0-9]?(?:_[a-z]{1,16}[0-9]?){0,4}")
_PRESET = re.compile(r"header(?:_[2-9])?|automatic|full")
_DIGITS = 6


@checked
def manifest(
    stack: Stack,
    *,
    pixels: Pixels,
    scale: Scale,
    windows: Windows,
    kind: str,
    side: Side | None = None,
    preview: bool = False,
) -> dict[str, Any]:
    """Return the manifest of a stack, ready for JSON.

    ``kind`` is the code of the kind of series that a person confirmed, small letters joined by "_";
    free text is refused with ``FrameError``. Positions along the normal are relative to the stack's
    middle and rounded to 0.01 mm, windows and scale to 6 digits, pixel spacing to 0.0001 mm.
    """
    if not stack.planes:
        raise FrameError("A stack has at least one image.")
    first = stack.planes[0]
    if (first.rows, first.columns) != (pixels.rows, pixels.columns):
        raise FrameError("The pixels described are not those of the stack.")
    if not _CODE.fullmatch(kind):
        raise FrameError("The kind of series is a code: small letters, joined by underscores.")
    if not all(map(_PRESET.fullmatch, windows.names)):
        raise FrameError("A window has one of the codes that windows are given here.")
    return {
        "rows": pixels.rows,
        "columns": pixels.columns,
        "n": len(stack.planes),
        "spacing": None if first.spacing is None else [round(part, 4) for part in first.spacing],
        "thickness": None if first.thickness is None else round(first.thickness, 2),
        "z": [round(depth, 2) + 0.0 for depth in stack.depths],
        "plane": stack.plane,
        "window": _window(windows.chosen),
        "presets": [
            {"name": name, **_window(window)}
            for name, window in zip(windows.names, windows.presets, strict=True)
        ],
        "inverted": pixels.inverted,
        "offset": pixels.offset,
        "slope": _digits(scale.slope),
        "intercept": _digits(scale.intercept),
        "padding": None if pixels.padding is None else list(pixels.padding),
        "side": side,
        "kind": kind,
        "preview": preview,
    }


@checked
def relation_manifest(how: Relation) -> dict[str, Any]:
    """Return a relation of two stacks for JSON: axes row by row, offset in mm."""
    return {"axes": [list(row) for row in how.axes], "offset": list(how.offset)}


def _window(window: Window) -> dict[str, float]:
    return {"centre": _digits(window.centre), "width": _digits(window.width)}


def _digits(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}") + 0.0
