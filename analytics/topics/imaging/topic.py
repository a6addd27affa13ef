"""Comparisons of endpoints, as the rest of the analysis finds it."""

from __future__ import annotations

from analytics.topics.imaging import tables
from analytics.topics.imaging.page import context
from analytics.topics.imaging.section import imaging
from analytics.topics.topic import PagePart, Topic, of_comparison

IMAGING = Topic(
    key="imaging",
    part=PagePart("imaging", "analytics/parts/imaging.html", context),
    section=imaging,
    tables={
        "comparison": of_comparison(tables.comparison),
        "comparison-tests": of_comparison(tables.comparison_tests),
    },
)
