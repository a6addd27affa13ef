"""Table 1, and laboratory values that are limits."""

from __future__ import annotations

from typing import Any

ANALYTE = "analyte-"
MEASURED = {"below": 0, "above": 0}


def upgrade(table: dict[str, Any]) -> dict[str, Any]:
    """Rows by what they are; every number is summarised as one that may lie beyond a limit."""
    rows = table["rows"]
    numbers = [row for row in rows if row["kind"] == "number"]
    return {
        "grouping": table["grouping"],
        "sizes": table["sizes"],
        "categories": [
            {"key": row["key"], "groups": row["groups"], "smd": row.get("smd")}
            for row in rows
            if row["kind"] == "category"
        ],
        "numbers": [
            {"key": row["key"], "unit": row["unit"], **_described(row)}
            for row in numbers
            if not row["key"].startswith(ANALYTE)
        ],
        "exposures": [
            {
                "code": row["key"].removeprefix(ANALYTE),
                "mixed": row["mixed"],
                **_described(row),
            }
            for row in numbers
            if row["key"].startswith(ANALYTE)
        ],
    }


def _described(row: dict[str, Any]) -> dict[str, Any]:
    groups = {name: MEASURED | summary for name, summary in row["groups"].items()}
    return {"groups": groups, "smd": row.get("smd")}


def laboratory(found: dict[str, Any]) -> dict[str, Any]:
    """Antibodies that a limit leaves open are undecided."""
    parts = dict(found)
    return {"undecided": parts.pop("open"), **parts}
