"""Format 1: nested objects without a number, each with its class and its software.

Every function takes the JSON of one part and returns it as format 2 has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.datasets.upgrades import from_1 as data_set
from analytics.results.upgrades.from_1 import (
    cohort,
    dose,
    imaging,
    models,
    readers,
    roc,
    sensitivity,
    univariable,
    validation,
)
from analytics.results.upgrades.from_1.measured import with_policies

PARTS: dict[str, Callable[[Any], Any]] = {
    "flow": data_set.flow,
    "laboratory": cohort.laboratory,
    "assays": data_set.assays,
    "cohort": cohort.upgrade,
    "imaging": imaging.upgrade,
    "readers": readers.upgrade,
    "roc": roc.upgrade,
    "univariable": univariable.upgrade,
    "models": models.upgrade,
    "dose_response": dose.upgrade,
    "validation": validation.upgrade,
    "correlations": lambda part: part | {"kendall": []},
    "sensitivity": sensitivity.upgrade,
}
# What no run of format 1 computed.
UNKNOWN: dict[str, Any] = {"paired_change": [], "covariates": [], "subgroups": [], "courses": []}


def upgrade(results: dict[str, Any]) -> dict[str, Any]:
    """Return results of format 1 as format 2.

    Raises LookupError or TypeError for a part that code of its time stored otherwise or not at all.
    """
    plain = {name: with_policies(without_kind(part)) for name, part in results.items()}
    plain["variables"] = [
        data_set.analyte({"code": code, "name": row["label"], "unit": row["unit"]})
        for row in plain["cohort"]["rows"]
        if (code := row["key"].removeprefix("analyte-")) != row["key"]
    ]
    known = {name: PARTS[name](part) if name in PARTS else part for name, part in plain.items()}
    return UNKNOWN | known


def without_kind(value: Any) -> Any:
    """Drop what each object said of its class and of the software, which the run says once."""
    if isinstance(value, dict):
        return {
            name: without_kind(part)
            for name, part in value.items()
            if name not in {"kind", "software"} or (name == "kind" and "software" not in value)
        }
    if isinstance(value, list):
        return [without_kind(part) for part in value]
    return value
