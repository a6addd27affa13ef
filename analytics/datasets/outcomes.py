"""Endpoints of each patient: exact classes of the readers' mean change, or why there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

NO_BASELINE = "no baseline visit"
NO_FOLLOW_UP = "no follow-up visit"
NO_CASE = "not in the reading campaign"
NO_PAIRS = "no site scored at both visits"
NOT_READ = "readings missing"
REASONS = (NO_BASELINE, NO_FOLLOW_UP, NO_CASE, NO_PAIRS, NOT_READ)


def endpoint_columns(
    patients: pd.Series, scores: pd.DataFrame, cases: pd.DataFrame, endpoint: dict[str, Any]
) -> pd.DataFrame:
    """Return event (1, 0, NaN), mean change, readers, pairs and the reason for exclusion.

    ``patients``: the ids in the order of the data set. The class is decided on whole numbers: with
    k readers the mean change in points exceeds t exactly when the sum of changes in half units
    exceeds 2 k t. The mean needs every reader that the campaign plans.
    """
    of_feature = scores[scores["feature"] == endpoint["feature"]]
    pairs = of_feature["pairs"] + of_feature["assumed_pairs"]
    usable = of_feature[pairs > 0].assign(
        half=of_feature["change_half"].fillna(0) + of_feature["assumed_half"], all_pairs=pairs
    )
    grouped = usable.groupby("patient_id")
    summed = pd.DataFrame(
        {
            "half": grouped["half"].sum(),
            "readers": grouped.size().astype("float64"),
            "pairs": grouped["all_pairs"].min(),
        }
    ).reindex(patients)
    submitted = of_feature.groupby("patient_id").size().reindex(patients).fillna(0)
    planned = endpoint["campaign"]["readers_per_case"]
    complete = (summed["readers"] == planned) & (submitted == planned)
    half = summed["half"].where(complete)
    return pd.DataFrame(
        {
            "event": _events(half, planned, endpoint).to_numpy(),
            "change": (half / (2 * planned)).to_numpy(),
            "readers": submitted.to_numpy(dtype="float64"),
            "pairs": summed["pairs"].where(complete).to_numpy(),
            "excluded": _reasons(cases.reindex(patients), submitted, complete, planned),
        }
    )


def _events(half: pd.Series, readers: int, endpoint: dict[str, Any]) -> pd.Series:
    """Compare in hundredths of a half unit, so that no rounding can decide."""
    limit = int(Decimal(endpoint["threshold"]) * 100) * 2 * readers
    scaled = half * 100
    beyond = scaled > limit if endpoint["direction"] == "above" else scaled < limit
    return beyond.astype("float64").where(half.notna())


def _reasons(
    cases: pd.DataFrame, submitted: pd.Series, complete: pd.Series, planned: int
) -> list[str | None]:
    conditions = [
        complete.to_numpy(),
        ~cases["has_baseline"].to_numpy(dtype=bool),
        ~cases["has_follow_up"].to_numpy(dtype=bool),
        ~cases["has_case"].to_numpy(dtype=bool),
        (submitted < planned).to_numpy(),
    ]
    reasons = [None, NO_BASELINE, NO_FOLLOW_UP, NO_CASE, NOT_READ]
    return list(np.select(conditions, np.array(reasons, dtype=object), default=NO_PAIRS))
