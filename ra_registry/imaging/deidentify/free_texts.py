"""Words of free texts that name a plane, a side, a part, a weighting: read, and never carried.

English, German, French and Japanese, as operators type them. Texts are folded before (NFKC, small
letters, no accents), and everything but letters and digits divides words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.series_kinds import BodyPart, Plane, View, Weighting
from ra_registry.imaging.deidentify.values import texts_of

T = TypeVar("T", Plane, View, Weighting, str)
# From the most to the least particular: what a series says counts before what was asked for.
TEXTS = (
    ("SeriesDescription",),
    ("ProtocolName",),
    ("AcquisitionDeviceProcessingDescription", "PerformedProcedureStepDescription"),
    ("StudyDescription", "RequestedProcedureDescription"),
)
# Words by what they mean. Between bars; a Japanese word counts inside others as well, since nothing
# divides those.
_PLANES = {
    Plane.CORONAL: "cor|coronal|coronale|koronal|koronar|coro|frontal|冠状断|冠状|コロナル",
    Plane.AXIAL: "ax|axial|axiale|tra|trans|transversal|transverse|transversale|tse_tra|横断|軸位|"
    "水平断|アキシャル",
    Plane.SAGITTAL: "sag|sagittal|sagittale|矢状断|矢状|サジタル",
}
_SIDES = {
    "R": "right|rt|r|rechts|rechte|rechter|rechtes|re|droite|droit|dte|右",
    "L": "left|lt|l|links|linke|linker|linkes|li|gauche|gche|左",
    "B": "both|bilateral|bilat|bil|beide|beider|beidseits|bds|bds.|bilaterale|deux|両",
}
_PARTS = {
    BodyPart.WRIST: "wrist|wrists|handgelenk|handgelenke|carpus|poignet|poignets|手関節|手首",
    BodyPart.HAND: "hand|hands|hande|haende|hands2|finger|fingers|main|mains|mcp|手部|両手|手指|手",
    BodyPart.FOOT: "foot|feet|forefoot|fuss|fusse|fuesse|vorfuss|vorfusse|pied|pieds|avant-pied|"
    "mtp|toe|toes|足部|両足|足趾|足",
}
_VIEWS = {
    View.FRONTAL: "ap|pa|dp|dorsopalmar|dorsovolar|dorsoplantar|dorsopalm|frontal|face|"
    "antero posterior|postero anterior|d p|正面",
    View.OBLIQUE: "oblique|obliques|obl|schrag|schraeg|norgaard|noergaard|zither|ball catcher|斜位",
    View.LATERAL: "lat|lateral|seitlich|profil|ll|側面",
}
_WEIGHTINGS = {
    Weighting.STIR: "stir|tirm|短時間反転回復",
    Weighting.T1: "t1|t1w|t1 weighted|t1 強調",
    Weighting.T2: "t2|t2w|t2 weighted|t2 強調",
    Weighting.PD: "pd|pdw|pd weighted|dp pondere|proton density|プロトン密度",
}
_FAT = (
    "fs|fatsat|fat sat|fat suppressed|fat suppression|spir|spair|fettgesattigt|fettsat|chess|"
    "fat saturation|sat graisse|fatsuppressed|脂肪抑制"
)
_AFTER = (
    "gd|post|post contrast|postcontrast|post gd|ce|km|nach km|mit km|kontrast|contrast|gado|"
    "gadolinium|apres gado|c+|iv km|造影|造影後"
)
_BEFORE = (
    "pre|pre contrast|precontrast|nativ|native|ohne km|sans injection|non contrast|単純|造影前"
)
# Nothing divides the words of a text with such signs.
_WIDE = re.compile(r"[^\x00-\x7f]")


def folded(text: str) -> str:
    """Return a text in small letters without accents, its words divided by single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ø", "o")
    text = "".join(one for one in unicodedata.normalize("NFD", text) if not _is_accent(one))
    # Kana lose their marks in the other form, so they are put together again.
    text = unicodedata.normalize("NFC", text)
    return " ".join(re.findall(r"[^\W_]+\+?", text))


