"""How large and how deep a file may be: what keeps a hostile one from taking the machine."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.imaging.deidentify.errors import refused


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold.

    ``file_bytes``: bytes of the file, also after inflating a deflated one. ``elements``: data
    elements at all levels; an enhanced MR file has about 100 a frame. ``depth``: sequences inside
    each other; enhanced MR needs 3. ``samples``: rows × columns × frames × samples a pixel.
    """

    file_bytes: int = 1 << 30
    elements: int = 200_000
    depth: int = 12
    samples: int = 1 << 28

    def __post_init__(self) -> None:
        if min(self.file_bytes, self.elements, self.depth, self.samples) < 1:
            raise refused("argument", "Every limit must be at least 1.")


DEFAULT_LIMITS = Limits()
