"""Reads the data sets and figures that the R scripts of `tests/reference/statistics` wrote."""

from __future__ import annotations

import csv
import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.paths import PROJECT

FOLDER = PROJECT / "tests" / "reference" / "statistics"


@cache
def dataset(name: str) -> dict[str, np.ndarray]:
    """Columns of a data set as floats; R's NA becomes NaN."""
    with (FOLDER / "data" / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        column: np.array([np.nan if row[column] == "NA" else float(row[column]) for row in rows])
        for column in rows[0]
    }


@cache
def figures(name: str) -> dict[str, Any]:
    """The figures one R script recorded."""
    return json.loads((FOLDER / "results" / f"{name}.json").read_text())


def near(expected: Any, rel: float = 1e-6, absolute: float = 1e-12) -> Any:
    """Equality within a relative tolerance; R's files hold 15 digits."""
    return pytest.approx(expected, rel=rel, abs=absolute)
