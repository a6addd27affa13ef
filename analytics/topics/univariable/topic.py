"""Each variable alone, as the rest of the analysis finds it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.topic import PagePart, Tab, Topic, figure_of_outcome, of_outcome
from analytics.topics.univariable import group_tables, tables
from analytics.topics.univariable.figures import variables_forest
from analytics.topics.univariable.page import context
from analytics.topics.univariable.section import further, methods, univariable

UNIVARIABLE = Topic(
    key="univariable",
    part=PagePart(
        "models",
        "analytics/parts/univariable.html",
        context,
        tab=Tab("univariable", _("Each variable alone")),
    ),
    section=univariable,
    tables={
        "univariable": of_outcome(tables.univariable),
        "groups": of_outcome(tables.groups),
        "censored-groups": of_outcome(group_tables.censored),
        "crossed": of_outcome(group_tables.crossed),
    },
    figures={"variables-forest": figure_of_outcome(variables_forest)},
    values_of={"variables-forest": "univariable"},
    further=further,
    methods=methods,
)
