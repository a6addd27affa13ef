"""The patients at baseline, as the rest of the analysis finds them."""

from __future__ import annotations

from analytics.topics.cohort import tables
from analytics.topics.cohort.page import context
from analytics.topics.cohort.section import cohort
from analytics.topics.topic import PagePart, Topic

COHORT = Topic(
    key="cohort",
    part=PagePart("cohort", "analytics/parts/cohort.html", context),
    section=cohort,
    tables={"cohort": lambda stored, _: tables.cohort(stored)},
)
