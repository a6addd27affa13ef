"""How images were acquired and read, as the run's methods block states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.dataset import reader_column
from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.datasets.meta import (
    AdjudicatedCases,
    Completeness,
    DescribedReadSet,
    ReadingProtocol,
)
from analytics.datasets.read_sets import ReadSet
from scoring.instruments import get_instrument

# Only first and repeated readings that count, of cases of which nothing is voided.
PROTOCOL = f"""
WITH point AS (
    SELECT kase.campaign_id, kase.id AS case_id, examination.*
    FROM scoring_case kase
    JOIN cohort_patient patient ON patient.id = kase.patient_id AND patient.voided_at IS NULL
    JOIN scoring_casetimepoint point ON point.case_id = kase.id
    LEFT JOIN imaging_imagingexamination examination ON examination.id = point.examination_id
    WHERE kase.campaign_id = ANY (%(campaigns)s) AND {CASE_IN_FORCE}
),
images AS (
    SELECT campaign_id, count(DISTINCT case_id) AS cases, count(id) AS examinations,
        count(*) FILTER (WHERE side_rule = 'dominant') AS dominant,
        count(*) FILTER (WHERE side_rule = 'clinical') AS clinical,
        count(*) FILTER (WHERE side_rule = 'symptomatic') AS symptomatic,
        count(*) FILTER (WHERE side = 'B') AS both_sides,
        count(*) FILTER (WHERE has_t1) AS t1,
        count(*) FILTER (WHERE has_t1_contrast) AS contrast,
        count(*) FILTER (WHERE has_t2_fs_or_stir) AS water,
        count(*) FILTER (WHERE planes > 1) AS planes
    FROM point GROUP BY campaign_id
),
reads AS (
    SELECT kase.campaign_id,
        count(*) FILTER (WHERE assignment.kind = 'read') AS readings,
        count(*) FILTER (WHERE assignment.kind = 're-read') AS re_readings,
        count(*) FILTER (WHERE assignment.kind = 'adjudication') AS adjudications,
        count(*) FILTER (WHERE reading.number > 1) AS corrections,
        count(*) FILTER (WHERE reading.signature_meaning = 'transcription') AS transcribed,
        count(DISTINCT assignment.reader_id) FILTER (WHERE assignment.kind = 'read') AS readers
    FROM scoring_reading reading
    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id
    JOIN scoring_case kase ON kase.id = assignment.case_id
    JOIN cohort_patient patient ON patient.id = kase.patient_id AND patient.voided_at IS NULL
    WHERE kase.campaign_id = ANY (%(campaigns)s)
        AND reading.is_current AND reading.state = 'submitted' AND {CASE_IN_FORCE}
    GROUP BY kase.campaign_id
)
SELECT campaign.id, campaign.code, campaign.title, campaign.instrument,
    campaign.readers_per_case, campaign.reading_mode, campaign.totals_visible,
    campaign.adjudication, campaign.surgery_policy, campaign.charter_version,
    campaign.step_half_units, campaign.seed,
    coalesce(cases, 0) AS cases, coalesce(examinations, 0) AS examinations,
    coalesce(dominant, 0) AS dominant, coalesce(clinical, 0) AS clinical,
    coalesce(symptomatic, 0) AS symptomatic, coalesce(both_sides, 0) AS both_sides,
    coalesce(t1, 0) AS t1, coalesce(contrast, 0) AS contrast, coalesce(water, 0) AS water,
    coalesce(planes, 0) AS planes, coalesce(readings, 0) AS readings,
    coalesce(re_readings, 0) AS re_readings, coalesce(adjudications, 0) AS adjudications,
    coalesce(corrections, 0) AS corrections, coalesce(transcribed, 0) AS transcribed,
    coalesce(readers, 0) AS readers
FROM scoring_campaign campaign
LEFT JOIN images ON images.campaign_id = campaign.id
LEFT JOIN reads ON reads.campaign_id = campaign.id
WHERE campaign.id = ANY (%(campaigns)s)
ORDER BY campaign.code
"""  # noqa: S608 - built from a constant


def reading_protocol(
    found: Sequence[ReadSet],
    described: Sequence[DescribedReadSet],
    adjudicated: Mapping[int, AdjudicatedCases],
    whole: pd.DataFrame,
) -> tuple[ReadingProtocol, ...]:
    """Return for each campaign its protocol, what was imaged and read, and how complete it is.

    ``described`` are the read sets as the data set's meta data has them, in the order of
    ``found``; ``adjudicated`` are the counts of campaigns, by id, that endpoints take adjudicated
    scores of; ``whole`` is the data set's frame. One query.
    """
    campaigns = sorted({read_set.campaign.id for read_set in found})
    if not campaigns:
        return ()
    rows = sql.frame(PROTOCOL, {"campaigns": campaigns}).to_dict("records")
    sets = list(zip(found, described, strict=True))
    return tuple(
        ReadingProtocol(
            **{str(name): value for name, value in row.items() if name != "id"},
            modality=get_instrument(row["instrument"]).modality.code,
            adjudicated=adjudicated.get(row["id"]),
            completeness=tuple(
                _completeness(feature, said, whole)
                for read_set, said in sets
                if read_set.campaign.id == row["id"]
                for feature in said.features
                if feature in get_instrument(row["instrument"]).feature_keys
            ),
        )
        for row in rows
    )


def _completeness(feature: str, described: DescribedReadSet, whole: pd.DataFrame) -> Completeness:
    """How many site scores are numbers, of all that submitted readings hold."""
    instrument = get_instrument(described.instrument)
    sites = sum(item.feature == feature for item in instrument.items)
    scored = expected = 0
    for reader in described.readers:
        for occasion in _occasions(described):
            counted = whole[reader_column(described.key, feature, reader, occasion)].dropna()
            scored += int(counted.sum())
            expected += sites * len(counted)
    return Completeness(described.key, feature, scored, expected)


def _occasions(described: DescribedReadSet) -> tuple[str, ...]:
    once = ("baseline_sites",)
    return once if described.follow_up is None else (*once, "follow_up_sites")
