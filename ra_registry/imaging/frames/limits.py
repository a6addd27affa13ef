"""How large an image may be before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what a header may announce.

    ``pixels`` of one frame; ``frames`` of one file; ``total`` pixels of one file. The largest
    plates in use have about 16 million pixels (43 by 35 cm at 0.1 mm), the largest enhanced MR
    files some hundred frames.
    """

    pixels: int = 40_000_000
    frames: int = 4_000
    total: int = 1_000_000_000


LIMITS = Limits()
