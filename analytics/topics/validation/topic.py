"""How far the model can be trusted, as the rest of the analysis finds it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.topic import PagePart, Tab, Topic, figure_of_outcome, of_outcome
from analytics.topics.validation import prediction_tables, tables
from analytics.topics.validation.figures.calibration import calibration_figure
from analytics.topics.validation.figures.decision import decision_figure
from analytics.topics.validation.page import context
from analytics.topics.validation.section import further, methods, validation

VALIDATION = Topic(
    key="validation",
    part=PagePart(
        "models",
        "analytics/parts/validation.html",
        context,
        tab=Tab("validation", _("How sure")),
    ),
    section=validation,
    tables={
        "strength": of_outcome(tables.strength),
        "performance": of_outcome(tables.performance),
        "calibration": of_outcome(prediction_tables.calibration_groups),
        "decision": of_outcome(prediction_tables.decision),
        "net-benefit": of_outcome(prediction_tables.net_benefit),
    },
    figures={
        "calibration": figure_of_outcome(calibration_figure),
        "decision": figure_of_outcome(decision_figure),
    },
    further=further,
    methods=methods,
)
