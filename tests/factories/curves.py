"""The curve of one exposure of a handful of patients, computed, then changed as a test wants it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets.dataset import ANALYTE_PARTS, DataSet
from analytics.results.roc import MarkerRoc
from analytics.topics.roc.compute import roc
from tests.factories.data_sets import make_meta
from tests.factories.plans import make_plan


@cache
def computed_marker() -> MarkerRoc:
    """Ten patients, of whom those with high values mostly have the outcome; none below a limit."""
    columns: dict[str, Any] = {f"a/{part}": np.nan for part in ANALYTE_PARTS}
    columns |= {
        "worse/event": [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        "a/value": np.arange(1.0, 11.0),
        "a/censor": "in_range",
    }
    data = DataSet(pd.DataFrame(columns), make_meta("a"))
    return roc(data, make_plan(exposures=["a"]))[0].marker("a")


def make_marker(*, limit: float | None = None, analyte: str = "a", **area: Any) -> MarkerRoc:
    """Return that curve with another highest ``limit``; ``area``: other fields of its AUC."""
    found = computed_marker()
    return replace(
        found,
        analyte=analyte,
        auc=replace(found.auc, **area),
        values=replace(found.values, limit=limit),
    )
