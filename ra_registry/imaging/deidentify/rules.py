"""What one allowed attribute may hold: numbers in a range, words of a list, a date, a UID, an age.

A rule either returns the values as they may be written, or None where they must be dropped. The
same rule makes a rebuilt file and checks a written one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydicom.datadict import dictionary_VR, tag_for_keyword

from ra_registry.imaging.deidentify.values import number


class Kind(StrEnum):
    """What becomes of an attribute's values.

    NUMBER and WORD are carried if they pass; PATTERN as well, by a regular expression. DATE is
    shifted, UID replaced, AGE capped. CLASS is a UID of the standard, carried. PIXELS are carried
    as they are.
    """

    NUMBER = "number"
    WORD = "word"
    PATTERN = "pattern"
    DATE = "date"
    UID = "uid"
    CLASS = "class"
    AGE = "age"
    VENDOR = "vendor"
    PIXELS = "pixels"


# A measurement has fewer digits before its point than a telephone or a case has.
LARGEST = 9_999_999.0
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
# 128 bits have 30 digits or more, but for one in three thousand millions.
OWN_UID = re.compile(r"2\.25\.[1-9]\d{29,38}")
DAY = re.compile(r"\d{8}")
AGE = re.compile(r"\d{3}[DWMY]")
CLASS = re.compile(r"1\.2\.840\.10008\.[0-9.]{1,48}")
# The makers of scanners: a name of theirs is written in one form, anything else is dropped.
VENDORS = (
    "AGFA", "CANON", "CARESTREAM", "ESAOTE", "FUJIFILM", "GE", "HITACHI", "HOLOGIC", "KODAK",
    "KONICA MINOLTA", "PHILIPS", "SAMSUNG", "SHIMADZU", "SIEMENS", "TOSHIBA", "UNITED IMAGING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute that may stand in a rebuilt file.

    ``fewest`` and ``most`` count its values; ``words`` are all that a coded one may say;
    ``partly``: words that aren't known are left out, instead of the whole attribute.
    ``needed``: without it there is no image, and the file is refused.
    """

    keyword: str
    kind: Kind
    fewest: int = 1
    most: int = 1
    words: tuple[str, ...] = ()
    pattern: str = ""
    partly: bool = False
    needed: bool = False

    @property
    def tag(self) -> int:
        """Return the tag as one number."""
        found = tag_for_keyword(self.keyword)
        assert found is not None  # noqa: S101 - the lists are checked by a test
        return found

    @property
    def vrs(self) -> tuple[str, ...]:
        """Return the value representations that the dictionary allows."""
        return tuple(dictionary_VR(self.tag).split(" or "))


def accepted(attribute: Attribute, values: Sequence[Any]) -> list[Any] | None:
    """Return the values of a number, word or pattern as they may be written, or None."""
    if attribute.kind is Kind.NUMBER:
        found = _numbers(values)
    elif attribute.kind is Kind.WORD:
        found = _words(attribute, values)
    else:
        pattern = {Kind.CLASS: CLASS.pattern, Kind.AGE: AGE.pattern}.get(
            attribute.kind, attribute.pattern
        )
        texts = [str(value).strip(" \0") for value in values]
        found = texts if all(re.fullmatch(pattern, text, re.ASCII) for text in texts) else None
    if found is None or not attribute.fewest <= len(found) <= attribute.most:
        return None
    return found


def _numbers(values: Sequence[Any]) -> list[Any] | None:
    """Decimal texts keep their digits: geometry must not move by a rounding."""
    kept: list[Any] = []
    for value in values:
        found = number(value)
        if found is None or abs(found) > LARGEST:
            return None
        text = str(value).strip()
        is_text = not isinstance(value, int | float) or hasattr(value, "original_string")
        if is_text and (len(text) > 16 or not _DECIMAL.fullmatch(text)):
            return None
        kept.append(text if is_text else value)
    return kept


def _words(attribute: Attribute, values: Sequence[Any]) -> list[Any] | None:
    texts = [str(value).strip(" \0") for value in values]
    known = [text for text in texts if text in attribute.words]
    if len(known) != len(texts) and not attribute.partly:
        return None
    return known[: attribute.most] if attribute.partly else known


def capped_age(values: Sequence[Any]) -> list[str] | None:
    """Return an age as it may be written; from 90 years on all are one (HIPAA 164.514(b)(2)(C))."""
    text = str(values[0]).strip(" \0") if len(values) == 1 else ""
    if not AGE.fullmatch(text):
        return None
    days = int(text[:3]) * {"D": 1, "W": 7, "M": 30, "Y": 365}[text[3]]
    return ["090Y" if days >= 90 * 365 else text]


def vendor(values: Sequence[Any]) -> list[str] | None:
    """Return the maker's name in its one form, or None for a name that isn't known."""
    text = " ".join(str(value) for value in values).upper()
    found = [name for name in VENDORS if re.search(rf"\b{name}\b", text)]
    return found if len(found) == 1 else None
