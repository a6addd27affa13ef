"""The hash that binds a signature to what was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from scoring.entries import to_half_units
from scoring.instruments import Entry


def content_hash(
    *,
    token: str,
    number: int,
    instrument: str,
    charter_version: str,
    entries: Mapping[int, Mapping[str, Entry]],
) -> str:
    """Return the SHA-256 of a reading in canonical form.

    Args:
        token: of the assignment.
        number: of the reading's version.
        instrument: its key.
        charter_version: that the reading was made under.
        entries: true position -> item code -> entry; order doesn't matter, scores are half units.
    """
    scores = [
        [position, code, to_half_units(entry), entry.reason]
        for position, by_code in sorted(entries.items())
        for code, entry in sorted(by_code.items())
    ]
    canonical = json.dumps(
        [token, number, instrument, charter_version, scores],
        ensure_ascii=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
