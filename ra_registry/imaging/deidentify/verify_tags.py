"""A written file's attributes held against the allow-list, at every level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.listing import Level
from ra_registry.imaging.deidentify.marks import WRITTEN
from ra_registry.imaging.deidentify.needles import place_of
from ra_registry.imaging.deidentify.rebuild import IMPLEMENTATION_NAME, IMPLEMENTATION_UID
from ra_registry.imaging.deidentify.refusals import CLASSES
from ra_registry.imaging.deidentify.rules import (
    DAY,
    OWN_UID,
    VENDORS,
    Attribute,
    Kind,
    accepted,
    capped_age,
)  # fmt: skip
from ra_registry.imaging.deidentify.syntaxes import SYNTAXES
from ra_registry.imaging.deidentify.values import values_of

Found = Iterator[tuple[str, str]]
_META = {
    "FileMetaInformationGroupLength", "FileMetaInformationVersion", "MediaStorageSOPClassUID",
    "MediaStorageSOPInstanceUID", "TransferSyntaxUID", "ImplementationClassUID",
    "ImplementationVersionName",
}  # fmt: skip


def foreign(rebuilt: Dataset) -> Found:
    """Yield code and place of every attribute that may not stand there, or not with its value."""
    yield from _of_level(rebuilt, WRITTEN, "")
    yield from _of_meta(rebuilt)


def _of_level(dataset: Dataset, level: Level, inside: str) -> Found:
    for element in dataset:
        tag = int(element.tag)
        place = f"{inside}{place_of(tag)}"
        if tag in level.inside:
            yield from _of_sequence(element, level.inside[tag], place)
        elif tag in level.attributes:
            yield from _of_attribute(dataset, element, level.attributes[tag], place)
        elif element.tag.is_private:
            yield "private", place
        elif 0x6000 <= element.tag.group <= 0x60FF:
            yield "overlay", place
        else:
            yield "foreign", place


def _of_sequence(element: DataElement, level: Level, place: str) -> Found:
    if element.VR != "SQ":
        yield "vr", place
        return
    for number, item in enumerate(element.value or ()):
        yield from _of_level(item, level, f"{place}, item {number + 1}, ")


def _of_attribute(
    dataset: Dataset, element: DataElement, attribute: Attribute, place: str
) -> Found:
    if element.VR not in (*attribute.vrs, " or ".join(attribute.vrs)):
        yield "vr", place
    elif not _may_say(dataset, attribute):
        yield "value", place


def _may_say(dataset: Dataset, attribute: Attribute) -> bool:
    if attribute.kind is Kind.PIXELS:
        return True
    values = values_of(dataset, attribute.keyword)
    single = _SINGLE.get(attribute.kind)
    if single is not None:
        return len(values) == 1 and single(str(values[0]))
    kept = accepted(attribute, values)
    return bool(values) and kept is not None and len(kept) == len(values)


_SINGLE: dict[Kind, Callable[[str], bool]] = {
    Kind.UID: lambda text: bool(OWN_UID.fullmatch(text)),
    Kind.DATE: lambda text: bool(DAY.fullmatch(text)),
    Kind.CLASS: lambda text: text in CLASSES,
    Kind.AGE: lambda text: capped_age([text]) == [text],
    Kind.VENDOR: lambda text: text in VENDORS,
}


def _of_meta(rebuilt: Dataset) -> Found:
    meta = rebuilt.file_meta
    for element in meta:
        if element.keyword not in _META:
            yield "meta", place_of(int(element.tag))
    expected = {
        "FileMetaInformationVersion": (b"\0\1",),
        "MediaStorageSOPClassUID": (rebuilt.get("SOPClassUID"),),
        "MediaStorageSOPInstanceUID": (rebuilt.get("SOPInstanceUID"),),
        "TransferSyntaxUID": tuple(SYNTAXES),
        "ImplementationClassUID": (IMPLEMENTATION_UID,),
        "ImplementationVersionName": (IMPLEMENTATION_NAME,),
    }
    for keyword, allowed in expected.items():
        if meta.get(keyword) not in allowed:
            yield "meta", keyword
