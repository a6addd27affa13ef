"""The content hash: the same for the same scores, another one for any change."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.instruments import Entry, UnscorableReason
from scoring.services.fingerprint import content_hash

ENTRIES = {
    1: {"erosion.RAD": Entry(value=2), "erosion.ULN": Entry(value=0)},
    2: {"erosion.RAD": Entry(reason=UnscorableReason.OUTSIDE_FOV), "erosion.ULN": Entry(value=1)},
}
BASE: dict[str, Any] = {
    "token": "6f1c",
    "number": 1,
    "instrument": "ramris-2016",
    "charter_version": "1",
    "entries": ENTRIES,
}


def test_the_order_of_entries_does_not_matter() -> None:
    turned = {
        position: dict(reversed(entries.items())) for position, entries in reversed(ENTRIES.items())
    }
    assert content_hash(**{**BASE, "entries": turned}) == content_hash(**BASE)


@pytest.mark.parametrize(
    "change",
    [
        {"token": "6f1d"},
        {"number": 2},
        {"instrument": "ramris-2002"},
        {"charter_version": "2"},
        {"entries": {1: ENTRIES[2], 2: ENTRIES[1]}},
        {"entries": {**ENTRIES, 1: {**ENTRIES[1], "erosion.RAD": Entry(value=3)}}},
        {
            "entries": {
                **ENTRIES,
                2: {**ENTRIES[2], "erosion.RAD": Entry(reason=UnscorableReason.NO_CONTRAST)},
            }
        },
        {"entries": {1: ENTRIES[1]}},
    ],
)
def test_any_change_changes_the_hash(change: dict[str, Any]) -> None:
    assert content_hash(**{**BASE, **change}) != content_hash(**BASE)
