"""The written bytes judged on their own: read again, and searched for all that the original says.

Nothing here trusts the rebuilding. The structure is held against the allow-list, the values against
its rules, and the bytes against every identifying value of the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.errors import ImageRefused
from ra_registry.imaging.deidentify.limits import DEFAULT_LIMITS, Limits
from ra_registry.imaging.deidentify.needles import needles_of, place_of
from ra_registry.imaging.deidentify.quiet import quietly
from ra_registry.imaging.deidentify.reading import Framed, read_file, structure_of
from ra_registry.imaging.deidentify.rules import OWN_UID
from ra_registry.imaging.deidentify.structure import Structure
from ra_registry.imaging.deidentify.values import text_of
from ra_registry.imaging.deidentify.verify_marks import DATES, dates_left, marks_missing
from ra_registry.imaging.deidentify.verify_tags import foreign


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that a written file must not contain, or lacks.

    ``code`` is a stable key, ``place`` an attribute or a place in the file. A value is never named.
    """

    code: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} ({self.place})"


_OWN_UID = re.compile(OWN_UID.pattern.encode())
_MESSAGES = {
    "foreign": "An attribute that isn't on the allow-list stands in the file.",
    "private": "A private attribute stands in the file.",
    "overlay": "A drawing over the image stands in the file.",
    "vr": "An attribute has another kind of value than it may have.",
    "value": "An attribute says something that it may not say.",
    "meta": "The file meta information has more than it may have.",
    "mark": "The file doesn't say rightly how it was de-identified.",
    "date": "A date is still the original one, or moved by another number of days.",
    "pixels": "The pixels are not those of the original.",
    "preamble": "There is something in front of the file's mark.",
    "layout": "The file's elements are not in order, or bytes follow them.",
    "original": "A value of the original stands in the file.",
    "unreadable": "The written file can't be read again.",
}


@checked
def verify(
    written: bytes,
    *,
    original: Dataset,
    subject: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Leak, ...]:
    """Return everything that a written file gives away of its original; none for a clean one.

    ``original``: the data set as it was read. ``subject``: the pseudonym that the file must carry,
    where the caller knows it. Searched are all bytes but the pixels', without regard to case, in
    the encodings that DICOM files and programs use (UTF-8, UTF-16, ISO 8859, ISO 2022, Shift-JIS).
    """
    try:
        structure, framed = structure_of(written, limits)
        rebuilt = read_file(written, limits=limits)
    except ImageRefused as refusal:
        return (_leak("unreadable", refusal.code),)
    searched = _without_pixels(written, structure, framed).lower()
    with quietly():
        found = [
            *_of_layout(written, structure, framed),
            *foreign(rebuilt),
            *marks_missing(rebuilt, subject),
            *dates_left(rebuilt, original),
            *_of_pixels(rebuilt, original),
            *_of_bytes(searched, original, rebuilt, subject or ""),
        ]
    return tuple(_leak(code, place) for code, place in dict.fromkeys(found))


def _leak(code: str, place: str) -> Leak:
    return Leak(code, place, _MESSAGES[code])


def _of_layout(written: bytes, structure: Structure, framed: Framed) -> Iterator[tuple[str, str]]:
    if written[:128].strip(b"\0"):
        yield "preamble", "the first 128 bytes"
    if not structure.ordered:
        yield "layout", "the order of the attributes"
    if len(structure.pixels) != 1 or structure.pixels[0][1] != len(framed.content):
        yield "layout", "behind the pixels"


def _of_pixels(rebuilt: Dataset, original: Dataset) -> Iterator[tuple[str, str]]:
    if rebuilt.get("PixelData") is None or rebuilt.PixelData != original.get("PixelData"):
        yield "pixels", place_of(0x7FE00010)


def _of_bytes(
    searched: bytes, original: Dataset, rebuilt: Dataset, subject: str
) -> Iterator[tuple[str, str]]:
    """Search everything but the pixels for every form of every value."""
    without_own = _without_own_numbers(searched, rebuilt)
    for needle in sorted(needles_of(original, subject=subject), key=lambda one: one.source):
        if needle.found in (without_own if needle.is_number else searched):
            yield "original", needle.source


def _without_own_numbers(searched: bytes, rebuilt: Dataset) -> bytes:
    """Leave out moved dates and new UIDs, both held against rules of their own.

    A moved date may be another of the original by chance, and 39 digits drawn at random hold a
    number of six once in some thousand files.
    """
    searched = _OWN_UID.sub(b"", searched)
    for keyword in DATES:
        moved = text_of(rebuilt, keyword).encode()
        if moved:
            for head in (b"da\x08\0", b"da\0\x08", b"\x08\0\0\0"):
                searched = searched.replace(head + moved, b"")
    return searched


def _without_pixels(written: bytes, structure: Structure, framed: Framed) -> bytes:
    content, parts, at = framed.content, [], 0
    if content is not written:
        parts.append(written)  # the file meta information in front of what is deflated
    for start, end in structure.pixels:
        parts.append(content[at:start])
        at = end
    return b"\0".join([*parts, content[at:]])
