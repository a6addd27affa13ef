"""Identifiers that a spreadsheet program or a statistics program reads as something else.

A cell ``0012`` is opened as 12, ``1E5`` as 100000, ``MAR-1`` as the first of March; saved again,
the code is lost. What people choose as a code is therefore refused when it is made, while codes
that exist already stay what they are. No statement here depends on a country: a code has to
survive an English, a German and a Japanese desk alike.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Misreading(StrEnum):
    """What a program takes a code for."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    TRUTH = "truth"
    MISSING = "missing"


SEPARATOR = r"[-/. ]?"
# English names, and those of the other languages in whose spreadsheets they are read as months.
MONTHS = (
    "JAN(?:UARY|UAR)?|FEB(?:RUARY|RUAR)?|MAR(?:CH)?|M[AÄ]R?Z|APR(?:IL)?|MA[YI]|JUNE?|JUNI|JULY?|JULI"
    "|AUG(?:UST)?|SEPT?|SEPTEMBER|O[CK]T(?:OBER)?|NOV(?:EMBER)?|DE[CZ](?:EMBER)?"
)
TRUTHS = frozenset({"TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERO", "FALSO"})
ABSENT = frozenset({"NA", "N/A", "NAN", "NULL", "NONE", "NIL", "INF", "INFINITY", "-INF", "-NAN"})

PLAIN_NUMBER = re.compile(r"[-+]?(?:\d[\d,']*\.?\d*|\.\d+)(?:E[-+]?\d+)?[-%]?", re.ASCII)
HEX_NUMBER = re.compile(r"0X[0-9A-F]+", re.ASCII)
CLOCK = re.compile(r"\d{1,4}(?::\d{1,2}){1,2}(?:\.\d+)?(?:\s?[AP]M?)?|\d{1,2}\s?[AP]M", re.ASCII)
TWO_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,4})", re.ASCII)
THREE_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,4})[-/.](\d{1,4})", re.ASCII)
ERA = re.compile(r"[MTSHR]\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?", re.ASCII)
NAMED_MONTH = re.compile(
    rf"(?:{MONTHS}){SEPARATOR}\d{{1,4}}(?:[-/., ]+\d{{1,4}})?"
    rf"|\d{{1,4}}{SEPARATOR}(?:{MONTHS})(?:{SEPARATOR}\d{{1,4}})?",
    re.ASCII,
)


def misreading(code: str) -> Misreading | None:
    """Return what spreadsheet and statistics programs would take ``code`` for, or None.

    >>> misreading("0012"), misreading("MAR-1"), misreading("KB-7Q4M")
    (<Misreading.NUMBER: 'number'>, <Misreading.DATE: 'date'>, None)
    """
    text = code.strip().upper()
    if text in TRUTHS:
        return Misreading.TRUTH
    if text in ABSENT:
        return Misreading.MISSING
    if _is_date(text):
        return Misreading.DATE
    if PLAIN_NUMBER.fullmatch(text) or HEX_NUMBER.fullmatch(text):
        return Misreading.NUMBER
    return Misreading.TIME if CLOCK.fullmatch(text) else None


def _is_date(text: str) -> bool:
    """Numbers in the shape of a day or a month of a year, in any order, or a month by its name."""
    if NAMED_MONTH.fullmatch(text) or ERA.fullmatch(text):
        return True
    two = TWO_PARTS.fullmatch(text)
    if two is not None:
        return any(_is_month(part) for part in two.groups())
    three = THREE_PARTS.fullmatch(text)
    return three is not None and sum(len(part) > 2 for part in three.groups()) <= 1


def _is_month(part: str) -> bool:
    return len(part) <= 2 and 1 <= int(part) <= 12
