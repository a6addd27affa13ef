"""Values taken out of a data set as plain Python, whatever stands there."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Sequence
from typing import Any

from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from ra_registry.imaging.deidentify.quiet import RAISED, quietly

_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def raw_item(dataset: Dataset, tag: BaseTag) -> DataElement | RawDataElement | None:
    """Return an element as it stands, read or not; None for an empty one of an unknown VR."""
    try:
        return dataset.get_item(tag)
    except RAISED:  # pydicom reads what is empty at once
        return None


def element_of(dataset: Dataset, keyword: str) -> DataElement | None:
    """Return the element of a data set, or None where it is absent or can't be read."""
    tag = tag_for_keyword(keyword)
    if tag is None or tag not in dataset:
        return None
    found = raw_item(dataset, BaseTag(tag))
    if isinstance(found, DataElement):  # read before, as all are by `read_file`
        return found
    try:
        with quietly():
            return dataset[tag]
    except RAISED:
        return None


def values_of(dataset: Dataset, keyword: str) -> list[Any]:
    """Return the values of an element whose VR is the dictionary's; otherwise none."""
    element = element_of(dataset, keyword)
    if element is None or element.VR == "SQ":
        return []
    expected = dictionary_VR(element.tag).split(" or ")
    if element.VR not in (*expected, dictionary_VR(element.tag)):
        return []
    value = element.value
    if isinstance(value, bytes) and expected[0] in ("US", "SS"):
        return _whole_from_bytes(dataset, value)
    if value is None or (isinstance(value, str | bytes) and not value):
        return []
    several = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    return list(value) if several else [value]


def _whole_from_bytes(dataset: Dataset, value: bytes) -> list[Any]:
    """Read what the implicit form leaves open: whether a pixel's value has a sign."""
    encoding = getattr(dataset, "original_encoding", (True, True))
    order = ">" if encoding[1] is False else "<"
    kind = "h" if whole_of(dataset, "PixelRepresentation", 0) == 1 else "H"
    count, rest = divmod(len(value), 2)
    return [] if rest else list(struct.unpack(f"{order}{count}{kind}", value))


def items_of(dataset: Dataset, keyword: str) -> list[Dataset]:
    """Return the items of a sequence; none where it is absent or no sequence."""
    element = element_of(dataset, keyword)
    if element is None or element.VR != "SQ":
        return []
    return [item for item in element.value or () if isinstance(item, Dataset)]


def texts_of(dataset: Dataset, keyword: str) -> list[str]:
    """Return an element's values as texts without the spaces around them."""
    found = (str(value).strip(" \0") for value in values_of(dataset, keyword))
    return [text for text in found if text]


def text_of(dataset: Dataset, keyword: str) -> str:
    """Return the first text of an element, or an empty one."""
    return next(iter(texts_of(dataset, keyword)), "")


def numbers_of(dataset: Dataset, keyword: str) -> list[float]:
    """Return an element's values where all of them are finite numbers, otherwise none."""
    found = [number(value) for value in values_of(dataset, keyword)]
    kept = [one for one in found if one is not None]
    return kept if len(kept) == len(found) else []


def number(value: object) -> float | None:
    """Return a value as a finite number, or None; text counts if it is a plain decimal."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        text = str(value).strip()
        if isinstance(value, bool | bytes) or not _NUMBER.fullmatch(text):
            return None
        value = text
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        return None
    try:
        found = float(value)
    except (OverflowError, ValueError):
        return None
    return found if math.isfinite(found) else None


def number_of(dataset: Dataset, keyword: str) -> float | None:
    """Return the first number of an element, or None."""
    return next(iter(numbers_of(dataset, keyword)), None)


def whole_of(dataset: Dataset, keyword: str, absent: int) -> int:
    """Return a whole number, or ``absent``."""
    found = number_of(dataset, keyword)
    return absent if found is None or found != int(found) else int(found)


def places_of(dataset: Dataset) -> Iterator[Dataset]:
    """Yield where an image's attributes may stand: the top, then groups of all frames, of one."""
    yield dataset
    for groups in _GROUPS:
        for item in items_of(dataset, groups)[:1]:
            for element in list(item):
                if element.VR == "SQ" and element.keyword:
                    yield from items_of(item, element.keyword)[:1]


def anywhere(dataset: Dataset, keyword: str) -> Dataset:
    """Return the place that holds an attribute, or the data set itself where none does."""
    return next((one for one in places_of(dataset) if values_of(one, keyword)), dataset)
