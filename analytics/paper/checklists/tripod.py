"""TRIPOD (Collins et al. 2015), development with internal validation, in our own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.paper.checklists.items import Guideline, Item

TRIPOD = Guideline(
    "tripod",
    _("TRIPOD, model development"),
    "tripod",
    (
        Item("1", _("Title"), _("Names development or validation, population and outcome"),
             ("title",)),
        Item("2", _("Abstract"), _("Summary of aims, design, predictors, outcome and results")),
        Item("3a", _("Background"), _("Medical context and reason for a model")),
        Item("3b", _("Objectives"), _("Whether the model is developed, validated or both"),
             ("multivariable", "validation")),
        Item("4a", _("Source of data"), _("Design or source of the data"), ("methods",)),
        Item("4b", _("Source of data"), _("Dates of recruitment and follow-up")),
        Item("5a", _("Participants"), _("Setting and number of centres")),
        Item("5b", _("Participants"), _("Eligibility criteria")),
        Item("5c", _("Participants"), _("Treatments that they received")),
        Item("6a", _("Outcome"), _("Definition, and how and when it was assessed"), ("methods",)),
        Item("6b", _("Outcome"), _("Blinding of its assessment"), ("methods",)),
        Item("7a", _("Predictors"), _("Definition, and how and when they were measured"),
             ("methods",)),
        Item("7b", _("Predictors"), _("Blinding of their assessment")),
        Item("8", _("Sample size"), _("How it came about")),
        Item("9", _("Missing data"), _("How missing values were met"), ("methods",)),
        Item("10a", _("Analysis"), _("How predictors entered the model"), ("methods",)),
        Item("10b", _("Analysis"), _("Type of model, building and internal validation"),
             ("methods", "multivariable", "validation")),
        Item("10d", _("Analysis"), _("Measures of performance"), ("validation",)),
        Item("11", _("Risk groups"), _("How they were formed, where there are any"), (),
             _("Not applicable: no risk groups are formed")),
        Item("13a", _("Participants"), _("Flow, with numbers with and without the outcome"),
             ("flow", "roc")),
        Item("13b", _("Participants"), _("Characteristics, with missing values"), ("baseline",)),
        Item("14a", _("Model development"), _("Participants and events in each analysis"),
             ("multivariable",)),
        Item("14b", _("Model development"), _("Each predictor alone with the outcome"),
             ("univariable",)),
        Item("15a", _("Model"), _("Every coefficient and the intercept"), ("multivariable",)),
        Item("15b", _("Model"), _("How to use it"), ("multivariable",)),
        Item("16", _("Performance"), _("Measures of performance with their intervals"),
             ("validation",)),
        Item("18", _("Limitations"), _("Limits of the study")),
        Item("19b", _("Interpretation"), _("Overall reading beside other evidence")),
        Item("20", _("Implications"), _("Use in practice and further research")),
        Item("21", _("Supplementary information"), _("Where more can be found"), ("reporting",),
             _("this supplement")),
        Item("22", _("Funding"), _("Who paid and the funders' role")),
    ),
    needs=("multivariable",),
)  # fmt: skip
