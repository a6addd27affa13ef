"""The elements of a file walked by their lengths alone, before anything reads their values.

Whatever a length promises has to lie inside what contains it, so that a truncated file, an endless
sequence and one nested a thousand deep are refused here, in constant memory (PS3.5 section 7).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import NamedTuple

from pydicom.datadict import dictionary_VR

from ra_registry.imaging.deidentify.errors import ImageRefused, refused
from ra_registry.imaging.deidentify.limits import Limits
from ra_registry.imaging.deidentify.syntaxes import Syntax

PIXEL_DATA = 0x7FE00010
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_UNDEFINED = 0xFFFFFFFF
_LONG = {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
_IMPLICIT = Syntax(explicit=False)


class _Head(NamedTuple):
    """What stands before a value: its tag, VR (empty where it isn't written), length and start."""

    tag: int
    vr: bytes
    length: int
    start: int


@dataclass(slots=True)
class Structure:
    """What the walk found: how many elements, and where the pixels of the image itself lie.

    ``ordered``: every tag stands above the one before, as the standard asks, so none stands twice.
    """

    elements: int = 0
    ordered: bool = True
    pixels: list[tuple[int, int]] = field(default_factory=list)


def walk(content: bytes, start: int, syntax: Syntax, limits: Limits) -> Structure:
    """Walk a data set from ``start`` to the end of the content, or raise ``ImageRefused``."""
    walker = _Walker(content, limits)
    walker.data_set(start, len(content), syntax, depth=0)
    return walker.found


def truncated() -> ImageRefused:
    """Return the error for content that ends before its lengths say."""
    return refused("truncated", "The file ends in the middle: an element is longer than the file.")


def _damaged() -> ImageRefused:
    return refused("damaged", "The file's elements don't follow each other as DICOM asks.")


class _Walker:
    def __init__(self, content: bytes, limits: Limits) -> None:
        self.content = content
        self.limits = limits
        self.found = Structure()

    def data_set(
        self, at: int, end: int, syntax: Syntax, *, depth: int, delimited: bool = False
    ) -> int:
        """Walk elements up to ``end``, or to the delimiter of an item; return where they end."""
        before = -1
        while at < end:
            if end - at < 8:
                raise truncated()
            head = self._head(at, end, syntax)
            if head.tag == _ITEM_END and delimited:
                return head.start
            if head.tag >> 16 == 0xFFFE:
                raise _damaged()
            self._count(ordered=head.tag > before)
            before = head.tag
            at = self._value(head, end, syntax, depth)
            if head.tag == PIXEL_DATA and depth == 0:
                self.found.pixels.append((head.start, at))
        if delimited:
            raise truncated()
        return at

    def _head(self, at: int, end: int, syntax: Syntax) -> _Head:
        order = "<" if syntax.little else ">"
        group, element = struct.unpack_from(f"{order}HH", self.content, at)
        tag = group << 16 | element
        if group == 0xFFFE or not syntax.explicit:
            return _Head(tag, b"", struct.unpack_from(f"{order}L", self.content, at + 4)[0], at + 8)
        vr = self.content[at + 4 : at + 6]
        if not (vr.isalpha() and vr.isupper()):
            raise _damaged()
        if vr not in _LONG:
            return _Head(tag, vr, struct.unpack_from(f"{order}H", self.content, at + 6)[0], at + 8)
        if end - at < 12:
            raise truncated()
        return _Head(tag, vr, struct.unpack_from(f"{order}L", self.content, at + 8)[0], at + 12)

    def _count(self, *, ordered: bool) -> None:
        self.found.elements += 1
        self.found.ordered &= ordered
        if self.found.elements > self.limits.elements:
            most = self.limits.elements
            raise refused("elements", f"The file has more than {most} data elements.")

    def _value(self, head: _Head, end: int, syntax: Syntax, depth: int) -> int:
        """Walk over one value, and into it where it is a sequence; return where it ends."""
        tag, vr, length, at = head
        if length != _UNDEFINED:
            if length > end - at:
                raise truncated()
            if vr == b"SQ" or (not vr and _is_sequence(tag)):
                self._sequence(at, at + length, syntax, depth=depth + 1)
            return at + length
        if tag == PIXEL_DATA or vr in (b"OB", b"OW"):
            return self._fragments(at, end, syntax)
        if vr not in (b"SQ", b"UN", b""):
            raise _damaged()
        # Unknown content of unknown length is a sequence in the implicit form (PS3.5 6.2.2).
        inside = _IMPLICIT if vr == b"UN" else syntax
        return self._sequence(at, end, inside, depth=depth + 1, delimited=True)

    def _sequence(
        self, at: int, end: int, syntax: Syntax, *, depth: int, delimited: bool = False
    ) -> int:
        if depth > self.limits.depth:
            raise refused("depth", f"Sequences lie more than {self.limits.depth} deep.")
        while at < end:
            tag, length, at = self._item(at, end, syntax)
            if tag == _SEQUENCE_END and delimited:
                return at
            if tag != _ITEM:
                raise _damaged()
            self._count(ordered=True)
            if length == _UNDEFINED:
                at = self.data_set(at, end, syntax, depth=depth, delimited=True)
            elif length > end - at:
                raise truncated()
            else:
                at = self.data_set(at, at + length, syntax, depth=depth)
        if delimited:
            raise truncated()
        return at

    def _fragments(self, at: int, end: int, syntax: Syntax) -> int:
        """Pixels in pieces: items of a known length up to the delimiter (PS3.5 annex A.4)."""
        while at < end:
            tag, length, at = self._item(at, end, syntax)
            if tag == _SEQUENCE_END:
                return at
            if tag != _ITEM or length == _UNDEFINED:
                raise _damaged()
            self._count(ordered=True)
            if length > end - at:
                raise truncated()
            at += length
        raise truncated()

    def _item(self, at: int, end: int, syntax: Syntax) -> tuple[int, int, int]:
        if end - at < 8:
            raise truncated()
        head = self._head(at, end, syntax)
        if head.tag >> 16 != 0xFFFE:
            raise _damaged()
        return head.tag, head.length, head.start


def _is_sequence(tag: int) -> bool:
    try:
        return dictionary_VR(tag) == "SQ"
    except KeyError:
        return False
