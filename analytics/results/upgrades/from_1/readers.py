"""Agreement of readers."""

from __future__ import annotations

from typing import Any

EVERY_OCCASION: dict[str, Any] = {
    "bland_altman": [],
    "sdd": None,
    "sdd_two": None,
    "sdc_95": None,
    "sdc_80": None,
    "sdc_one": None,
    "kappas": [],
}


def upgrade(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every occasion has every field; limits of agreement keep no points."""
    return [feature | {"teams": [_team(team) for team in feature["teams"]]} for feature in features]


def _team(team: dict[str, Any]) -> dict[str, Any]:
    occasions = {name: _occasion(found) for name, found in team["occasions"].items()}
    return {"readers": team["readers"], "patients": team["patients"], **occasions}


def _occasion(found: dict[str, Any]) -> dict[str, Any]:
    pairs = [
        {
            "readers": pair["readers"],
            "result": {**{k: v for k, v in pair.items() if k != "readers"}, "points": []},
        }
        for pair in found.get("bland_altman", [])
    ]
    return {**EVERY_OCCASION, **found, "bland_altman": pairs}
