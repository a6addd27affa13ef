"""Change of the scores, as the rest of the analysis finds it."""

from __future__ import annotations

from analytics.topics.change import tables
from analytics.topics.change.figures.probability import cumulative_probability
from analytics.topics.change.figures.slopes import slope_graph
from analytics.topics.change.page import context
from analytics.topics.change.section import change
from analytics.topics.topic import PagePart, Topic

CHANGE = Topic(
    key="change",
    part=PagePart("imaging", "analytics/parts/change.html", context),
    section=change,
    tables={
        "changes": lambda stored, _: tables.changes(stored),
        "cumulative": lambda stored, _: tables.cumulative(stored),
        "slopes": lambda stored, options: tables.slope_points(stored, options.get("endpoint", "")),
    },
    figures={
        "cumulative-probability": lambda stored, link, _: cumulative_probability(stored, link),
        "slopes": lambda stored, link, options: slope_graph(
            stored, link, options.get("endpoint", "")
        ),
    },
    values_of={"cumulative-probability": "cumulative"},
    narrowest={"slopes": 114},
)