def _is_accent(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn" and not "\u3099" <= sign <= "\u309a"


def _says(text: str, words: str) -> bool:
    """Whether one of the words stands in a folded text; a word of ASCII only as a whole word."""
    return bool(text) and bool(_pattern(words).search(text))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    plain = [folded(word) for word in words.split("|")]
    whole = "|".join(re.escape(word) for word in plain if not _WIDE.search(word))
    inside = "|".join(re.escape(word) for word in plain if _WIDE.search(word))
    return re.compile(rf"(?<![a-z0-9])(?:{whole})(?![a-z0-9])" + (f"|{inside}" if inside else ""))


def _one_of(dataset: Dataset, meanings: Mapping[T, str]) -> tuple[T | None, str]:
    """Return what the most particular texts mean, and which text says so; None if they differ."""
    for keywords in TEXTS:
        for keyword in keywords:
            text = folded(" ".join(texts_of(dataset, keyword)))
            found = [meaning for meaning, words in meanings.items() if _says(text, words)]
            if len(found) == 1:
                return found[0], keyword
            if found:
                return None, keyword
    return None, ""


def plane_in_text(dataset: Dataset) -> tuple[Plane | None, str]:
    """Return the plane that free texts name, and the attribute that says so."""
    return _one_of(dataset, _PLANES)


def side_in_text(dataset: Dataset) -> tuple[str | None, str]:
    """Return R, L or B as free texts name the side, and the attribute that says so."""
    return _one_of(dataset, _SIDES)


def view_in_text(dataset: Dataset) -> tuple[View | None, str]:
    """Return a film's view as free texts name it, and the attribute that says so."""
    return _one_of(dataset, _VIEWS)


def weighting_in_text(dataset: Dataset) -> tuple[Weighting | None, str]:
    """Return the weighting that free texts name, and the attribute that says so."""
    found, keyword = _one_of(dataset, _WEIGHTINGS)
    if found is None and keyword:
        text = folded(" ".join(texts_of(dataset, keyword)))
        # “T2 STIR” is said of the same series.
        if _says(text, _WEIGHTINGS[Weighting.STIR]) and not _says(text, _WEIGHTINGS[Weighting.T1]):
            return Weighting.STIR, keyword
    return found, keyword


def part_in_text(dataset: Dataset) -> tuple[BodyPart | None, str]:
    """Return what free texts say was imaged, and the attribute that says so.

    A text that names wrist and hand means the hand; the Japanese wrist holds the sign of the hand.
    """
    for keywords in (("BodyPartExamined",), *TEXTS):
        for keyword in keywords:
            text = folded(" ".join(texts_of(dataset, keyword)))
            found = [part for part, words in _PARTS.items() if _says(text, words)]
            if found == [BodyPart.WRIST, BodyPart.HAND]:
                rest = text.replace("手関節", "").replace("手首", "")
                hand = _says(rest, _PARTS[BodyPart.HAND])
                return (BodyPart.HAND if hand else BodyPart.WRIST), keyword
            if found:
                return (found[0] if len(found) == 1 else None), keyword
    return None, ""


def fat_in_text(dataset: Dataset) -> str:
    """Return which free text says that fat is suppressed, or nothing."""
    return _first(dataset, _FAT)


def contrast_in_text(dataset: Dataset) -> tuple[bool | None, str]:
    """Return whether free texts say that contrast was given, and which one says so."""
    before, after = _first(dataset, _BEFORE), _first(dataset, _AFTER)
    if before:
        # “Nativ und nach KM” says both.
        return (None if after else False), before
    return (True if after else None), after


def _first(dataset: Dataset, words: str) -> str:
    for keywords in TEXTS[:2]:
        for keyword in keywords:
            if _says(folded(" ".join(texts_of(dataset, keyword))), words):
                return keyword
    return ""
