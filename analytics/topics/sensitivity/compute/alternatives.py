"""Other ways to call a patient's change an event: what is changed, one thing at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

import numpy as np

from analytics.datasets.dataset import DataSet, endpoint_column
from analytics.datasets.outcomes import NO_FOLLOW_UP
from analytics.design.described import ADJUDICATED, Endpoint, Limit, ScoreEndpoint
from analytics.design.limit import signed
from analytics.design.plan import Plan
from analytics.results.decisions import (
    Decision,
    DetectableThreshold,
    EndpointDecision,
    FilmPolicy,
    MainAnalysis,
    MissingFilm,
    OtherThreshold,
    SingleReader,
    SmallestChange,
    WithoutAssumedScores,
)
from analytics.results.readers import ReaderAgreement, TeamAgreement
from analytics.results.sensitivity import Remark
from analytics.stats.imputation.missing_film import FilledScores, fill_last_film
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.shared.markers import events, limits, outcome, value
from analytics.topics.shared.readers import part

D_co = TypeVar("D_co", bound=Decision, covariant=True)


@dataclass(frozen=True, eq=False)
class Alternative(Generic[D_co]):
    """One row of a sensitivity analysis, as far as the outcome is concerned.

    ``events``: 1, 0 and NaN by patient, or why there are none. ``match`` tells which alternatives
    of two endpoints belong together, beside their kind. ``same``: the main analysis itself.
    ``imputed``: how many patients' outcomes rest on a value that nobody read.
    """

    decision: D_co
    events: FloatArray | NotEstimable
    match: str | int = ""
    same: bool = False
    imputed: int = 0


OfEndpoint = Alternative[EndpointDecision]


def alternatives(
    data: DataSet, plan: Plan, endpoint: Endpoint, readers: Sequence[ReaderAgreement]
) -> tuple[list[OfEndpoint], list[Remark]]:
    """Return the main analysis and each alternative outcome, and remarks where there is none.

    ``readers``: the results of the readers' agreement.
    """
    found: list[OfEndpoint] = [Alternative(MainAnalysis(), outcome(data, endpoint.key))]
    remarks: list[Remark] = []
    if not isinstance(endpoint, ScoreEndpoint) or endpoint.limit is None:
        return found, remarks
    wishes = plan.sensitivity
    if endpoint.follow_up:
        found += [_threshold(data, endpoint, endpoint.limit, text) for text in wishes.thresholds]
        agreement = _agreement(endpoint, readers)
        found += [
            _detectable(data, endpoint, endpoint.limit, agreement, level)
            for level in wishes.sdc_levels
        ]
    if wishes.single_readers:
        found += _single_readers(data, endpoint, remarks)
    # A rule that fills in films, or that sums in another way, has no other film to try.
    if endpoint.follow_up and endpoint.missing_rule == "pairwise":
        if endpoint.reader_rule == ADJUDICATED:
            # Both start from the mean of the planned readers, which such a value is not.
            remarks.append(Remark("adjudicated"))
        else:
            found += _films(data, endpoint, remarks)
            found += _surgery(data, endpoint)
    return found, remarks


def _threshold(data: DataSet, endpoint: ScoreEndpoint, limit: Limit, text: str) -> OfEndpoint:
    """The size of the threshold is the same for all endpoints; its sign is the direction's."""
    threshold = signed(limit, float(text))
    return Alternative(
        OtherThreshold(threshold),
        events(value(data, endpoint.key), endpoint, threshold),
        match=text,
        same=limit.by == "points" and threshold == float(limit.value or 0),
    )


def _agreement(endpoint: ScoreEndpoint, readers: Sequence[ReaderAgreement]) -> TeamAgreement | None:
    """The largest team's agreement on the endpoint's change."""
    for found in readers:
        of_endpoint = found.read_set == endpoint.read_set and found.feature == endpoint.measure
        if of_endpoint and found.teams:
            return found.teams[0]
    return None


def _detectable(
    data: DataSet,
    endpoint: ScoreEndpoint,
    limit: Limit,
    team: TeamAgreement | None,
    level: float,
) -> OfEndpoint:
    found = _sdc(team, level)
    if isinstance(found, NotEstimable):
        return Alternative(DetectableThreshold(level, None), found, match=f"{level:g}")
    hit = events(value(data, endpoint.key), endpoint, signed(limit, found.value))
    same = limit.by == f"sdc-{100 * level:g}"
    return Alternative(DetectableThreshold(level, found), hit, match=f"{level:g}", same=same)


def _sdc(team: TeamAgreement | None, level: float) -> SmallestChange | NotEstimable:
    if team is None or team.change is None:
        return NotEstimable("No patient has been read by every planned reader, so there is no SDC.")
    found = {0.95: team.change.sdc_95, 0.80: team.change.sdc_80}.get(level)
    if found is None:
        return NotEstimable(f"The readers' agreement gives no SDC at {100 * level:g} %.")
    if isinstance(found.value, NotEstimable):
        return found.value
    return SmallestChange(found.value, found.formula, found.patients)


