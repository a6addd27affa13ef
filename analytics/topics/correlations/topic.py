"""Rank correlations, as the rest of the analysis finds them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.correlations import tables
from analytics.topics.correlations.figures import correlations_figure
from analytics.topics.correlations.page import context
from analytics.topics.topic import PagePart, Tab, Topic

CORRELATIONS = Topic(
    key="correlations",
    part=PagePart(
        "models",
        "analytics/parts/correlations.html",
        context,
        tab=Tab("correlations", _("Correlations")),
    ),
    section=None,
    tables={
        "correlations": lambda stored, _options: tables.matrix(stored),
        "correlations-with-change": lambda stored, _options: tables.with_change(stored),
    },
    figures={"correlations": lambda stored, link, _options: correlations_figure(stored, link)},
    narrowest={"correlations": 174},
)
