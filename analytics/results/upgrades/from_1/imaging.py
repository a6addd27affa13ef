"""MRI against radiograph, and the changes."""

from __future__ import annotations

from typing import Any


def upgrade(part: dict[str, Any]) -> dict[str, Any]:
    """What the plan says of an endpoint is no longer said again."""
    return {
        "comparisons": [
            {name: found[name] for name in ("key", "first", "second", "result")}
            for found in part["comparisons"]
        ],
        "changes": [
            {name: found[name] for name in ("endpoint", "result")} for found in part["changes"]
        ],
    }
