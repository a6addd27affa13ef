"""What differs between two stored data sets, patient by patient.

A plan shapes a data set: it decides when a change counts as an event and which readings there are.
So the later data set is first seen under the earlier plan; what then differs is the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.datasets.dataset import ENDPOINT_PARTS, DataSet, endpoint_column
from analytics.datasets.further import EXPOSURE_PARTS
from analytics.datasets.measured_twice import CHANGE_PARTS, with_changes
from analytics.datasets.outcomes import limits_of
from analytics.design.described import ClinicalEndpoint, Endpoint
from analytics.design.limit import beyond
from analytics.design.plan import Plan
from analytics.design.variable import Variable


@dataclass(frozen=True, eq=False)
class Aligned:
    """Two data sets with the same columns, indexed by patient, both as the earlier plan sees them.

    ``by_plan``: endpoints of the earlier plan whose change the later data set doesn't hold, since
    the later plan defines it from other readings or visits; their values are those of the earlier
    data set, so that they move with the plan. So are exposures beside the analytes that the later
    plan has not, or otherwise. ``variables``: those of both data sets.
    """

    earlier: pd.DataFrame
    later: pd.DataFrame
    by_plan: tuple[str, ...]
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class PatientChange:
    """A patient who was added, removed, or has other values in ``columns``."""

    patient_id: int
    pseudonym: str
    kind: str
    columns: tuple[str, ...] = ()


def aligned(earlier: DataSet, plan: Plan, later: DataSet, later_plan: Plan) -> Aligned:
    """Return both data sets under the earlier plan, with the same columns."""
    first = _by_patient(earlier)
    second = with_changes(_by_patient(later), plan)
    twins = {e.key: _twin(e, later_plan) for e in plan.endpoints}
    shaped = _shaped_by_plan(plan, later_plan) | _courses_of_one(earlier, later)
    plain = [
        *(name for name in first.columns if not _belongs(name, shaped)),
        *(
            name
            for name in second.columns
            if name not in first.columns and not _belongs(name, shaped)
        ),
    ]
    columns = {name: _column(second, name, like=first) for name in plain}
    for endpoint in plan.endpoints:
        twin = twins[endpoint.key]
        columns |= (
            _moved(first, second, endpoint.key, ENDPOINT_PARTS)
            if twin is None
            else _reclassified(second, endpoint, twin)
        )
    for code in _exposed_otherwise(plan, later_plan):
        columns |= _moved(first, second, code, (*EXPOSURE_PARTS, *CHANGE_PARTS))
    seen = pd.DataFrame(columns, index=second.index)
    kept = {name: _column(first, name, like=second) for name in seen.columns}
    return Aligned(
        earlier=pd.DataFrame(kept, index=first.index),
        later=seen,
        by_plan=tuple(key for key, twin in twins.items() if twin is None),
        variables=tuple(dict.fromkeys([*later.meta.variables, *earlier.meta.variables])),
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


def _twin(endpoint: Endpoint, plan: Plan) -> Endpoint | None:
    """The other plan's endpoint whose values tell the events of this one, the same limit first."""
    alike = [e for e in plan.endpoints if _made_of(e) == _made_of(endpoint)]
    same = [e for e in alike if e.limit == endpoint.limit]
    return next(iter(same or (alike if _is_cut_by_values(endpoint) else [])), None)


def _is_cut_by_values(endpoint: Endpoint) -> bool:
    """Whether values alone decide: not who read them, nor how well the readers agree."""
    if isinstance(endpoint, ClinicalEndpoint):
        return True
    by_size = endpoint.limit is None or endpoint.limit.by in {"points", "per-cent"}
    return by_size and endpoint.reader_rule != "each"


def _made_of(endpoint: Endpoint) -> tuple[object, ...]:
    """What an endpoint's values rest on; its limit only classifies them."""
    if isinstance(endpoint, ClinicalEndpoint):
        return endpoint.made_of
    campaign = endpoint.campaign
    rules = (endpoint.reader_rule, campaign.readers_per_case, campaign.surgery_policy)
    return (*endpoint.made_of, *rules)


def _shaped_by_plan(plan: Plan, later_plan: Plan) -> set[str]:
    """Prefixes of the columns that only one plan asks for, and of all endpoints."""
    sets = [{e.read_set for e in each.score_endpoints()} for each in (plan, later_plan)]
    keys = {e.key for each in (plan, later_plan) for e in each.endpoints}
    exposed = _exposed_otherwise(plan, later_plan) | _exposed_otherwise(later_plan, plan)
    return keys | exposed | (sets[0] ^ sets[1])


def _exposed_otherwise(plan: Plan, other: Plan) -> set[str]:
    """Exposures beside the analytes that another plan has not, or not from the same values."""
    sources = {one.variable.code: (one.column, one.endpoint) for one in other.further}
    return {
        one.variable.code
        for one in plan.further
        if sources.get(one.variable.code) != (one.column, one.endpoint)
    }


def _courses_of_one(earlier: DataSet, later: DataSet) -> set[str]:
    """Prefixes of courses that one data set has alone: by its plan, or of an earlier release."""
    keys = [{one.key for one in each.meta.courses.every} for each in (earlier, later)]
    return keys[0] ^ keys[1]


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


def _reclassified(frame: pd.DataFrame, endpoint: Endpoint, twin: Endpoint) -> dict[str, pd.Series]:
    """The endpoint's columns from the values that its twin holds."""
    key = endpoint.key
    found = {
        endpoint_column(key, part): frame[endpoint_column(twin.key, part)]
        for part in ENDPOINT_PARTS
        if endpoint_column(twin.key, part) in frame.columns
    }
    if endpoint.limit == twin.limit:
        return found
    values = found[endpoint_column(key, "value")].to_numpy(dtype=np.float64)
    events = np.full(values.shape, np.nan)
    if endpoint.limit is not None:
        baseline = _column(frame, endpoint_column(twin.key, "baseline"), like=frame)
        limits = limits_of(endpoint.limit, baseline.to_numpy(dtype=np.float64), None)
        events = beyond(values, endpoint.limit.side, limits)
    return found | {endpoint_column(key, "event"): pd.Series(events, index=frame.index)}


def _moved(
    first: pd.DataFrame, second: pd.DataFrame, key: str, parts: Sequence[str]
) -> dict[str, pd.Series]:
    """What the earlier data set holds under a key, missing for patients it doesn't have."""
    names = [f"{key}/{part}" for part in parts]
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
