"""Endpoints of each patient: a value and an event, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.datasets.dataset import endpoint_column
from analytics.datasets.meta import ExclusionCode
from analytics.design.described import Endpoint, Limit
from analytics.design.limit import beyond, signed
from analytics.stats.results import FloatArray, NotEstimable

NO_BASELINE: ExclusionCode = "no_baseline_visit"
NO_FOLLOW_UP: ExclusionCode = "no_follow_up_visit"
NO_BASELINE_VALUE: ExclusionCode = "no_value_to_compare_with"
NO_LIMIT: ExclusionCode = "no_detectable_change"
PER_CENT = 100


@dataclass(frozen=True, eq=False)
class Values:
    """What an endpoint's values are, one a patient in the order of the data set.

    ``value``: a change, or a status, in the endpoint's unit; NaN where ``excluded`` says why.
    ``baseline``: the value at the first visit. ``own`` and ``own_baseline``: (patients, readers),
    each reader's own, where the rule asks that each agrees. ``imputed``: 1 where nobody read it.
    """

    value: FloatArray
    baseline: FloatArray
    readers: FloatArray
    pairs: FloatArray
    imputed: FloatArray
    excluded: Sequence[ExclusionCode | None]
    own: FloatArray | None = None
    own_baseline: FloatArray | None = None


def endpoint_columns(
    index: pd.Index[int],
    found: Values,
    endpoint: Endpoint,
    detectable: float | NotEstimable | None,
) -> pd.DataFrame:
    """Return event (1, 0, NaN), value, baseline, readers, pairs, imputed and excluded.

    ``detectable``: the smallest detectable change, for an endpoint that is cut at one.
    """
    limit = endpoint.limit
    excluded = np.array(found.excluded, dtype=object)
    known = np.isfinite(found.value)
    events = np.full(len(known), np.nan)
    if limit is not None:
        thresholds = limits_of(limit, found.baseline, detectable)
        events = beyond(found.value, limit.side, thresholds)
        if found.own is not None and found.own_baseline is not None:
            events = _each(found.own, found.own_baseline, limit, detectable)
        events = np.where(known, events, np.nan)
        code = NO_BASELINE_VALUE if limit.by == "per-cent" else NO_LIMIT
        excluded[known & np.isnan(events)] = code
    return pd.DataFrame(
        {
            "event": events,
            "value": found.value,
            "baseline": found.baseline,
            "readers": found.readers,
            "pairs": found.pairs,
            "imputed": found.imputed,
            "excluded": list(excluded),
        },
        index=index,
    )


def named(columns: pd.DataFrame, endpoint: Endpoint) -> pd.DataFrame:
    """Return an endpoint's columns by the names that they have in a data set."""
    return columns.rename(columns=lambda part: endpoint_column(endpoint.key, part))


def limits_of(
    limit: Limit, baseline: FloatArray, detectable: float | NotEstimable | None
) -> FloatArray:
    """Return the threshold of each patient in the endpoint's unit; NaN where there is none.

    A percentage of a baseline of 0 is no threshold: every change would be beyond it.
    """
    if limit.by == "per-cent":
        share = float(limit.value or 0) * baseline / PER_CENT
        return np.where(baseline == 0, np.nan, share)
    if limit.by == "points":
        return np.full(baseline.shape, float(limit.value or 0))
    if not isinstance(detectable, float):
        return np.full(baseline.shape, np.nan)
    return np.full(baseline.shape, signed(limit, detectable))


def _each(
    own: FloatArray, baseline: FloatArray, limit: Limit, detectable: float | NotEstimable | None
) -> FloatArray:
    """An event where each reader's own value is one; NaN while any of them has none."""
    each = beyond(own, limit.side, limits_of(limit, baseline, detectable))
    agreed = (each == 1).all(axis=1).astype(np.float64)
    return np.where(np.isnan(each).any(axis=1), np.nan, agreed)
