"""Each reader's scores in a data set, and which persons read as a team."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet, reader_column
from analytics.datasets.meta import DescribedReadSet
from analytics.stats.results import FloatArray

OCCASIONS = ("baseline", "follow_up", "change")


def teams(
    data: DataSet, read_set: DescribedReadSet, feature: str
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """Return each complete team of readers with the rows of the patients it read, largest first."""
    readers = read_set.readers
    read = (
        np.column_stack(
            [np.isfinite(part(data, read_set.key, feature, reader, "pairs")) for reader in readers]
        )
        if readers
        else np.zeros((data.n, 0), dtype=bool)
    )
    found: dict[tuple[int, ...], list[int]] = {}
    for row, mask in enumerate(read):
        team = tuple(reader for reader, has in zip(readers, mask, strict=True) if has)
        if len(team) == read_set.readers_per_case:
            found.setdefault(team, []).append(row)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(team, np.array(rows)) for team, rows in ordered]


def scores(
    data: DataSet,
    read_set: str,
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


def readers_mean(
    data: DataSet, read_set: DescribedReadSet, feature: str, occasion: str
) -> FloatArray:
    """Return each patient's mean of the readers who scored any site, in points; NaN without one."""
    if not read_set.readers:
        return np.full(data.n, np.nan)
    return mean_of(scores(data, read_set.key, feature, read_set.readers, occasion))


def mean_of(table: FloatArray) -> FloatArray:
    """Return the mean of what is known in each row of (patients, readers); NaN without anything."""
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def part(data: DataSet, read_set: str, feature: str, reader: int, name: str) -> FloatArray:
    """Return one of ``READER_PARTS`` of one reader, NaN throughout where that reader has none."""
    column = reader_column(read_set, feature, reader, name)
    if column not in data.frame:
        return np.full(data.n, np.nan)
    return data.frame[column].to_numpy(dtype=np.float64)
