"""What several queries share, and running one into columns."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from django.db import connection

from analytics.datasets.in_force import CASE_IN_FORCE

# Current submitted readings of one kind, with the time points of the two planned visits. A case is
# read as a whole: with one of its visits or examinations voided, nothing of it is summed.
READINGS = f"""
    SELECT reading.id, kase.patient_id, assignment.reader_id,
        assignment.reader_number AS place,
        max(point.id) FILTER (WHERE visit.planned_id = %(baseline)s) AS baseline_point,
        max(point.id) FILTER (WHERE visit.planned_id = %(follow_up)s::int) AS follow_up_point
    FROM scoring_reading reading
    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id
    JOIN scoring_case kase ON kase.id = assignment.case_id
    JOIN cohort_patient patient ON patient.id = kase.patient_id AND patient.voided_at IS NULL
    JOIN scoring_casetimepoint point ON point.case_id = kase.id
    JOIN cohort_visit visit ON visit.id = point.visit_id
    WHERE kase.campaign_id = %(campaign)s AND assignment.kind = %(kind)s
        AND reading.is_current AND reading.state = 'submitted' AND {CASE_IN_FORCE}
    GROUP BY reading.id, kase.patient_id, assignment.reader_id, assignment.reader_number
"""  # noqa: S608 - built from a constant

# What each site counts for: a row a site and measure.
COUNTED = """
    SELECT item.id, item.maximum_half_units AS most, wanted.measure
    FROM scoring_instrumentitem item
    JOIN unnest(%(codes)s::text[], %(measures)s::text[]) AS wanted(code, measure)
        ON wanted.code = item.code
"""


def frame(sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
    """Return a query's rows as a frame of plain objects, columns named as in the query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)


def json_value(value: Any) -> Any:
    """Return a JSON column's value; Django's connection hands it over as text."""
    return json.loads(value) if isinstance(value, str) else value


def counts(sql: str, parameters: dict[str, Any]) -> dict[str, int]:
    """Return the single row of a query of counts, by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
