"""Texts that a codec keeps inside a compressed image: comments and data of applications."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Markers that start an image: JPEG and JPEG-LS (ISO 10918-1 B.1), JPEG 2000 (ISO 15444-1 A.2).
_JPEG, _JPEG_2000 = b"\xff\xd8", b"\xff\x4f"
_COMMENT, _SCAN = 0xFE, 0xDA
_COMMENT_2000, _TILE_2000 = 0x64, 0x90
_APPLICATIONS = range(0xE1, 0xEF)
# What coders write of themselves, and tell nobody's name.
_CODERS = re.compile(
    rb"(created by |compressed by )?(openjpeg|kakadu|kdu|jasper|gdcm|leadtools|aware|dcmtk|lavc"
    rb"|intel|pegasus|accusoft|j2k|jpeg)[ -~]{0,40}",
    re.IGNORECASE,
)


def has_comment(pixels: bytes) -> bool:
    """Return whether a compressed image's head carries a text that is no coder's own name.

    ``pixels`` are the fragments as they stand in the file (PS3.5 annex A.4).
    """
    for start in re.finditer(rb"\xff\xd8\xff|\xff\x4f\xff\x51", pixels):
        for text in _texts(pixels, start.start()):
            plain = text.strip(b"\0 \r\n")
            if len(plain) >= 4 and not _CODERS.fullmatch(plain):
                return True
    return False


def _texts(content: bytes, at: int) -> Iterator[bytes]:
    """Yield comments of one image's head, segment by segment up to its scan or tile."""
    wide = content[at : at + 2] == _JPEG_2000
    last, wanted = (_TILE_2000, {_COMMENT_2000}) if wide else (_SCAN, {_COMMENT, *_APPLICATIONS})
    at += 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if kind == last or length < 2:
            return
        if kind in wanted:
            # JPEG 2000 says first whether the comment is text or binary.
            yield content[at + 4 + (2 if wide else 0) : at + 2 + length]
        at += 2 + length
