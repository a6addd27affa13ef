"""Well names of 96- and 384-well plates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ROW_LETTERS = "ABCDEFGHIJKLMNOP"
MAX_COLUMN = 24

_WELL = re.compile(r"([A-Pa-p])(0?[1-9]|1[0-9]|2[0-4])")


def well_name(letter: str, column: int) -> str:
    """Return the canonical name: letter and two digits, ``A01`` to ``P24``."""
    return f"{letter}{column:02}"


@lru_cache(maxsize=1024)
def canonical_well(raw: str) -> str | None:
    """Return ``A01`` for ``A1``, ``a01`` or ``A01``, and ``None`` for anything else."""
    match = _WELL.fullmatch(unicodedata.normalize("NFKC", raw).strip())
    return well_name(match[1].upper(), int(match[2])) if match else None
