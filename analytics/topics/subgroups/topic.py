"""Declared subgroups, as the rest of the analysis finds them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.subgroups import tables
from analytics.topics.subgroups.figures import forest
from analytics.topics.subgroups.page import context, declared
from analytics.topics.subgroups.section import further, methods, section
from analytics.topics.topic import PagePart, Tab, Topic, figure_of_outcome, of_outcome

SUBGROUPS = Topic(
    key="subgroups",
    part=PagePart(
        "models",
        "analytics/parts/subgroups.html",
        context,
        tab=Tab("subgroups", _("Subgroups")),
        shows=declared,
    ),
    section=section,
    tables={"subgroups": of_outcome(tables.subgroups)},
    figures={"subgroups-forest": figure_of_outcome(forest)},
    values_of={"subgroups-forest": "subgroups"},
    further=further,
    methods=methods,
)
