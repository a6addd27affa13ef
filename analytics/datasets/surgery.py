"""Operated sites, where the campaign's protocol assumes a score for them.

Such sites are rare, so they are taken through the instruments' own rule one reading at a time; the
scores that readers gave are summed in SQL.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.read_sets import ReadSet
from scoring.instruments import (
    CARRY_FORWARD,
    SITE_MAXIMUM,
    Entry,
    UnscorableReason,
    apply_surgery_policy,
    from_half_units,
    get_instrument,
    half_units,
    parse_reason,
)
from scoring.models.assignment import AssignmentKind

POLICIES = {"carry-forward": CARRY_FORWARD, "maximum": SITE_MAXIMUM}
SURGICAL = [reason.value for reason in UnscorableReason if reason.is_surgical]

# Every score of the sites that were operated at some visit of the reading, in time order. Operated
# sites are few and looked up first: right after a large import, when the database has not counted
# its rows yet, it would else compare every score with every other.
OPERATED = f"""
WITH reading AS MATERIALIZED ({sql.READINGS}),
operated AS MATERIALIZED (
    SELECT DISTINCT reading.id, reading.patient_id, reading.reader_id, score.item_id
    FROM reading JOIN scoring_sitescore score ON score.reading_id = reading.id
    WHERE score.reason = ANY (%(surgical)s)
)
SELECT operated.patient_id, operated.reader_id, item.code, visit.planned_id,
    score.half_units, score.reason
FROM operated
JOIN scoring_instrumentitem item ON item.id = operated.item_id
JOIN scoring_sitescore score ON score.reading_id = operated.id AND score.item_id = item.id
JOIN scoring_casetimepoint point ON point.id = score.time_point_id
JOIN cohort_visit visit ON visit.id = point.visit_id
ORDER BY operated.patient_id, operated.reader_id, item.code, point.position
"""  # noqa: S608 - built from a constant


def add_operated_sites(
    scores: pd.DataFrame, read_set: ReadSet, kind: AssignmentKind
) -> pd.DataFrame:
    """Add ``assumed_half`` and ``assumed_pairs``: what the protocol assumes for operated sites.

    Kept apart from what readers scored, because agreement between readers must not count it.
    ``kind``: of which readings the scores are.
    """
    scores = scores.assign(assumed_half=0.0, assumed_pairs=0.0)
    policy = POLICIES.get(read_set.campaign.surgery_policy)
    if policy is None or scores.empty or read_set.follow_up is None:
        return scores
    parameters = read_set.parameters()
    found = sql.frame(OPERATED, {**parameters, "kind": kind.value, "surgical": SURGICAL})
    instrument = get_instrument(read_set.campaign.instrument)
    keyed = scores.set_index(["patient_id", "reader_id", "feature"])
    for (patient, reader, code), rows in found.groupby(["patient_id", "reader_id", "code"]):
        entries = [{code: _entry(row)} for row in rows.to_dict("records")]
        analysed = apply_surgery_policy(instrument, entries, policy)
        values = {
            planned: visit.scores.get(code)
            for planned, visit in zip(rows["planned_id"], analysed, strict=True)
        }
        before, after = values.get(parameters["baseline"]), values.get(parameters["follow_up"])
        scored_twice = rows["planned_id"].isin([parameters["baseline"], parameters["follow_up"]])
        if before is None or after is None or rows.loc[scored_twice, "reason"].isna().all():
            continue
        item = instrument.item(code)
        change = half_units(item, after) - half_units(item, before)
        for measure in read_set.measures:
            if item in measure.items:
                keyed.loc[(patient, reader, measure.key), "assumed_half"] += change
                keyed.loc[(patient, reader, measure.key), "assumed_pairs"] += 1
    return keyed.reset_index()


def _entry(row: dict[str, Any]) -> Entry:
    if isinstance(row["reason"], str):
        return Entry(reason=parse_reason(row["reason"]))
    return Entry(value=from_half_units(int(row["half_units"])))
