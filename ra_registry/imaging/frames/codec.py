"""How a frame is stored and sent: two byte planes, compressed as gzip, which a browser unpacks.

All low bytes come first, then all high bytes (rows one after the other): neighbouring high bytes
are mostly equal, so deflate finds more and takes less time than on mixed bytes.

Level 4, because measurement said so: against level 6 it takes half the time and makes 0.2 to 1.5 %
more bytes (MR 512 x 384: 7 instead of 15 ms; CR 2800 x 2320: 0.24 instead of 0.51 s; real MR and CR
files of pydicom alike). Level 9 takes five times as long as level 6 for half a per cent.
"""

from __future__ import annotations

import zlib

import numpy as np

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames.errors import FrameError, TooLarge
from ra_registry.imaging.frames.limits import LIMITS

LEVEL = 4
_GZIP = 31  # zlib's word for: largest window, gzip header
_SYSTEM = 9  # where the header names the system that packed, which says nothing of the picture


@checked
def pack(frame: Frame) -> bytes:
    """Return a frame as gzip: the same frame always gives the same bytes, without name or time."""
    planes = np.ascontiguousarray(frame, dtype="<u2").view(np.uint8).reshape(-1, 2).T
    packed = bytearray(zlib.compress(planes.tobytes(), LEVEL, _GZIP))
    packed[_SYSTEM] = 255
    return bytes(packed)


@checked
def unpack(packed: bytes, rows: int, columns: int) -> Frame:
    """Return the frame of ``rows`` by ``columns`` that was packed.

    Raises ``FrameError`` for anything else; never unpacks more than the size that was asked for.
    """
    if not isinstance(packed, bytes) or rows < 1 or columns < 1:
        raise FrameError("A packed frame is bytes, and has rows and columns.")
    size = 2 * rows * columns
    if size > 2 * LIMITS.pixels:
        raise TooLarge(f"A frame has at most {LIMITS.pixels} pixels.")
    reader = zlib.decompressobj(_GZIP)
    try:
        planes = reader.decompress(packed, size + 1)
    except zlib.error:
        raise FrameError("The packed frame is damaged.") from None
    if len(planes) != size or not reader.eof or reader.unused_data:
        raise FrameError(f"The packed frame is not one of {rows} rows and {columns} columns.")
    return np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(2, -1).T).view(
        "<u2"
    ).reshape(rows, columns)  # fmt: skip
