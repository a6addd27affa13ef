"""Sorting a marker, and everything about ties in ROC analysis.

All ROC figures are built on `tie_blocks`: the distinct values of the marker from the most
to the least suspicious, each with its number of events and non-events. Equal values are
never split, so a tie gets half credit in the AUC and moves both sides of a cut-off at once.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats.results import BoolArray, FloatArray, IntArray

Direction = Literal["high", "low"]
DIRECTIONS: tuple[Direction, ...] = ("high", "low")
# Below this a thread costs more than it saves.
TWO_THREADS_FROM = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class TieBlocks:
    """Distinct values, most suspicious first, with the counts at each."""

    values: FloatArray
    events: IntArray
    non_events: IntArray


def tie_blocks(event: BoolArray, marker: FloatArray, direction: Direction) -> TieBlocks:
    """Group a marker by distinct value: O(n log n).

    `event` and `marker` are complete and of equal length; may be empty.
    """
    # Sorting both groups and merging two sorted runs takes half the time of sorting the
    # positions of all rows, since values sort faster than positions.
    with_event, without = _both_sorted(marker[event], marker[~event])
    runs = np.concatenate([with_event, without])
    order = np.argsort(runs, kind="stable")
    values = runs[order]
    is_event = order < with_event.size
    if direction == "high":
        values, is_event = values[::-1], is_event[::-1]
    starts_block = np.empty(values.size, dtype=np.bool_)
    starts_block[:1] = True
    np.not_equal(values[1:], values[:-1], out=starts_block[1:])
    if starts_block.all():
        events = is_event.astype(np.int64)
        return TieBlocks(np.ascontiguousarray(values), events, 1 - events)
    starts = np.flatnonzero(starts_block)
    events = np.add.reduceat(is_event.astype(np.int64), starts)
    return TieBlocks(values[starts], events, np.diff(starts, append=values.size) - events)


def _both_sorted(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sort two arrays; large ones at the same time, since numpy sorts without the interpreter."""
    if min(first.size, second.size) < TWO_THREADS_FROM:
        return np.sort(first), np.sort(second)
    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = beside.submit(np.sort, first)
        other = np.sort(second)
        return waiting.result(), other


def midranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, ties sharing the middle of theirs; values are complete, in any order: (n,)."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])[: values.size])
    ends = np.append(starts, values.size)[1:]
    ranks = np.empty(values.size)
    ranks[order] = np.repeat((starts + 1 + ends) / 2, ends - starts)
    return ranks


def midpoints(values: FloatArray, direction: Direction) -> FloatArray:
    """Cut-offs half way between each distinct value and the next less suspicious one.

    Length is one less than `values`. Where two neighbours are so close that the midpoint
    rounds onto the wrong one, the value on the positive side is used, so that applying the
    cut-off always gives the same classification as its observed value.
    """
    inner, outer = values[:-1], values[1:]
    middle = 0.5 * inner + 0.5 * outer
    wrong_side = middle <= outer if direction == "high" else middle >= outer
    return np.where(wrong_side, inner, middle)
