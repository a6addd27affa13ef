"""Scores at both visits, as the rest of the analysis finds them."""

from __future__ import annotations

from analytics.topics.paired_change import tables
from analytics.topics.paired_change.page import context
from analytics.topics.paired_change.section import methods, section
from analytics.topics.topic import PagePart, Topic

PAIRED_CHANGE = Topic(
    key="paired-change",
    part=PagePart("imaging", "analytics/parts/paired_change.html", context),
    section=section,
    tables={
        "paired-scores": lambda stored, _: tables.scores(stored),
        "paired-change": lambda stored, _: tables.tests(stored),
    },
    methods=methods,
)
