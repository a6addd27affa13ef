"""What the readers' scores of a patient amount to, under an endpoint's rules."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.datasets.adjudicated import Referrals, with_outcomes
from analytics.datasets.meta import ExclusionCode
from analytics.datasets.outcomes import NO_BASELINE, NO_FOLLOW_UP, Values
from analytics.datasets.own_values import DECIMALS, PLACE, no_site_counts, readers_values
from analytics.design.described import ScoreEndpoint
from analytics.stats.agreement.measurement_error import smallest_detectable_change
from analytics.stats.imputation.missing_film import POLICIES, FilledScores, fill_last_film
from analytics.stats.results import FloatArray, NotEstimable

NO_CASE: ExclusionCode = "not_in_campaign"
NOT_READ: ExclusionCode = "readings_missing"
LEVELS = {"sdc-95": 0.95, "sdc-80": 0.80}
NO_TEAM = NotEstimable(
    "No patient has been read by every planned reader, so there is no SDC."  # unseen
)


def score_values(
    patients: pd.Series,
    scores: pd.DataFrame,
    cases: pd.DataFrame,
    endpoint: ScoreEndpoint,
    referrals: Referrals | None = None,
) -> Values:
    """Return the values of an endpoint made of readers' scores, in points.

    ``patients``: the ids in the order of the data set. ``scores``: one row a patient, reader and
    measure. The rule for readers needs every reader that the campaign plans, or the one in a place.
    ``referrals``: what went to a third reader, of an endpoint by adjudicated score.
    """
    rows = readers_values(scores, endpoint)
    planned = 1 if endpoint.reader_rule.startswith(PLACE) else endpoint.campaign.readers_per_case
    usable = rows[rows["own"].notna()]
    readers = usable.groupby("patient_id").size().reindex(patients).fillna(0).to_numpy(np.float64)
    submitted = rows.groupby("patient_id").size().reindex(patients).fillna(0).to_numpy(np.float64)
    complete = (readers == planned) & (submitted == planned)
    value = np.where(complete, _taken(usable, "own", patients, endpoint), np.nan)
    first = rows[rows["first"].notna()]
    both = first.groupby("patient_id").size().reindex(patients).fillna(0).to_numpy() == planned
    baseline = np.where(both, _taken(first, "first", patients, endpoint), np.nan)
    pairs = usable.groupby("patient_id")["counted"].min().reindex(patients).to_numpy(np.float64)
    found = Values(
        value=value,
        baseline=baseline,
        readers=submitted,
        pairs=np.where(complete, pairs, np.nan),
        imputed=np.zeros(len(value)),
        excluded=_reasons(cases.reindex(patients), submitted, complete, planned, endpoint),
        own=_by_reader(usable, "own", patients) if endpoint.reader_rule == "each" else None,
        own_baseline=_by_reader(usable, "first", patients)
        if endpoint.reader_rule == "each"
        else None,
    )
    if referrals is not None:
        found = with_outcomes(found, patients, referrals, endpoint)
    return _filled(found, endpoint) if endpoint.missing_rule in POLICIES else found


def detectable_change(scores: pd.DataFrame, endpoint: ScoreEndpoint) -> float | NotEstimable | None:
    """Return the smallest detectable change an endpoint is cut at; None where it isn't.

    It is that of the largest team of readers, on what they scored themselves.
    """
    if endpoint.limit is None or endpoint.limit.by not in LEVELS:
        return None
    of_measure = scores[(scores["feature"] == endpoint.measure) & (scores["pairs"] > 0)]
    teams: dict[tuple[int, ...], list[int]] = {}
    for patient, readers in of_measure.groupby("patient_id")["reader_id"]:
        teams.setdefault(tuple(sorted(int(one) for one in readers)), []).append(int(patient))
    planned = endpoint.campaign.readers_per_case
    whole = [(team, read) for team, read in teams.items() if len(team) == planned]
    if not whole:
        return NO_TEAM
    _, largest = min(whole, key=lambda pair: (-len(pair[1]), pair[0]))
    table = of_measure[of_measure["patient_id"].isin(largest)].pivot(
        index="patient_id", columns="reader_id", values="change_half"
    )
    found = smallest_detectable_change(
        table.to_numpy(np.float64) / 2, level=LEVELS[endpoint.limit.by]
    )
    return found if isinstance(found, NotEstimable) else found.value


def _taken(
    rows: pd.DataFrame, column: str, patients: pd.Series, endpoint: ScoreEndpoint
) -> FloatArray:
    """The value of the readers together: their median, or else their mean."""
    grouped = rows.groupby("patient_id")[column]
    taken = grouped.median() if endpoint.reader_rule == "median" else grouped.sum() / grouped.size()
    return taken.reindex(patients).to_numpy(np.float64)


def _by_reader(rows: pd.DataFrame, column: str, patients: pd.Series) -> FloatArray:
    """(patients, readers in the order of their ids within the patient), NaN behind the last."""
    ordered = rows.sort_values(["patient_id", "reader_id"])
    place = ordered.groupby("patient_id").cumcount()
    table = ordered.assign(place_of=place).pivot(
        index="patient_id", columns="place_of", values=column
    )
    return table.reindex(patients).to_numpy(np.float64)


def _filled(found: Values, endpoint: ScoreEndpoint) -> Values:
    """Values of patients without the follow-up visit, by the policy that the rule names."""
    absent = np.array([reason == NO_FOLLOW_UP for reason in found.excluded], dtype=bool)
    baseline = np.where(absent | np.isfinite(found.value), found.baseline, np.nan)
    table = np.column_stack([baseline, baseline + found.value])
    days = np.tile([0.0, 1.0], (len(table), 1))
    policy = next(name for name in POLICIES if name == endpoint.missing_rule)
    filled = fill_last_film(table, days, policy=policy)
    if not isinstance(filled, FilledScores):
        return found
    imputed = filled.imputed & absent
    value = np.where(imputed, np.round(filled.score - baseline, DECIMALS), found.value)
    excluded = [None if hit else why for hit, why in zip(imputed, found.excluded, strict=True)]
    return Values(
        value, found.baseline, found.readers, found.pairs, imputed.astype(np.float64), excluded
    )


def _reasons(
    cases: pd.DataFrame,
    submitted: FloatArray,
    complete: np.ndarray,
    planned: int,
    endpoint: ScoreEndpoint,
) -> list[ExclusionCode | None]:
    conditions = [
        complete,
        ~cases["has_baseline"].to_numpy(dtype=bool),
        ~cases["has_follow_up"].to_numpy(dtype=bool),
        ~cases["has_case"].to_numpy(dtype=bool),
        submitted < planned,
    ]
    reasons = [None, NO_BASELINE, NO_FOLLOW_UP, NO_CASE, NOT_READ]
    last = no_site_counts(endpoint)
    return list(np.select(conditions, np.array(reasons, dtype=object), default=last))
