"""The flow of patients, as the rest of the analysis finds it."""

from __future__ import annotations

from analytics.topics.flow import tables
from analytics.topics.flow.page import context
from analytics.topics.flow.section import flow
from analytics.topics.topic import PagePart, Topic

FLOW = Topic(
    key="flow",
    part=PagePart("cohort", "analytics/parts/flow.html", context),
    section=flow,
    tables={"flow": lambda stored, _: tables.flow(stored)},
)
