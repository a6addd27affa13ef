"""Values by the campaign's policy where a third reader was asked. Exact arithmetic.

A case is referred while both readings that were compared are current, and decided while the third
reader's is current as well. The value is formed of the endpoint's own measure and visits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets import sql
from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.datasets.meta import AdjudicatedCases, ExclusionCode
from analytics.datasets.outcomes import NO_BASELINE, NO_FOLLOW_UP, Values
from analytics.datasets.own_values import no_site_counts, readers_values
from analytics.datasets.read_sets import ReadSet, measure_of
from analytics.datasets.scores import reader_scores
from analytics.design.described import ScoreEndpoint
from scoring.instruments.adjudication import RULE_VERSION, decide
from scoring.models.assignment import AssignmentKind

WAITS: ExclusionCode = "waits_for_adjudication"
PLACES = (1, 2, 3)
READERS = ("first", "second", "third")
# Rules for sites that take each reader's own.
OWN_SITES = frozenset({"strict", "prorated"})
STATUS_PARTS = ("baseline_half", "baseline_sites", "baseline_most")
KEYS = ["patient_id", "reader_id"]
# One reader's sums of one patient, with what they amount to.
Row = Mapping[Any, Any]

# As the campaign's page counts them: of a corrected reading the referral that names it counts.
REFERRALS = f"""
SELECT DISTINCT ON (kase.patient_id) kase.patient_id,
    first.id AS first_reading, second.id AS second_reading, third.id AS third_reading,
    first_given.reader_id AS first, second_given.reader_id AS second,
    third_given.reader_id AS third, outcome.policy
FROM scoring_adjudicationreferral referral
JOIN scoring_case kase ON kase.id = referral.case_id
JOIN cohort_patient patient ON patient.id = kase.patient_id AND patient.voided_at IS NULL
JOIN scoring_reading first ON first.id = referral.first_id AND first.is_current
JOIN scoring_assignment first_given ON first_given.id = first.assignment_id
JOIN scoring_reading second ON second.id = referral.second_id AND second.is_current
JOIN scoring_assignment second_given ON second_given.id = second.assignment_id
LEFT JOIN (
    scoring_adjudicationoutcome outcome
    JOIN scoring_reading third ON third.id = outcome.third_id AND third.is_current
    JOIN scoring_assignment third_given ON third_given.id = third.assignment_id
) ON outcome.referral_id = referral.id
WHERE kase.campaign_id = %(campaign)s AND {CASE_IN_FORCE}
ORDER BY kase.patient_id, referral.id, outcome.id
"""  # noqa: S608 - built from a constant

# A status is summed over the sites that all three have scored, as outcomes are: of other sites
# three sums would not be of the same thing.
SHARED = f"""
WITH counted AS MATERIALIZED ({sql.COUNTED}),
site AS (
    SELECT kase.patient_id, assignment.reader_id, score.item_id, score.half_units,
        count(score.half_units) OVER (PARTITION BY kase.id, score.item_id) AS scored
    FROM scoring_sitescore score
    JOIN scoring_reading reading ON reading.id = score.reading_id
    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id
    JOIN scoring_case kase ON kase.id = assignment.case_id
    JOIN scoring_casetimepoint point ON point.id = score.time_point_id
    JOIN cohort_visit visit ON visit.id = point.visit_id AND visit.planned_id = %(baseline)s
    WHERE score.reading_id = ANY (%(readings)s::bigint[])
)
SELECT site.patient_id, site.reader_id, counted.measure AS feature,
    sum(site.half_units) AS baseline_half, count(*) AS baseline_sites,
    sum(counted.most) AS baseline_most
FROM site JOIN counted ON counted.id = site.item_id
WHERE site.scored = 3
GROUP BY site.patient_id, site.reader_id, counted.measure
"""  # noqa: S608 - built from a constant


@dataclass(frozen=True, eq=False)
class Referrals:
    """The cases of a read set that went to a third reader.

    ``waiting``: ids of patients whose third reader hasn't read. ``policy``: by the id of each other
    one. ``scores``: rows as of `reader_scores` by all three of these, ``place`` 3 the third's.
    ``shared``: the same at the first visit over the sites that all three scored, by patient, reader
    and measure.
    """

    waiting: frozenset[int]
    policy: Mapping[int, str]
    scores: pd.DataFrame
    shared: pd.DataFrame

    @property
    def counts(self) -> AdjudicatedCases:
        """How many there are, and the version of the rule that decides."""
        decided = len(self.policy)
        return AdjudicatedCases(decided + len(self.waiting), decided, RULE_VERSION)

    @property
    def third_scores(self) -> pd.DataFrame:
        """The third readers' rows alone."""
        return self.scores[self.scores["place"] == PLACES[-1]]