def _single_readers(
    data: DataSet, endpoint: ScoreEndpoint, remarks: list[Remark]
) -> list[OfEndpoint]:
    """Each person's own change; readers are named by their place, never by who they are."""
    read_set = data.meta.read_set(endpoint.read_set)
    readers = read_set.readers
    if len(readers) < 2:
        remarks.append(Remark("fewer-than-two-readers"))
        return []
    pool = len(readers) if len(readers) > read_set.readers_per_case else None
    return [
        Alternative(
            SingleReader(place, pool),
            events(_own_value(data, endpoint, reader), endpoint, limits(data, endpoint)),
            match=reader,
        )
        for place, reader in enumerate(readers, 1)
    ]


def _own_value(data: DataSet, endpoint: ScoreEndpoint, reader: int) -> FloatArray:
    occasion, sites = ("change", "pairs") if endpoint.follow_up else ("baseline", "baseline_sites")
    half = _part(data, endpoint, reader, f"{occasion}_half")
    return np.where(_part(data, endpoint, reader, sites) > 0, half / 2, np.nan)


def _part(data: DataSet, endpoint: ScoreEndpoint, reader: int, name: str) -> FloatArray:
    return part(data, endpoint.read_set, endpoint.measure, reader, name)


def _sum(
    data: DataSet, endpoint: ScoreEndpoint, values: str, counts: str
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sum over readers with a site that counts, how many readers, and their fewest sites."""
    total, readers = np.zeros(data.n), np.zeros(data.n)
    fewest = np.full(data.n, np.inf)
    for reader in data.meta.read_set(endpoint.read_set).readers:
        counted = _part(data, endpoint, reader, counts)
        has = counted > 0
        total += np.where(has, _part(data, endpoint, reader, values), 0.0)
        readers += has
        fewest = np.where(has, np.minimum(fewest, counted), fewest)
    return total, readers, fewest


def _films(data: DataSet, endpoint: ScoreEndpoint, remarks: list[Remark]) -> list[OfEndpoint]:
    """Named policies for patients who were read at baseline and have no follow-up visit."""
    absent = (data.frame[endpoint_column(endpoint.key, "excluded")] == NO_FOLLOW_UP).to_numpy()
    n_absent = int(np.count_nonzero(absent))
    if n_absent == 0:
        remarks.append(Remark("no-film-missing"))
        return []
    half, readers, _ = _sum(data, endpoint, "baseline_half", "baseline_sites")
    planned = endpoint.campaign.readers_per_case
    observed = value(data, endpoint.key)
    baseline = np.where(readers == planned, half / (2 * planned), np.nan)
    baseline = np.where(absent | np.isfinite(observed), baseline, np.nan)
    if not np.isfinite(baseline[absent]).any():
        remarks.append(Remark("no-baseline-to-impute-from", n_absent))
        return []
    table = np.column_stack([baseline, baseline + observed])
    limit = limits(data, endpoint)
    return [_film(endpoint, table, observed, limit, policy) for policy in get_args(FilmPolicy)]


def _film(
    endpoint: ScoreEndpoint,
    table: FloatArray,
    observed: FloatArray,
    limit: FloatArray,
    policy: FilmPolicy,
) -> OfEndpoint:
    filled = fill_last_film(table, np.tile([0.0, 1.0], (len(table), 1)), policy=policy)
    found: FloatArray | NotEstimable
    if isinstance(filled, FilledScores) and filled.n_imputed:
        # Far finer than any score: rounding of the mean must not carry a change over a threshold.
        imputed = np.round(filled.score - table[:, 0], 9)
        changes = np.where(filled.imputed, imputed, observed)
        found = events(changes, endpoint, limit)
    elif isinstance(filled, NotEstimable):
        found = filled
    else:
        found = NotEstimable("The data set has no film between the two visits to extrapolate from.")
    n_imputed = filled.n_imputed if isinstance(filled, FilledScores) else 0
    return Alternative(MissingFilm(policy), found, match=policy, imputed=n_imputed)


def _surgery(data: DataSet, endpoint: ScoreEndpoint) -> list[OfEndpoint]:
    """Without patients whose change counts scores that the protocol assumes for operated sites."""
    if endpoint.campaign.surgery_policy == "exclude":
        return []
    half, _, pairs = _sum(data, endpoint, "change_half", "pairs")
    observed = value(data, endpoint.key)
    planned = endpoint.campaign.readers_per_case
    counted = data.frame[endpoint_column(endpoint.key, "pairs")].to_numpy(dtype=np.float64)
    assumed = np.isfinite(observed) & ((half / (2 * planned) != observed) | (pairs != counted))
    n_assumed = int(np.count_nonzero(assumed))
    return [
        Alternative(
            WithoutAssumedScores(n_assumed),
            np.where(assumed, np.nan, outcome(data, endpoint.key)),
            same=n_assumed == 0,
        )
    ]
