"""The columns that come from one campaign at its visits: endpoints, and what each reader said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.datasets.adjudicated import Referrals, referrals_of
from analytics.datasets.dataset import READER_PARTS, adjudicator_column, reader_column
from analytics.datasets.meta import AdjudicatedCases, DescribedReadSet, DetectableLimit
from analytics.datasets.outcomes import endpoint_columns, named
from analytics.datasets.read_sets import ReadSet
from analytics.datasets.read_values import detectable_change, score_values
from analytics.datasets.scores import cases, reader_scores
from analytics.design.described import ADJUDICATED, ScoreEndpoint
from analytics.design.plan import Plan


@dataclass(frozen=True, eq=False)
class ReadColumns:
    """Columns of a read set with what is said of them.

    ``adjudicated`` is None where no endpoint takes adjudicated scores.
    """

    columns: tuple[pd.DataFrame, ...]
    described: DescribedReadSet
    detectable: tuple[DetectableLimit, ...]
    adjudicated: AdjudicatedCases | None


def read_columns(study_id: int, frame: pd.DataFrame, plan: Plan, read_set: ReadSet) -> ReadColumns:
    """Return the columns of a read set, patients in the order of ``frame``.

    Two queries, or three and as many for operated sites where a third reader's scores are taken.
    """
    patients = frame["patient_id"]
    scores = reader_scores(read_set)
    in_campaign = cases(study_id, read_set)
    endpoints = [one for one in plan.score_endpoints() if one.read_set == read_set.key]
    referrals = _referrals(endpoints, read_set, scores)
    columns: list[pd.DataFrame] = []
    detectable: list[DetectableLimit] = []
    for endpoint in endpoints:
        third = referrals if endpoint.reader_rule == ADJUDICATED else None
        found = score_values(patients, scores, in_campaign, endpoint, third)
        size = detectable_change(scores, endpoint)
        columns.append(named(endpoint_columns(frame.index, found, endpoint, size), endpoint))
        if size is not None:
            detectable.append(DetectableLimit(endpoint.key, size))
    columns.append(_reader_columns(patients, scores, read_set))
    if referrals is not None:
        columns.append(_third_columns(patients, referrals.third_scores, read_set))
    return ReadColumns(
        columns=tuple(columns),
        described=_describe(read_set, scores),
        detectable=tuple(detectable),
        adjudicated=None if referrals is None else referrals.counts,
    )


def _referrals(
    endpoints: Sequence[ScoreEndpoint], read_set: ReadSet, scores: pd.DataFrame
) -> Referrals | None:
    """What went to a third reader, where an endpoint asks for it."""
    asked = any(one.reader_rule == ADJUDICATED for one in endpoints)
    return referrals_of(read_set, scores) if asked else None


def _describe(read_set: ReadSet, scores: pd.DataFrame) -> DescribedReadSet:
    """Which persons read which features, so that columns can be found without parsing names."""
    return DescribedReadSet(
        key=read_set.key,
        campaign=read_set.campaign.code,
        title=read_set.campaign.title,
        instrument=read_set.campaign.instrument,
        modality=read_set.modality,
        baseline=read_set.baseline.name,
        follow_up=read_set.follow_up.name if read_set.follow_up else None,
        readers_per_case=read_set.campaign.readers_per_case,
        features=tuple(sorted(scores["feature"].unique().tolist())),
        readers=tuple(sorted(int(reader) for reader in scores["reader_id"].unique())),
    )


def _reader_columns(patients: pd.Series, scores: pd.DataFrame, read_set: ReadSet) -> pd.DataFrame:
    """One column a feature, reader and part, patients in the order of the data set."""
    columns = {}
    for (feature, reader), rows in scores.groupby(["feature", "reader_id"]):
        aligned = rows.set_index("patient_id").reindex(patients)
        for part in READER_PARTS:
            name = reader_column(read_set.key, feature, int(reader), part)
            columns[name] = aligned[part].to_numpy(dtype="float64")
    return pd.DataFrame(columns, index=patients.index)


def _third_columns(patients: pd.Series, scores: pd.DataFrame, read_set: ReadSet) -> pd.DataFrame:
    """The same of whoever was the third reader of a patient's case, once that one has decided."""
    columns = {}
    for feature, rows in scores.groupby("feature"):
        aligned = rows.set_index("patient_id").reindex(patients)
        for part in READER_PARTS:
            name = adjudicator_column(read_set.key, str(feature), part)
            columns[name] = aligned[part].to_numpy(dtype="float64")
    return pd.DataFrame(columns, index=patients.index)
