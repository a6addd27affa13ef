"""Dose-response, as the rest of the analysis finds it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.dose import tables
from analytics.topics.dose.figures import dose_response
from analytics.topics.dose.page import context
from analytics.topics.dose.section import dose, further
from analytics.topics.topic import PagePart, Tab, Topic, figure_of_outcome, of_outcome

DOSE = Topic(
    key="dose",
    part=PagePart(
        "models", "analytics/parts/dose.html", context, tab=Tab("dose", _("Dose-response"))
    ),
    section=dose,
    tables={"dose": of_outcome(tables.dose), "trends": of_outcome(tables.trends)},
    figures={"dose-response": figure_of_outcome(dose_response)},
    values_of={"dose-response": "dose"},
    further=further,
)
