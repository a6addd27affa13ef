"""The multivariable model, and models beside it, as the rest of the analysis finds them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.topics.models import other_tables, page, tables
from analytics.topics.models.figures import forest
from analytics.topics.models.section import further, multivariable
from analytics.topics.topic import PagePart, Tab, Topic, of_outcome

MODELS = Topic(
    key="models",
    part=PagePart(
        "models",
        "analytics/parts/models.html",
        page.together,
        tab=Tab("multivariable", _("Together")),
    ),
    section=multivariable,
    tables={
        "model": of_outcome(tables.model),
        "odds-by-step": of_outcome(tables.odds_by_step),
        "model-quality": of_outcome(tables.quality),
        "odds-ratios": lambda stored, _options: tables.odds_ratios(stored),
    },
    figures={"forest": lambda stored, _link, _options: forest(stored)},
    values_of={"forest": "odds-ratios"},
    further=further,
)
OTHER_MODELS = Topic(
    key="other-models",
    part=PagePart(
        "models",
        "analytics/parts/other_models.html",
        page.others,
        tab=Tab("other", _("Other models")),
    ),
    section=None,
    tables={"other-models": of_outcome(other_tables.other_models)},
)
