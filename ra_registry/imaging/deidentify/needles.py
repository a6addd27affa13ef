"""What of an original file must not be found in a written one, in every form that it could take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydicom.datadict import keyword_for_tag
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag
from pydicom.valuerep import PersonName

from ra_registry.imaging.deidentify.dates import read_day
from ra_registry.imaging.deidentify.listing import Level
from ra_registry.imaging.deidentify.marks import WRITTEN
from ra_registry.imaging.deidentify.quiet import RAISED, quietly
from ra_registry.imaging.deidentify.rebuild import IMPLEMENTATION_NAME
from ra_registry.imaging.deidentify.rules import VENDORS, Attribute, Kind
from ra_registry.imaging.deidentify.values import raw_item

SHORTEST = 4
_SHORTEST_UID, _SHORTEST_NUMBER, _SHORTEST_DATE = 8, 8, 6
_LONGEST_BYTES = 65_536
_TEXT_VRS = {"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT", "AS"}
_NUMBER_VRS = {"DS", "IS"}
_BYTE_VRS = {"OB", "OW", "UN"}
_IDENTIFYING = (Kind.DATE, Kind.UID)
# Character sets of DICOM files as Python names them (PS3.3 C.12.1.1.2), and those of programs.
_ENCODINGS = (
    "latin-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7",
    "iso8859-8", "iso8859-9", "tis-620", "shift_jis", "iso2022_jp", "iso2022_jp_2", "euc_jp",
    "euc_kr", "iso2022_kr", "gb18030", "big5",
)  # fmt: skip
_WIDE = ("utf-8", "utf-16-le", "utf-16-be")
_PRINTABLE = re.compile(rb"[ -~]{4,}")
_WORD = re.compile(r"[^\W_]+(?:[-._][^\W_]+)*")
# Measurements, also several in a row: a private block repeats those that are carried.
_NUMBERS = re.compile(r"([+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?([\\,;\s]+|$))+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{6,}(?![\d.])")
_COMPACT, _ISO = "%Y%m%d", "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Needle:
    """One value in one form: the bytes in lower case, and the attribute that it comes from.

    ``is_number``: it has digits alone, as a date has and a UID may have by chance.
    """

    found: bytes
    source: str
    is_number: bool = False


def place_of(tag: int) -> str:
    """Return how an attribute is named to people: tag and keyword, nothing of its value."""
    keyword = keyword_for_tag(tag)
    named = f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
    return f"{named} {keyword}" if keyword else named


def needles_of(original: Dataset, *, subject: str = "") -> set[Needle]:
    """Return everything identifying of an original data set and its file meta information.

    Those are names, numbers and texts of attributes that aren't allowed, all dates and all UIDs.
    Left out is what says nothing: texts of fewer than 4 signs, words that every rebuilt file may
    contain, measurements, and the pseudonym itself.
    """
    found: set[Needle] = set()
    plain = f"{_common()}\n{subject.casefold()}"
    with quietly():
        for source, element, attribute in _elements(original):
            is_date = element.VR in ("DA", "DT")
            for text in _of_element(element, attribute):
                if is_date or not _says_nothing(text, plain, element.VR):
                    is_number = is_date or text.isdecimal()
                    found.update(Needle(form, source, is_number) for form in _forms(text))
    return found


def _elements(original: Dataset) -> Iterator[tuple[str, DataElement, Attribute | None]]:
    yield from _inside(original, WRITTEN)
    meta = getattr(original, "file_meta", None)
    if isinstance(meta, Dataset):
        yield from _inside(meta, Level({}))


def _inside(dataset: Dataset, level: Level | None) -> Iterator[tuple[str, DataElement, Any]]:
    for key in list(dataset.keys()):
        tag, element = int(key), _read(dataset, key)
        if element.VR == "SQ":
            for item in element.value or ():
                yield from _inside(item, level.inside.get(tag) if level else None)
        elif tag != 0x7FE00010 or level is None:
            yield place_of(tag), element, level.attributes.get(tag) if level else None


def _read(dataset: Dataset, tag: BaseTag) -> DataElement:
    """Return an element, as bytes where its value can't be read."""
    try:
        return dataset[tag]
    except RAISED:
        raw = raw_item(dataset, tag)
        value = raw.value if isinstance(raw, RawDataElement) else None
        return DataElement(tag, "OB", value if isinstance(value, bytes) else b"")


