"""Barcodes inside plate and file names."""

from __future__ import annotations

import re

# Ten characters, the first a digit, letters among them (2CM0BA4513); some readers add a letter N.
_BARCODE = re.compile(r"\d[0-9A-Z]{9}N?")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")


def barcodes_in(text: str) -> tuple[str, ...]:
    """Return the parts of a plate or file name that look like a vendor's barcode."""
    return tuple(
        part
        for part in _SEPARATORS.split(text)
        if _BARCODE.fullmatch(part) and sum(letter.isalpha() for letter in part) >= 2
    )


def barcode_of_plate_name(name: str) -> str:
    """Return the barcode of ``Plate_2BO40AW287`` or ``Exp1_G1_2BO40AW287``, else an empty text."""
    if name.casefold().startswith("plate_"):
        return name[len("plate_") :].strip()
    found = barcodes_in(name)
    return found[0] if found else ""


def same_barcode(one: str, other: str) -> bool:
    """Return whether two barcodes agree, as the suffix N is not always printed."""
    return one.removesuffix("N") == other.removesuffix("N")
