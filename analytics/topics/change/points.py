"""Single patients as figures draw them and tables list them, read from a run's stored data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.datasets.dataset import endpoint_column, reader_column
from analytics.design.described import ScoreEndpoint
from analytics.design.limit import is_upward
from analytics.results.stored_run import StoredRun
from analytics.stats.results import FloatArray
from analytics.topics.shared.readers import mean_of, scores

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


def change_endpoint(stored: StoredRun, key: str) -> ScoreEndpoint | None:
    """Return the endpoint that stands for one distinct change; without a key the first one."""
    found = stored.plan.distinct_changes()
    return next((endpoint for endpoint in found if key in {"", endpoint.key}), None)


def slopes(stored: StoredRun, endpoint: ScoreEndpoint) -> Slopes:
    """Return the mean status of the readers at both visits behind an endpoint's change."""
    same = [e for e in stored.plan.score_endpoints() if e.made_of == endpoint.made_of]
    read_set, feature = endpoint.read_set, endpoint.measure
    readers = stored.readers_of(read_set, feature)
    if not readers:
        return Slopes([], np.zeros(0), np.zeros(0), [])
    parts = ("baseline_half", "baseline_sites", "follow_up_half", "follow_up_sites")
    wanted = [reader_column(read_set, feature, r, part) for r in readers for part in parts]
    events = [endpoint_column(e.key, "event") for e in same]
    data = stored.data(["pseudonym", endpoint_column(endpoint.key, "value"), *events, *wanted])
    first, second = (
        mean_of(scores(data, read_set, feature, tuple(readers), occasion))
        for occasion in ("baseline", "follow_up")
    )
    change = data.frame[endpoint_column(endpoint.key, "value")].to_numpy(np.float64)
    known = np.flatnonzero(np.isfinite(first) & np.isfinite(second) & np.isfinite(change))
    group = np.full(data.n, UNCHANGED, dtype=object)
    for e in same:
        if e.limit is not None:
            hit = data.frame[endpoint_column(e.key, "event")].to_numpy(np.float64) == 1
            group[hit] = PROGRESSION if is_upward(e.limit.side) else REPAIR
    return Slopes(
        data.frame["pseudonym"].iloc[known].tolist(),
        first[known],
        second[known],
        group[known].tolist(),
    )