def _of_element(element: DataElement, attribute: Attribute | None) -> list[str]:
    """The texts of an element that nobody may find again."""
    carried = attribute is not None and attribute.kind not in _IDENTIFYING
    if carried and attribute is not None and attribute.keyword not in ("PatientID", "PatientName"):
        return []
    if element.VR in _BYTE_VRS and isinstance(element.value, bytes):
        return _words_in(element.value[:_LONGEST_BYTES])
    several = element.VM > 1 and not isinstance(element.value, str | bytes)
    values = list(element.value) if several else [element.value]
    texts: list[str] = []
    for value in values:
        if value is not None:
            texts += _of_value(value, element.VR)
    return texts


def _of_value(value: Any, vr: str) -> list[str]:
    text = str(value)[:_LONGEST_BYTES].strip(" \0\r\n")
    if vr == "UI":
        return [text] if len(text) >= _SHORTEST_UID else []
    if vr in ("DA", "DT"):
        return _of_date(text)
    if vr == "TM":
        return [text] if len(text) > _SHORTEST_NUMBER else []
    if vr in _NUMBER_VRS:
        return [text] if text.isdigit() and len(text) >= _SHORTEST_NUMBER else []
    if vr not in _TEXT_VRS:
        return []
    parts = re.split(r"[\^=]", text) if isinstance(value, PersonName) or vr == "PN" else []
    return [text, *(part.strip() for part in parts), *_WORD.findall(text)]


def _of_date(text: str) -> list[str]:
    """A day as DICOM and as people write it; what names no day is looked for as it is."""
    day = read_day(text) or read_day(text[:8])
    if day:
        return [day.strftime(_COMPACT), day.strftime(_ISO)]
    return [text] if len(text) >= _SHORTEST_DATE else []


def _words_in(value: bytes) -> list[str]:
    """The words of a value whose form nobody knows, in one and in two bytes a sign."""
    texts = [run.decode("ascii") for run in _PRINTABLE.findall(value)]
    texts += [run.decode("ascii") for run in _PRINTABLE.findall(value.replace(b"\0", b""))]
    whole = [text.strip() for text in texts]
    return [*whole, *(word for text in texts for word in _WORD.findall(text))]


def _says_nothing(text: str, plain: str, vr: str) -> bool:
    if len(text) < SHORTEST and text.isascii():
        return True
    if not text.isascii() and len(text) < 2:
        return True
    if vr != "UI" and _NUMBERS.fullmatch(text) and not _LONG_NUMBER.search(text):
        return True
    # A class or a syntax of the standard names nobody, wherever it is repeated.
    return text.startswith("1.2.840.10008.") or text.casefold() in plain


@cache
def _common() -> str:
    """Every word that a rebuilt file may contain, whoever the patient is, in small letters."""
    texts = [IMPLEMENTATION_NAME, *VENDORS]
    levels = [WRITTEN]
    while levels:
        level = levels.pop()
        levels += level.inside.values()
        for attribute in level.attributes.values():
            texts += attribute.words
    return "\n".join(texts).casefold()


def _forms(text: str) -> frozenset[bytes]:
    """A text in every encoding that can write it, in small letters."""
    spelt = {text} if text.isascii() else {text, text.lower(), text.upper()}
    encodings = _WIDE if text.isascii() else (*_WIDE, *_ENCODINGS)
    found = set()
    for one in spelt:
        for encoding in encodings:
            try:
                found.add(one.encode(encoding).lower())
            except UnicodeEncodeError:
                continue
    # A sign of two bytes may stand anywhere by chance.
    return frozenset(form for form in found if len(form) >= SHORTEST)
