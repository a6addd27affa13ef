"""Which characters the PDF's fonts can draw, and what stands for the others.

A tagged PDF may hold no character without a glyph, so one that neither font has is written by its
code point: nothing that a person typed can keep a report from being made.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

LATIN = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
JAPANESE = files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"
BLANKS = {"\n", "\t"}
# Formats of the table "cmap": in pieces of the first 65 536 characters, and in groups of them all.
PIECES, GROUPS = 4, 12


def printable(value: Any) -> Any:
    """Return lists and dicts of a document's content with every text such that it can be drawn."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _drawn(value)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list) else value


def _drawn(text: str) -> str:
    """Compose accents, leave out invisible marks, name what has no glyph."""
    known = _known()
    return "".join(
        one if one in BLANKS or ord(one) in known else f"[U+{ord(one):04X}]"
        for one in unicodedata.normalize("NFC", text)
        if unicodedata.category(one) != "Cf"
    )


@cache
def _known() -> frozenset[int]:
    """The code points that have a glyph in one of the fonts."""
    return frozenset(code for font in (LATIN, JAPANESE) for code in _mapped(font.read_bytes()))


def _mapped(font: bytes) -> Iterator[int]:
    """Yield what a font's character map has (OpenType 1.9, ``cmap``, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = [struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables)]
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    for place in range(maps):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * place + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == PIECES:
            yield from _in_pieces(font, start + offset)
        elif kind == GROUPS:
            yield from _in_groups(font, start + offset)


def _in_pieces(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", font, at + 14)
    firsts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    for first, last in zip(firsts, lasts, strict=True):
        if last != 0xFFFF:
            yield from range(first, last + 1)


def _in_groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for place in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * place)
        yield from range(first, last + 1)
