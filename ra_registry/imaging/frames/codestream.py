"""What a compressed frame says of its own size, before a decoder reserves memory for it.

A header of ten bytes can announce a picture of four thousand million pixels. JPEG and JPEG-LS:
frame header of ISO/IEC 10918-1 B.2.2 and 14495-1 C.2.2; JPEG 2000: marker SIZ of 15444-1 A.5.1;
run lengths: PS3.5 annex G.
"""

from __future__ import annotations

import struct

from pydicom.uid import JPEG2000TransferSyntaxes, RLELossless

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames.errors import NotDecoded
from ra_registry.imaging.frames.pixels import Pixels

_FRAME_MARKERS = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
_DAMAGED = "The compressed image is damaged: "


@checked
def check_codestream(source: bytes, syntax: str, pixels: Pixels) -> None:
    """Raise ``NotDecoded`` unless a compressed frame has the size and depth of its data set."""
    if syntax == RLELossless:
        _check_runs(source, pixels)
        return
    read = _jpeg2000_size if syntax in JPEG2000TransferSyntaxes else _jpeg_size
    try:
        rows, columns, components, depth = read(source)
    except (struct.error, IndexError):
        raise NotDecoded(f"{_DAMAGED}its header is cut off.") from None
    if (rows, columns) != (pixels.rows, pixels.columns):
        raise NotDecoded(
            f"The compressed image has {rows} rows and {columns} columns, "
            f"its data set says {pixels.rows} and {pixels.columns}."
        )
    if components != 1 or not 1 <= depth <= pixels.allocated:
        raise NotDecoded(f"The compressed image has {components} channels of {depth} bits.")


def _jpeg_size(source: bytes) -> tuple[int, int, int, int]:
    """Return rows, columns, components and bits of the first frame header."""
    if source[:2] != b"\xff\xd8":
        raise NotDecoded(f"{_DAMAGED}it doesn't start as a JPEG.")
    place = 2
    while source[place] == 0xFF:
        marker = source[place + 1]
        place += 1 if marker == 0xFF else 2
        if marker in _FRAME_MARKERS:
            depth, rows, columns, components = struct.unpack_from(">BHHB", source, place + 2)
            return rows, columns, components, depth
        if marker != 0xFF and marker not in _ALONE:
            place += max(2, struct.unpack_from(">H", source, place)[0])
    raise NotDecoded(f"{_DAMAGED}it has no frame header.")


def _jpeg2000_size(source: bytes) -> tuple[int, int, int, int]:
    """Return rows, columns, components and bits of a bare codestream (PS3.5 A.4.4)."""
    if source[:4] != b"\xff\x4f\xff\x51":
        raise NotDecoded(f"{_DAMAGED}it doesn't start as JPEG 2000.")
    right, bottom, left, top, *tile = struct.unpack_from(">8I", source, 8)
    (components,) = struct.unpack_from(">H", source, 40)
    if right <= left or bottom <= top or 0 in tile[:2]:
        raise NotDecoded(f"{_DAMAGED}it has no pixels.")
    return bottom - top, right - left, components, (source[42] & 0x7F) + 1


def _check_runs(source: bytes, pixels: Pixels) -> None:
    """A run of two bytes stands for up to 128, so count them before they are written out."""
    if len(source) < 64:
        raise NotDecoded(f"{_DAMAGED}its header is cut off.")
    count, *starts = struct.unpack("<16I", source[:64])
    if count != pixels.allocated // 8:
        raise NotDecoded(f"{_DAMAGED}it has {count} segments.")
    ends = [*starts[1:count], len(source)]
    most = pixels.rows * pixels.columns
    for start, end in zip(starts, ends, strict=False):
        # A pad byte at the end of a segment is allowed, and some writers leave more.
        if not 64 <= start <= end <= len(source) or _run_length(source, start, end) > most + 256:
            raise NotDecoded(f"{_DAMAGED}its segments don't fit.")


def _run_length(source: bytes, place: int, end: int) -> int:
    """Return how many bytes a segment unpacks to."""
    total = 0
    while place < end:
        head = source[place]
        if head > 128:
            total += 257 - head
            place += 2
        elif head < 128:
            total += head + 1
            place += head + 2
        else:
            place += 1
    return total
