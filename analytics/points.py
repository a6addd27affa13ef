"""Single patients as figures draw them and tables list them, read from a run's stored data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.datasets.dataset import endpoint_column, reader_column
from analytics.datasets.scores import read_set_key
from analytics.report import Report
from analytics.runs.compute.imaging import change_endpoints, made_of
from analytics.runs.compute.readers import scores, teams
from analytics.stats.results import FloatArray

READER_PARTS = {
    "change": ("change_half", "pairs"),
    "baseline": ("baseline_half", "baseline_sites", "pairs"),
    "follow_up": ("follow_up_half", "follow_up_sites", "pairs"),
}
PROGRESSION, REPAIR, UNCHANGED = "progression", "repair", "unchanged"


@dataclass(frozen=True, eq=False)
class Slopes:
    """The readers' mean at both visits of each patient with both, and what the change is called.

    ``group`` holds "progression", "repair" or "unchanged" by the endpoints of this change.
    """

    patients: Sequence[str]
    first: FloatArray
    second: FloatArray
    group: Sequence[str]


@dataclass(frozen=True, eq=False)
class ReaderPairs:
    """Two readers' scores of each patient: of the largest team, the first two."""

    patients: Sequence[str]
    first: FloatArray
    second: FloatArray


def change_endpoint(report: Report, key: str) -> dict[str, Any] | None:
    """Return the endpoint that stands for one distinct change; without a key the first one."""
    found = change_endpoints(report.plan)
    return next((endpoint for endpoint in found if key in {"", endpoint["key"]}), None)


def slopes(report: Report, endpoint: dict[str, Any]) -> Slopes:
    """Return the mean status of the readers at both visits behind an endpoint's change."""
    same = [e for e in report.plan["endpoints"] if made_of(e) == made_of(endpoint)]
    read_set, feature = read_set_key(endpoint), endpoint["feature"]
    readers = _readers(report, read_set, feature)
    if not readers:
        return Slopes([], np.zeros(0), np.zeros(0), [])
    parts = ("baseline_half", "baseline_sites", "follow_up_half", "follow_up_sites")
    wanted = [reader_column(read_set, feature, r, part) for r in readers for part in parts]
    events = [endpoint_column(e["key"], "event") for e in same]
    data = report.data(["pseudonym", endpoint_column(endpoint["key"], "change"), *events, *wanted])
    described = next(r for r in data.meta["read_sets"] if r["key"] == read_set)
    first, second = (
        _mean(scores(data, described, feature, tuple(readers), occasion))
        for occasion in ("baseline", "follow_up")
    )
    change = data.frame[endpoint_column(endpoint["key"], "change")].to_numpy(np.float64)
    known = np.flatnonzero(np.isfinite(first) & np.isfinite(second) & np.isfinite(change))
    group = np.full(data.n, UNCHANGED, dtype=object)
    for e in same:
        hit = data.frame[endpoint_column(e["key"], "event")].to_numpy(np.float64) == 1
        group[hit] = PROGRESSION if e["direction"] == "above" else REPAIR
    return Slopes(
        data.frame["pseudonym"].iloc[known].tolist(),
        first[known],
        second[known],
        group[known].tolist(),
    )


def reader_pairs(report: Report, read_set: str, feature: str, occasion: str) -> ReaderPairs:
    """Return two readers' scores; without a complete team nobody's."""
    columns = [
        reader_column(read_set, feature, reader, part)
        for reader in _readers(report, read_set, feature)
        for part in READER_PARTS[occasion]
    ]
    data = report.data(["pseudonym", *columns])
    described = next(r for r in data.meta["read_sets"] if r["key"] == read_set)
    found = teams(data, described, feature)
    if not found or len(found[0][0]) < 2:
        return ReaderPairs([], np.zeros(0), np.zeros(0))
    team, members = found[0]
    table = scores(data, described, feature, team, occasion)[members][:, :2]
    complete = np.isfinite(table).all(axis=1)
    names = data.frame["pseudonym"].to_numpy()[members][complete]
    return ReaderPairs(names.tolist(), table[complete, 0], table[complete, 1])


def sdc_of(report: Report, endpoint: dict[str, Any]) -> float | None:
    """Return the smallest detectable change (95 %) of an endpoint's read set, where there is one.

    Of several teams of readers the largest one's.
    """
    found = report.agreement(read_set_key(endpoint), endpoint["feature"])
    for team in found["teams"][:1]:
        value = team["occasions"]["change"].get("sdc_95", {}).get("value")
        return value if isinstance(value, float) else None
    return None


def _readers(report: Report, read_set: str, feature: str) -> list[int]:
    found = report.agreement(read_set, feature)
    return sorted({reader for team in found["teams"] for reader in team["readers"]})


def _mean(table: FloatArray) -> FloatArray:
    """The mean of the readers who scored a patient; NaN where nobody did."""
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