def referrals_of(read_set: ReadSet, scores: pd.DataFrame) -> Referrals:
    """Return what went to a third reader. Three queries.

    ``scores``: those of the first readings.
    """
    found = sql.frame(REFERRALS, read_set.parameters())
    known = found["third_reading"].notna()
    decided = found[known]
    readings = decided[[f"{name}_reading" for name in READERS]].to_numpy().ravel().tolist()
    parameters = {**read_set.parameters(), "readings": [int(one) for one in readings]}
    shared = sql.frame(SHARED, parameters)
    numbers = [*KEYS, *STATUS_PARTS]
    shared[numbers] = shared[numbers].astype("float64")
    third = reader_scores(read_set, AssignmentKind.ADJUDICATION)
    return Referrals(
        waiting=frozenset(int(one) for one in found.loc[~known, "patient_id"]),
        policy={int(one): str(by) for one, by in decided[["patient_id", "policy"]].to_numpy()},
        scores=_in_places(pd.concat([scores, third]), decided),
        shared=shared,
    )


def with_outcomes(
    found: Values, patients: pd.Series, referrals: Referrals, endpoint: ScoreEndpoint
) -> Values:
    """Return an endpoint's values with those of referred cases by their policy, or none yet.

    ``found``: the values as the mean of the first readers.
    """
    value, baseline, pairs = found.value.copy(), found.baseline.copy(), found.pairs.copy()
    readers, excluded = found.readers.copy(), list(found.excluded)
    made = _outcomes(referrals, endpoint)
    for row, patient in enumerate(patients.astype("int64")):
        one = made.get(patient)
        if one is None:
            continue
        value[row], baseline[row], pairs[row] = one.value, one.baseline, one.pairs
        readers[row] += patient not in referrals.waiting
        excluded[row] = _reason(excluded[row], one)
    return replace(
        found, value=value, baseline=baseline, readers=readers, pairs=pairs, excluded=excluded
    )


@dataclass(frozen=True)
class _Outcome:
    """What a referred case counts as, NaN where it has no value, and then why."""

    value: float
    baseline: float
    pairs: float
    missing: ExclusionCode


def _reason(before: ExclusionCode | None, one: _Outcome) -> ExclusionCode | None:
    """A visit that never was is the plainer reason."""
    if not math.isnan(one.value):
        return None
    return before if before in {NO_BASELINE, NO_FOLLOW_UP} else one.missing


def _outcomes(referrals: Referrals, endpoint: ScoreEndpoint) -> dict[int, _Outcome]:
    """Every referred case by its patient's id."""
    made = {one: _Outcome(math.nan, math.nan, math.nan, WAITS) for one in referrals.waiting}
    scores = referrals.scores
    if endpoint.missing_rule not in OWN_SITES:
        scores = _over_shared_sites(scores, referrals.shared)
    of_measure = scores[scores["feature"] == endpoint.measure]
    rows = readers_values(scores, endpoint).merge(of_measure, on=KEYS)
    by_patient: dict[int, dict[int, Row]] = {one: {} for one in referrals.policy}
    for row in rows.to_dict("records"):
        by_patient[int(row["patient_id"])][int(row["place"])] = row
    return made | {
        patient: _outcome(read, referrals.policy[patient], endpoint)
        for patient, read in by_patient.items()
    }


def _outcome(read: Mapping[int, Row], policy: str, endpoint: ScoreEndpoint) -> _Outcome:
    def decided(column: str) -> Fraction | None:
        first, second, third = (_exact(read.get(place), column, endpoint) for place in PLACES)
        return decide(first, second, third, policy)

    own, first = decided("own"), decided("first")
    value = math.nan if own is None else float(own)
    counted = [row["counted"] for row in read.values() if not math.isnan(row["own"])]
    return _Outcome(
        value=value,
        baseline=math.nan if first is None else float(first),
        pairs=math.nan if own is None else min(counted),
        missing=no_site_counts(endpoint),
    )


def _exact(row: Row | None, column: str, endpoint: ScoreEndpoint) -> Fraction | None:
    """One reader's value as a fraction: a float holds half units exactly, no prorated sum."""
    if row is None or math.isnan(row[column]):
        return None
    if endpoint.missing_rule != "prorated":
        return Fraction(row[column])
    most = measure_of(endpoint).maximum_half_units
    baseline, follow_up = (
        Fraction(row[f"{occasion}_half"]) * most / Fraction(row[f"{occasion}_most"]) / 2
        if row[f"{occasion}_sites"]
        else Fraction(0)
        for occasion in ("baseline", "follow_up")
    )
    is_status = column == "first" or endpoint.follow_up is None
    return baseline if is_status else follow_up - baseline


def _in_places(scores: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """The rows of the three readers of each decided case, by their place."""
    names = ["patient_id", *READERS]
    joined = scores.merge(decided[names].astype("float64"), on="patient_id")
    is_theirs = [(joined["reader_id"] == joined[name]).to_numpy() for name in READERS]
    joined["place"] = np.select(is_theirs, PLACES, 0)
    return joined[joined["place"] > 0].drop(columns=list(READERS))


def _over_shared_sites(scores: pd.DataFrame, shared: pd.DataFrame) -> pd.DataFrame:
    kept = scores.drop(columns=list(STATUS_PARTS)).merge(shared, on=[*KEYS, "feature"], how="left")
    return kept.assign(baseline_sites=kept["baseline_sites"].fillna(0))
