"""How well readers agree, on status and on change, for each team of persons.

Two-way coefficients need the same persons in the same columns. Where a campaign draws its readers
from a pool, each team of persons is a table of its own.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet, reader_column
from analytics.datasets.scores import read_set_key
from analytics.plan import Plan
from analytics.runs.compute.markers import beyond
from analytics.stats.agreement import (
    bland_altman,
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.icc import icc
from analytics.stats.kappa import kappa
from analytics.stats.results import FloatArray, to_json

OCCASIONS = ("baseline", "follow_up", "change")


def reliability(data: DataSet, plan: Plan) -> list[dict[str, Any]]:
    """Return agreement for each read set and feature, largest team first.

    A feature that an endpoint asks for is there even where nobody has read it yet.
    """
    return [
        {
            "read_set": read_set["key"],
            "title": read_set["title"],
            "modality": read_set["modality"],
            "instrument": read_set["instrument"],
            "feature": feature,
            "teams": [
                _team(data, read_set, feature, team=team, rows=rows, plan=plan)
                for team, rows in teams(data, read_set, feature)
            ],
        }
        for read_set in data.meta["read_sets"]
        for feature in sorted({*read_set["features"], *_asked_for(plan, read_set)})
    ]


def _asked_for(plan: Plan, read_set: dict[str, Any]) -> set[str]:
    return {e["feature"] for e in plan["endpoints"] if read_set_key(e) == read_set["key"]}


def teams(
    data: DataSet, read_set: dict[str, Any], feature: str
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """Return each complete team of readers with the rows of the patients it read, largest first."""
    readers = read_set["readers"]
    read = (
        np.column_stack(
            [np.isfinite(part(data, read_set, feature, reader, "pairs")) for reader in readers]
        )
        if readers
        else np.zeros((data.n, 0), dtype=bool)
    )
    found: dict[tuple[int, ...], list[int]] = {}
    for row, mask in enumerate(read):
        team = tuple(reader for reader, has in zip(readers, mask, strict=True) if has)
        if len(team) == read_set["readers_per_case"]:
            found.setdefault(team, []).append(row)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(team, np.array(rows)) for team, rows in ordered]


def scores(
    data: DataSet,
    read_set: dict[str, Any],
    feature: str,
    team: tuple[int, ...],
    occasion: str,
) -> FloatArray:
    """Return (patients, readers) scores in points; NaN where a reader scored no site."""
    sites = "pairs" if occasion == "change" else f"{occasion}_sites"
    columns = []
    for reader in team:
        half = part(data, read_set, feature, reader, f"{occasion}_half")
        counted = part(data, read_set, feature, reader, sites)
        columns.append(np.where(counted > 0, half / 2, np.nan))
    return np.column_stack(columns)


def _team(
    data: DataSet,
    read_set: dict[str, Any],
    feature: str,
    *,
    team: tuple[int, ...],
    rows: np.ndarray,
    plan: Plan,
) -> dict[str, Any]:
    level = plan["level"]
    result: dict[str, Any] = {"readers": list(team), "patients": len(rows), "occasions": {}}
    for occasion in OCCASIONS:
        table = scores(data, read_set, feature, team, occasion)[rows]
        complete = table[np.isfinite(table).all(axis=1)]
        described: dict[str, Any] = {
            "n": len(complete),
            "left_out": len(table) - len(complete),
            "icc": to_json(icc(complete, level=level)),
        }
        if len(team) > 1:
            described["bland_altman"] = [
                _without_points(complete[:, [i, j]], (team[i], team[j]), level)
                for i, j in combinations(range(len(team)), 2)
            ]
        if occasion == "change":
            described["sdc_95"] = to_json(smallest_detectable_change(complete, level=0.95))
            described["sdc_80"] = to_json(smallest_detectable_change(complete, level=0.80))
            described["kappas"] = _kappas(complete, team, read_set, feature, plan)
        else:
            described["sdd"] = to_json(smallest_detectable_difference(complete, level=0.95))
        result["occasions"][occasion] = described
    return result


def _without_points(pair: FloatArray, names: tuple[int, int], level: float) -> dict[str, Any]:
    """Bland-Altman figures; the points are drawn from the stored data set."""
    found = to_json(bland_altman(pair[:, 0], pair[:, 1], level=level))
    found.pop("points")
    return {"readers": list(names), **found}


def _kappas(
    table: FloatArray,
    team: tuple[int, ...],
    read_set: dict[str, Any],
    feature: str,
    plan: Plan,
) -> list[dict[str, Any]]:
    """Agreement of single readers on each endpoint of this change."""
    return [
        {
            "endpoint": endpoint["key"],
            "label": endpoint["label"],
            "readers": [team[i], team[j]],
            "result": to_json(
                kappa(
                    beyond(table[:, i], endpoint, float(endpoint["threshold"])),
                    beyond(table[:, j], endpoint, float(endpoint["threshold"])),
                    categories=[0, 1],
                    level=plan["level"],
                )
            ),
        }
        for endpoint in plan["endpoints"]
        if endpoint["campaign"]["code"] == read_set["campaign"] and endpoint["feature"] == feature
        for i, j in combinations(range(len(team)), 2)
    ]


def part(
    data: DataSet, read_set: dict[str, Any], feature: str, reader: int, name: str
) -> FloatArray:
    """Return one of ``READER_PARTS`` of one reader, NaN throughout where that reader has none."""
    column = reader_column(read_set["key"], feature, reader, name)
    if column not in data.frame:
        return np.full(data.n, np.nan)
    return data.frame[column].to_numpy(dtype=np.float64)
