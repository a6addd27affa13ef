"""A new data set made from named attributes of an old one; nothing is ever removed from a copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from pydicom import dcmwrite
from pydicom.datadict import keyword_for_tag
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.dates import shifted
from ra_registry.imaging.deidentify.errors import ImageRefused, refused
from ra_registry.imaging.deidentify.functional_groups import FRAMES, PER_FRAME
from ra_registry.imaging.deidentify.identifiers import MOST_SHIFT, Keys
from ra_registry.imaging.deidentify.listing import Level
from ra_registry.imaging.deidentify.marks import CARRIED, SUBJECT, mark
from ra_registry.imaging.deidentify.quiet import RAISED, quietly
from ra_registry.imaging.deidentify.refusals import ENHANCED, refusal_of
from ra_registry.imaging.deidentify.rules import Attribute, Kind, accepted, capped_age, vendor
from ra_registry.imaging.deidentify.syntaxes import SYNTAXES
from ra_registry.imaging.deidentify.values import (
    element_of,
    items_of,
    text_of,
    values_of,
    whole_of,
)  # fmt: skip

IMPLEMENTATION_UID = "2.25.223571402856712045911839276500412337911"
IMPLEMENTATION_NAME = "RA_REGISTRY"
# What becomes of an attribute's values; None drops it.
Change = Callable[[list[Any]], list[Any] | None]


@checked
def rebuild(dataset: Dataset, *, keys: Keys, subject: str, shift_days: int) -> Dataset:
    """Return a new data set, with file meta information of its own, from the allow-list alone.

    ``subject``: the study's pseudonym, which becomes PatientID and PatientName. ``shift_days``: by
    how many days dates move, from ``Keys.shift_days``. UIDs are replaced, times left out, the age
    capped at 90 years, pixels and transfer syntax kept byte by byte (PS3.15 annex E, basic profile
    with clean descriptors and modified dates). The same input gives the same output. Raises
    ``ImageRefused`` for what ``refusal_of`` refuses and for an image whose needed attributes can't
    be carried.
    """
    _check_arguments(subject, shift_days)
    refusal = refusal_of(dataset)
    if refusal is not None:
        raise ImageRefused(refusal)
    changes = _changes(keys, shift_days)
    with quietly():
        rebuilt = _carried(dataset, CARRIED, changes)
        _check_frames(dataset, rebuilt)
        mark(rebuilt, subject)
        rebuilt.file_meta = _meta(dataset, rebuilt)
    return rebuilt


@checked
def written(rebuilt: Dataset) -> bytes:
    """Return a rebuilt data set as the bytes of a DICOM file (PS3.10)."""
    buffer = BytesIO()
    try:
        with quietly():
            dcmwrite(buffer, rebuilt, enforce_file_format=True)
    except RAISED:
        raise refused("unwritable", "The image can't be written as DICOM.") from None
    return buffer.getvalue()


def _check_arguments(subject: str, shift_days: int) -> None:
    if not re.fullmatch(SUBJECT, subject):
        raise refused("subject", "A pseudonym has letters, digits, points and dashes only.")
    if not 0 < abs(shift_days) <= MOST_SHIFT:
        raise refused("shift_days", f"Dates move by 1 to {MOST_SHIFT} days.")


def _changes(keys: Keys, shift_days: int) -> dict[Kind, Change]:
    def dated(values: list[Any]) -> list[Any] | None:
        day = shifted(str(values[0]), shift_days) if len(values) == 1 else None
        return [day] if day else None

    def replaced(values: list[Any]) -> list[Any] | None:
        return [keys.uid(str(values[0]))] if len(values) == 1 else None

    return {Kind.DATE: dated, Kind.UID: replaced, Kind.AGE: capped_age, Kind.VENDOR: vendor}


def _carried(source: Dataset, level: Level, changes: dict[Kind, Change]) -> Dataset:
    made = Dataset()
    for attribute in level.attributes.values():
        pixels = attribute.kind is Kind.PIXELS
        element = _pixels(source) if pixels else _element(source, attribute, changes)
        if element is not None:
            made.add(element)
        elif attribute.needed:
            message = "The image can't be carried without this, or its value can't be meant."
            raise refused("attribute", message, attribute.keyword)
    for tag, inside in level.inside.items():
        items = items_of(source, keyword_for_tag(tag))
        if items:
            carried = Sequence(_carried(item, inside, changes) for item in items)
            made.add(DataElement(tag, "SQ", carried))
    return made


def _element(
    source: Dataset, attribute: Attribute, changes: dict[Kind, Change]
) -> DataElement | None:
    """Return a new element of the dictionary's VR, or None where its value can't be carried."""
    values = values_of(source, attribute.keyword)
    if not values:
        return None
    change: Change = changes.get(attribute.kind) or partial(accepted, attribute)
    kept = change(values)
    if kept is None:
        return None
    vr = attribute.vrs[0]
    if attribute.vrs[:2] == ("US", "SS") and whole_of(source, "PixelRepresentation", 0) == 1:
        vr = "SS"
    try:
        return DataElement(attribute.tag, vr, kept[0] if len(kept) == 1 else kept)
    except RAISED:
        return None


def _pixels(source: Dataset) -> DataElement | None:
    """The pixels as they lie in the file: words where a pixel takes two bytes (PS3.5 8.1.2)."""
    found = element_of(source, "PixelData")
    if found is None:
        return None
    compressed = bool(found.is_undefined_length)
    wide = not compressed and whole_of(source, "BitsAllocated", 0) > 8
    vr = "OW" if wide or (found.VR == "OW" and not compressed) else "OB"
    return DataElement(found.tag, vr, found.value, is_undefined_length=compressed)


def _check_frames(source: Dataset, rebuilt: Dataset) -> None:
    """Enhanced images say of every frame where it lies, or of none, for whoever sorts them."""
    if text_of(source, "SOPClassUID") not in ENHANCED:
        for tag in FRAMES:
            rebuilt.pop(tag, None)
        return
    frames, groups = whole_of(rebuilt, "NumberOfFrames", 1), len(items_of(rebuilt, PER_FRAME))
    if groups and frames != groups:
        message = "There are not as many descriptions of frames as frames."
        raise refused("frames", message, "NumberOfFrames", f"{frames}, described: {groups}")


def _meta(source: Dataset, rebuilt: Dataset) -> FileMetaDataset:
    """File meta information made anew; the original's names the machine that sent it."""
    before = getattr(source, "file_meta", None)
    syntax = text_of(before, "TransferSyntaxUID") if isinstance(before, Dataset) else ""
    if syntax not in SYNTAXES:
        raise refused("transfer_syntax", "How the file is encoded isn't known here.")
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = rebuilt.SOPClassUID
    meta.MediaStorageSOPInstanceUID = rebuilt.SOPInstanceUID
    meta.TransferSyntaxUID = UID(syntax)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_NAME
    return meta
