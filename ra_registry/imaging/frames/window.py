"""Which values are shown from black to white: the header's windows, or one from the pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydicom import Dataset

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._values import group, numbers, value_of
from ra_registry.imaging.frames.histogram import Counts, percentile, threshold, without_padding
from ra_registry.imaging.frames.pixels import Pixels, Scale

MOST = 4
"""Windows that are taken from a header; more are never used."""

LOW, HIGH = 0.01, 0.995
"""Shares of the pixels that an automatic window leaves black and doesn't leave white."""


@dataclass(frozen=True, slots=True)
class Window:
    """Centre and width in modality values; black up to centre - width/2, white from + width/2.

    That is the function LINEAR_EXACT of PS3.3 C.11.2.1.3.2; one of the function LINEAR
    (C.11.2.1.2.1) is brought to it, so that a viewer knows one formula.
    """

    centre: float
    width: float


@dataclass(frozen=True, slots=True)
class Windows:
    """The window to start with, and all that there are, each with its code.

    Codes: ``header``, ``header_2`` …, ``automatic``, ``full`` (from the least value to the
    greatest). ``names`` and ``presets`` go together.
    """

    chosen: Window
    names: tuple[str, ...]
    presets: tuple[Window, ...]


@checked
def header_windows(dataset: Dataset, *, frame: int = 0) -> tuple[Window, ...]:
    """Return the windows that a data set has for a frame; none for tables and curves (SIGMOID)."""
    inner = group(dataset, frame, "FrameVOILUTSequence")
    source = inner if "WindowCenter" in inner else dataset
    centres, widths = numbers(source, "WindowCenter"), numbers(source, "WindowWidth")
    kind = str(value_of(source, "VOILUTFunction") or "LINEAR")
    if not centres or not widths or kind not in ("LINEAR", "LINEAR_EXACT"):
        return ()
    exact = kind == "LINEAR_EXACT"
    found = [
        Window(centre, width) if exact else Window(centre - 0.5, max(width - 1, 0.01))
        for centre, width in zip(centres, widths, strict=False)
        if width > 0 and (exact or width >= 1)
    ]
    return tuple(found[:MOST])


@checked
def window_of(
    counts: Counts,
    *,
    pixels: Pixels,
    scale: Scale,
    header: Sequence[Window] = (),
    dark_air: bool = True,
) -> Windows:
    """Return the windows of a stack whose stored values are counted.

    The first of the header is chosen where it shows any of the image, else the automatic one: from
    the percentile ``LOW`` of all pixels to ``HIGH`` of what isn't air, padding left out. Without
    ``dark_air`` (films) all pixels count, since which side is air depends on the film.
    """
    image = without_padding(counts, pixels.padding)
    if not image.any():
        image = without_padding(counts, None)
    if not image.any():  # no frame at all: every value that there could be
        image[:: 1 << 15] = 1
        image[-1] = 1
    ends = (percentile(image, 0.0), percentile(image, 1.0))
    automatic = _between(*_automatic(image, dark_air=dark_air), pixels, scale)
    full = _between(*ends, pixels, scale)
    shown = [window for window in header if _overlap(window, full)]
    names = ["header", *(f"header_{place}" for place in range(2, len(shown) + 1))][: len(shown)]
    return Windows(
        chosen=shown[0] if shown else automatic,
        names=(*names, "automatic", "full"),
        presets=(*shown, automatic, full),
    )


def _automatic(image: Counts, *, dark_air: bool) -> tuple[int, int]:
    tissue = image
    if dark_air:
        tissue = image.copy()
        tissue[: threshold(image) + 1] = 0
    low = percentile(image, LOW)
    return low, percentile(tissue if tissue.any() else image, HIGH)


def _between(low: int, high: int, pixels: Pixels, scale: Scale) -> Window:
    first, last = ((end + pixels.offset) * scale.slope + scale.intercept for end in (low, high))
    # A picture of one value needs some width: that of one step.
    return Window((first + last) / 2, abs(last - first) or abs(scale.slope))


def _overlap(first: Window, second: Window) -> bool:
    return abs(first.centre - second.centre) < (first.width + second.width) / 2
