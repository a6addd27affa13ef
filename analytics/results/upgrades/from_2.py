"""Format 2: no endpoint could take adjudicated scores."""

from __future__ import annotations

from typing import Any

from analytics.datasets.upgrades.from_2 import protocol


def upgrade(parts: dict[str, Any]) -> dict[str, Any]:
    """Return results of format 2 as format 3."""
    return parts | {"protocol": protocol(parts["protocol"])}
