"""A DICOM file read defensively: a data set with its pixels untouched, or the package's error."""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.errors import refused
from ra_registry.imaging.deidentify.limits import DEFAULT_LIMITS, Limits
from ra_registry.imaging.deidentify.quiet import RAISED, quietly
from ra_registry.imaging.deidentify.structure import PIXEL_DATA, Structure, truncated, walk
from ra_registry.imaging.deidentify.syntaxes import SYNTAXES, Syntax
from ra_registry.imaging.deidentify.values import raw_item, whole_of

_PREAMBLE, _MARK = 128, b"DICM"
_META_START = b"\x02\x00"
_LONG_META = {b"OB", b"OW", b"UN", b"UT", b"SQ", b"UC", b"UR"}


@dataclass(frozen=True, slots=True)
class Framed:
    """Where the data set of a file starts and how it is written.

    ``content`` is the file, or, where that is deflated, its data set alone, inflated.
    """

    content: bytes
    start: int
    syntax: Syntax


@checked
def read_file(
    source: bytes | str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS
) -> Dataset:
    """Return the data set of a DICOM file (PS3.10), its pixels undecoded.

    ``source``: the bytes of a file or where it lies. Every element's value has been read once; what
    can't be read as its VR says is left as bytes (OB). Raises ``ImageRefused`` for whatever is
    no DICOM file, is truncated, can't be walked or exceeds a limit, and nothing else.
    """
    content = _content(source, limits)
    framed = frame(content, limits)
    walk(framed.content, framed.start, framed.syntax, limits)
    with quietly():
        dataset = _parsed(content, framed.syntax)
        _settle(dataset, limits.depth)
        _settle(dataset.file_meta, limits.depth)
    _check_size(dataset, limits)
    return dataset


def structure_of(content: bytes, limits: Limits) -> tuple[Structure, Framed]:
    """Walk a whole file; return what was found and how the file is laid out."""
    framed = frame(content, limits)
    return walk(framed.content, framed.start, framed.syntax, limits), framed


def frame(content: bytes, limits: Limits) -> Framed:
    """Find the data set behind the file meta information, inflated if need be."""
    marked = content[_PREAMBLE : _PREAMBLE + 4] == _MARK
    if not marked and content[:2] != _META_START:
        raise refused("not_dicom", "This is no DICOM file: its mark “DICM” is missing.")
    start, name = _read_meta(content, _PREAMBLE + 4 if marked else 0)
    syntax = SYNTAXES.get(name)
    if syntax is None:
        raise refused(
            "transfer_syntax",
            "How the file is encoded isn't known here.",
            "TransferSyntaxUID",
            # A text that is no number of the standard could be anything.
            name if name.startswith("1.2.840.10008.") else "not one of the standard",
        )
    if syntax.deflated:
        return Framed(_inflate(content[start:], limits), 0, syntax)
    return Framed(content, start, syntax)


def _content(source: bytes | str | os.PathLike[str], limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    elif isinstance(source, str | os.PathLike):
        try:
            size = Path(source).stat().st_size
            source = Path(source).read_bytes() if size <= limits.file_bytes else b""
        except (OSError, ValueError):
            raise refused("unreadable", "The file can't be opened.") from None
    else:
        raise refused("argument", "source must be the bytes of a file or its path.")
    if size > limits.file_bytes:
        raise refused("file_size", f"The file is larger than {limits.file_bytes} bytes.")
    return source


def _read_meta(content: bytes, at: int) -> tuple[int, str]:
    """Return where group 0002 ends, and the transfer syntax; it is always explicit, little."""
    syntax = ""
    while content[at : at + 2] == _META_START:
        if len(content) - at < 12:
            raise truncated()
        element, vr, length = struct.unpack_from("<H2sH", content, at + 2)
        value = at + 8
        if vr in _LONG_META:
            length, value = struct.unpack_from("<L", content, at + 8)[0], at + 12
        if length > len(content) - value:
            raise truncated()
        if element == 0x0010:
            syntax = content[value : value + length].decode("ascii", "replace").strip("\0 ")
        at = value + length
    return at, syntax


def _inflate(packed: bytes, limits: Limits) -> bytes:
    """Unpack a deflated data set, never more of it than a file may hold."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(packed, limits.file_bytes)
    except zlib.error:
        raise refused("damaged", "The file's deflated part can't be unpacked.") from None
    if unpacker.unconsumed_tail:
        most = limits.file_bytes
        raise refused("file_size", f"Unpacked, the file is larger than {most} bytes.")
    if not unpacker.eof:
        raise truncated()
    return content


def _parsed(content: bytes, syntax: Syntax) -> Dataset:
    try:
        dataset = dcmread(io.BytesIO(content), force=True)
        implicit, little = dataset.original_encoding
    except RAISED:
        raise refused("damaged", "The file can't be read as DICOM.") from None
    if (implicit, little) != (not syntax.explicit, syntax.little):
        raise refused("encoding", "The file is encoded in another way than it says.")
    return dataset


def _settle(dataset: Dataset, depth: int) -> None:
    """Read every value now, so that nothing can fail later; keep what can't be read as bytes."""
    if depth < 0:
        raise refused("depth", "Sequences lie too deep.")
    for tag in list(dataset.keys()):
        raw = raw_item(dataset, tag)
        if isinstance(raw, RawDataElement) and raw.VR == "UN":
            # pydicom would give it the VR of its dictionary; what a file calls unknown stays so.
            _keep_as_bytes(dataset, tag, raw)
            continue
        try:
            element = dataset[tag]
            items = list(element.value or ()) if element.VR == "SQ" else []
        except RAISED:
            _keep_as_bytes(dataset, tag, raw)
            continue
        for item in items:
            _settle(item, depth - 1)


def _keep_as_bytes(dataset: Dataset, tag: BaseTag, raw: object) -> None:
    """Leave a value as bytes, under a VR (OB) that nothing carried over has but pixels."""
    value = raw.value if isinstance(raw, RawDataElement) else None
    del dataset[tag]
    if tag != PIXEL_DATA:
        dataset[tag] = DataElement(tag, "OB", value if isinstance(value, bytes) else b"")


def _check_size(dataset: Dataset, limits: Limits) -> None:
    """Refuse an image that would unpack to more than the limit, before anything decodes it."""
    size = 1
    for keyword, absent in (
        ("Rows", 0), ("Columns", 0), ("NumberOfFrames", 1), ("SamplesPerPixel", 1),
    ):  # fmt: skip
        size *= max(whole_of(dataset, keyword, absent), 0)
    if size > limits.samples:
        raise refused("pixels", f"The image has more than {limits.samples} samples.", "Rows", size)
