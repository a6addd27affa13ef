"""Totals and pairwise changes of each reader, summed in the database in whole half units."""

from __future__ import annotations

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.datasets.read_sets import ReadSet
from analytics.datasets.surgery import add_operated_sites
from scoring.models.assignment import AssignmentKind

# The inner grouping lays a site's two scores side by side within one reading, which is a handful of
# pages; a join of all scores with themselves takes twice as long and far more memory. What each
# site counts for is looked up once, not once a reading.
SCORES = f"""
WITH reading AS ({sql.READINGS}),
counted AS MATERIALIZED ({sql.COUNTED})
SELECT reading.patient_id, reading.reader_id, reading.place, totals.*
FROM reading CROSS JOIN LATERAL (
    SELECT counted.measure AS feature,
        sum(site.baseline) AS baseline_half, count(site.baseline) AS baseline_sites,
        sum(site.follow_up) AS follow_up_half, count(site.follow_up) AS follow_up_sites,
        sum(site.follow_up - site.baseline) AS change_half,
        count(site.follow_up - site.baseline) AS pairs,
        count(*) FILTER (WHERE site.follow_up > site.baseline) AS worse,
        count(*) FILTER (WHERE site.follow_up < site.baseline) AS better,
        sum(counted.most) FILTER (WHERE site.baseline IS NOT NULL) AS baseline_most,
        sum(counted.most) FILTER (WHERE site.follow_up IS NOT NULL) AS follow_up_most
    FROM (
        SELECT score.item_id,
            max(score.half_units) FILTER (
                WHERE score.time_point_id = reading.baseline_point
            ) AS baseline,
            max(score.half_units) FILTER (
                WHERE score.time_point_id = reading.follow_up_point
            ) AS follow_up
        FROM scoring_sitescore score
        WHERE score.reading_id = reading.id
        GROUP BY score.item_id
    ) site
    JOIN counted ON counted.id = site.item_id
    GROUP BY counted.measure
) totals
ORDER BY reading.patient_id, reading.reader_id, totals.feature
"""  # noqa: S608 - built from a constant

CASES = f"""
SELECT patient.id AS patient_id,
    (baseline.id IS NOT NULL)::int AS has_baseline,
    (%(follow_up)s::int IS NULL OR follow_up.id IS NOT NULL)::int AS has_follow_up,
    (kase.id IS NOT NULL)::int AS has_case
FROM cohort_patient patient
LEFT JOIN scoring_case kase
    ON kase.patient_id = patient.id AND kase.campaign_id = %(campaign)s AND {CASE_IN_FORCE}
LEFT JOIN cohort_visit baseline
    ON baseline.patient_id = patient.id AND baseline.planned_id = %(baseline)s
    AND baseline.voided_at IS NULL
LEFT JOIN cohort_visit follow_up
    ON follow_up.patient_id = patient.id AND follow_up.planned_id = %(follow_up)s
    AND follow_up.voided_at IS NULL
WHERE patient.study_id = %(study)s AND patient.voided_at IS NULL
"""  # noqa: S608 - built from a constant


def reader_scores(read_set: ReadSet, kind: AssignmentKind = AssignmentKind.READ) -> pd.DataFrame:
    """Return one row a patient, reader and measure: totals at the visits and the pairwise change.

    Sums are in half units; ``most`` is what the scored sites could have summed to. A site counts in
    the change when the same reader scored it at both visits; sites with a reason count nowhere,
    unless the campaign's surgery policy assumes a score. ``kind``: which readings, the first ones
    unless told otherwise.
    """
    scores = sql.frame(SCORES, {**read_set.parameters(), "kind": kind.value})
    numbers = [name for name in scores.columns if name != "feature"]
    scores[numbers] = scores[numbers].astype("float64")
    return add_operated_sites(scores, read_set, kind)


def cases(study_id: int, read_set: ReadSet) -> pd.DataFrame:
    """Return which patients have the visits and a case in the campaign, by patient."""
    found = sql.frame(CASES, {"study": study_id, **read_set.parameters()})
    return found.set_index("patient_id").astype(bool)
