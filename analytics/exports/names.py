"""Names of columns that Stata and SAS take: letters, digits and ``_``, at most 32, unique."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARK = 5  # digits of a hash that keep a shortened name apart from others
# Words of the language of Stata and names that SAS keeps for itself.
RESERVED = {
    *("byte", "double", "float", "if", "in", "int", "long", "str", "strl", "using", "with"),
    *("_n_", "_all_", "_numeric_", "_character_", "_error_"),
}


def legal_name(text: str) -> str:
    """Return ``text`` as a name; equal texts get equal names, whatever else a table holds."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "x"
    if not name[0].isalpha() or name in RESERVED:
        name = f"v_{name}"
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - MARK - 1]}_{_mark(text)}"


def legal_names(texts: list[str]) -> list[str]:
    """Return the names of one table's columns; where two would be equal, both carry a hash."""
    names = [legal_name(text) for text in texts]
    return [
        name if names.count(name) == 1 else f"{name[: LONGEST - MARK - 1]}_{_mark(text)}"
        for name, text in zip(names, texts, strict=True)
    ]


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]


def letters(place: int) -> str:
    """Return what stands for a reader, by place in a fixed order: a, b, ..., z, aa."""
    more, last = divmod(place, len(LETTERS))
    return (letters(more - 1) if more else "") + LETTERS[last]
