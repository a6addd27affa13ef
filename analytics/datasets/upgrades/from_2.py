"""Format 2: no endpoint could take adjudicated scores."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def upgrade(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a description of format 2 as format 3."""
    return stored | {"protocol": protocol(stored["protocol"])}


def protocol(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how campaigns were read, none of them with an adjudicated score in an endpoint."""
    return [{**one, "adjudicated": None} for one in stored]


def columns(table: pa.Table) -> pa.Table:
    """Return the columns of format 2 as they are."""
    return table


def renamed(name: str) -> str:
    """Return what a column of format 2 is called in format 3."""
    return name
