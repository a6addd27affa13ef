"""The sensitivity analyses, as the rest of the analysis finds them."""

from __future__ import annotations

from analytics.topics.sensitivity import tables
from analytics.topics.sensitivity.figures import forest
from analytics.topics.sensitivity.page import context
from analytics.topics.sensitivity.section import methods, section
from analytics.topics.topic import PagePart, Topic, figure_of_outcome, of_comparison, of_outcome

SENSITIVITY = Topic(
    key="sensitivity",
    part=PagePart("sensitivity", "analytics/parts/sensitivity.html", context),
    section=section,
    tables={
        "sensitivity": of_outcome(tables.outcomes),
        "sensitivity-comparison": of_comparison(tables.comparisons),
    },
    figures={"sensitivity": figure_of_outcome(forest)},
    methods=methods,
    panels={"sensitivity": ("a", "b")},
)
