"""What differs between two stored data sets, patient by patient.

A plan shapes a data set: it decides when a change counts as an event and which readings there are.
So the later data set is first seen under the earlier plan; what then differs is the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets.dataset import DataSet, endpoint_column
from analytics.datasets.scores import read_set_key
from analytics.plan import Plan
from analytics.runs.compute.markers import beyond

ENDPOINT_PARTS = ("event", "change", "readers", "pairs", "excluded")
# What an endpoint's change is made of; its threshold and direction only classify that change.
MADE_OF = ("feature", "reader_rule", "missing_rule")
CAMPAIGN = ("id", "readers_per_case", "surgery_policy")


@dataclass(frozen=True, eq=False)
class Aligned:
    """Two data sets with the same columns, indexed by patient, both as the earlier plan sees them.

    ``by_plan``: endpoints of the earlier plan whose change the later data set doesn't hold, since
    the later plan defines it from other readings or visits; their values are those of the earlier
    data set, so that they move with the plan.
    """

    earlier: pd.DataFrame
    later: pd.DataFrame
    by_plan: tuple[str, ...]


@dataclass(frozen=True)
class PatientChange:
    """A patient who was added, removed, or has other values in ``columns``."""

    patient_id: int
    pseudonym: str
    kind: str
    columns: tuple[str, ...] = ()


def aligned(earlier: DataSet, plan: Plan, later: DataSet, later_plan: Plan) -> Aligned:
    """Return both data sets under the earlier plan, with the same columns."""
    first, second = _by_patient(earlier), _by_patient(later)
    twins = {e["key"]: _twin(e, later_plan) for e in plan["endpoints"]}
    shaped = _shaped_by_plan(plan, later_plan)
    plain = [
        *(name for name in first.columns if not _belongs(name, shaped)),
        *(
            name
            for name in second.columns
            if name not in first.columns and not _belongs(name, shaped)
        ),
    ]
    columns = {name: _column(second, name, like=first) for name in plain}
    for endpoint in plan["endpoints"]:
        twin = twins[endpoint["key"]]
        columns |= (
            _moved(first, second, endpoint)
            if twin is None
            else _reclassified(second, endpoint, twin)
        )
    seen = pd.DataFrame(columns, index=second.index)
    kept = {name: _column(first, name, like=second) for name in seen.columns}
    return Aligned(
        earlier=pd.DataFrame(kept, index=first.index),
        later=seen,
        by_plan=tuple(key for key, twin in twins.items() if twin is None),
    )


def changes(pair: Aligned) -> list[PatientChange]:
    """Return every patient who differs: removed, added, changed, each in the order of the data."""
    first, second = pair.earlier, pair.later
    gone = first.loc[first.index.difference(second.index, sort=False), "pseudonym"]
    new = second.loc[second.index.difference(first.index, sort=False), "pseudonym"]
    found = [PatientChange(int(i), str(name), "removed") for i, name in gone.items()]
    found += [PatientChange(int(i), str(name), "added") for i, name in new.items()]
    common = first.index.intersection(second.index, sort=False)
    before, after = first.loc[common], second.loc[common]
    names, differs = _differing(before, after)
    ids, pseudonyms = common.to_numpy(), after["pseudonym"].to_numpy()
    found += [
        PatientChange(int(ids[row]), str(pseudonyms[row]), "changed", tuple(names[differs[row]]))
        for row in np.flatnonzero(differs.any(axis=1))
    ]
    return found


def _by_patient(data: DataSet) -> pd.DataFrame:
    return data.frame.set_index(data.frame["patient_id"].astype("int64").to_numpy())


def _twin(endpoint: dict[str, Any], plan: Plan) -> dict[str, Any] | None:
    """The other plan's endpoint that is made of the same change."""
    return next((e for e in plan["endpoints"] if _made_of(e) == _made_of(endpoint)), None)


def _made_of(endpoint: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(endpoint[name] for name in MADE_OF),
        *(endpoint["campaign"][name] for name in CAMPAIGN),
        endpoint["baseline"]["id"],
        endpoint["follow_up"]["id"],
    )


def _shaped_by_plan(plan: Plan, later_plan: Plan) -> set[str]:
    """Prefixes of the columns that only one plan asks for, and of all endpoints."""
    sets = [{read_set_key(e) for e in each["endpoints"]} for each in (plan, later_plan)]
    keys = {e["key"] for each in (plan, later_plan) for e in each["endpoints"]}
    return keys | (sets[0] ^ sets[1])


def _belongs(column: str, prefixes: set[str]) -> bool:
    return "/" in column and column.split("/", 1)[0] in prefixes


def _column(frame: pd.DataFrame, name: str, *, like: pd.DataFrame) -> pd.Series:
    """A column, or one without any value where the frame doesn't have it."""
    if name in frame.columns:
        return frame[name]
    numeric = name in like.columns and like[name].dtype == "float64"
    return pd.Series(
        np.nan if numeric else None, index=frame.index, dtype="float64" if numeric else object
    )


def _reclassified(
    frame: pd.DataFrame, endpoint: dict[str, Any], twin: dict[str, Any]
) -> dict[str, pd.Series]:
    """The endpoint's columns from the change that its twin holds."""
    key = endpoint["key"]
    found = {
        endpoint_column(key, part): frame[endpoint_column(twin["key"], part)]
        for part in ENDPOINT_PARTS
        if endpoint_column(twin["key"], part) in frame.columns
    }
    change = found[endpoint_column(key, "change")]
    events = beyond(change.to_numpy(dtype=np.float64), endpoint, float(endpoint["threshold"]))
    return found | {endpoint_column(key, "event"): pd.Series(events, index=frame.index)}


def _moved(
    first: pd.DataFrame, second: pd.DataFrame, endpoint: dict[str, Any]
) -> dict[str, pd.Series]:
    """The endpoint's columns of the earlier data set, missing for patients it doesn't have."""
    names = [endpoint_column(endpoint["key"], part) for part in ENDPOINT_PARTS]
    return {n: first[n].reindex(second.index) for n in names if n in first.columns}


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Names of columns in their order, and (patients, columns) where values differ."""
    numeric = [name for name in before.columns if before[name].dtype == after[name].dtype == float]
    texts = [name for name in before.columns if name not in set(numeric)]
    one, two = before[numeric].to_numpy(), after[numeric].to_numpy()
    found = dict(zip(numeric, ((one != two) & ~(np.isnan(one) & np.isnan(two))).T, strict=True))
    for name in texts:
        missing = before[name].isna() & after[name].isna()
        found[name] = (before[name].to_numpy() != after[name].to_numpy()) & ~missing.to_numpy()
    columns = [np.asarray(found[name], dtype=bool) for name in before.columns]
    return np.array(before.columns, dtype=object), np.column_stack(columns)
