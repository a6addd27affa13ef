"""What is drawn of two readers' scores, from the stored data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.datasets.dataset import reader_column
from analytics.results.stored_run import StoredRun
from analytics.stats.results import FloatArray
from analytics.topics.shared.readers import scores, teams

READER_PARTS = {
    "change": ("change_half", "pairs"),
    "baseline": ("baseline_half", "baseline_sites", "pairs"),
    "follow_up": ("follow_up_half", "follow_up_sites", "pairs"),
}


@dataclass(frozen=True, eq=False)
class ReaderPairs:
    """Two readers' scores of each patient: of the largest team, the first two."""

    patients: Sequence[str]
    first: FloatArray
    second: FloatArray


def reader_pairs(stored: StoredRun, read_set: str, feature: str, occasion: str) -> ReaderPairs:
    """Return two readers' scores; without a complete team nobody's."""
    columns = [
        reader_column(read_set, feature, reader, part)
        for reader in stored.readers_of(read_set, feature)
        for part in READER_PARTS[occasion]
    ]
    data = stored.data(["pseudonym", *columns])
    found = teams(data, data.meta.read_set(read_set), feature)
    if not found or len(found[0][0]) < 2:
        return ReaderPairs([], np.zeros(0), np.zeros(0))
    team, members = found[0]
    table = scores(data, read_set, feature, team, occasion)[members][:, :2]
    complete = np.isfinite(table).all(axis=1)
    names = data.frame["pseudonym"].to_numpy()[members][complete]
    return ReaderPairs(names.tolist(), table[complete, 0], table[complete, 1])
