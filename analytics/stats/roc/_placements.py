"""DeLong's structural components of one marker, row by row."""

from __future__ import annotations

import numpy as np

from analytics.stats._shared.ordering import Direction
from analytics.stats.results import BoolArray, FloatArray, IntArray


def placements(
    event: BoolArray, marker: FloatArray, direction: Direction
) -> tuple[FloatArray, FloatArray]:
    """Placement of each event among the non-events, and of each non-event among the events.

    The first array, in row order of the events, is the share of non-events less suspicious than
    the event; the second, in row order of the non-events, the share of events more suspicious
    than the non-event. Ties count half. The mean of either is the AUC. Complete rows with both
    classes present.
    """
    order = np.argsort(marker if direction == "high" else -marker)
    value, is_event = marker[order], event[order]
    starts_block = np.empty(value.size, dtype=np.bool_)
    starts_block[:1] = True
    np.not_equal(value[1:], value[:-1], out=starts_block[1:])
    events_so_far = np.cumsum(is_event, dtype=np.int64)
    others_so_far = np.arange(1, value.size + 1) - events_so_far
    twice_others = _twice_with_half_of_ties(others_so_far, starts_block)
    twice_events = _twice_with_half_of_ties(events_so_far, starts_block)
    n_events, n_others = int(events_so_far[-1]), int(others_so_far[-1])
    share = np.empty(value.size)
    share[order] = np.where(
        is_event,
        twice_others / (2 * n_others),
        1 - twice_events / (2 * n_events),
    )
    return share[event], share[~event]


def _twice_with_half_of_ties(so_far: IntArray, starts_block: BoolArray) -> IntArray:
    """Twice the count below each row's tie block plus the count inside it."""
    if starts_block.all():
        return np.asarray(so_far + np.concatenate([[0], so_far[:-1]]))
    starts = np.flatnonzero(starts_block)
    through = so_far[np.append(starts[1:], so_far.size) - 1]
    before = np.concatenate([[0], through[:-1]])
    rows_of_block = np.diff(starts, append=so_far.size)
    return np.repeat(before + through, rows_of_block)
