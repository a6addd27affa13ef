"""What stands under the fields of the plan's form, and over its groups."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

HELP: dict[str, Any] = {
    "primary_exposure": _("That of the models, the dose-response and the key figures."),
    "left_out": "Not analysed: no curve, and not counted in the adjustment for several tests.",
    "further_exposures": _(
        "Values of the record and readers' scores beside the analytes. What may be 0 is taken as "
        "it is, per unit; laboratory values per doubling."
    ),
    "below_limit": "ROC and ranks tie all values below the highest limit, whatever is chosen here.",
    "prevalence": "A share between 0 and 1, for example 0.30. Adds predictive values for patients "
    "elsewhere.",
    "cost_ratio": "How many false alarms one missed event weighs, for example 2. Adds the "
    "cut-off of least expected cost, at the prevalence above.",
    "adjustment": "Over the P values of all curves of an outcome.",
    "level": "For example 0.95.",
    "resamples": "Above 1000 patients fewer are drawn.",
    "seed": "The same seed gives the same resamples.",
    "supplement": _(
        "The others are the main part. Tables and figures are numbered in each on their own."
    ),
    "bootstrap_tests": _(
        "Curves compared, cut-offs and net benefit by resampling as well, and cut-offs pooled over "
        "imputed data. Computing then takes longer."
    ),
    "sensitivity.thresholds": _(
        "Of progression, separated by semicolons; repair takes them below zero."
    ),
    "sensitivity.sdc_levels": _("For example 0.95; 0.80."),
}
GROUP_HELP: dict[str, Any] = {
    "Outcomes": _(
        "Say with which values an endpoint is expected before looking at results; it is never "
        "chosen from the data."
    ),
    "Comparisons": _("Two endpoints on the same patients; a row left empty is none."),
    "Covariates": _(
        "Stand beside the primary exposure in every model; a row left empty is none. Cut points, "
        "separated by semicolons, belong to categories and knots to splines; a value at a cut "
        "point belongs to the category above it. A doubling needs values above 0."
    ),
    "Interactions": _(
        "Whether the odds ratio of one term differs with the other: their product stands in every "
        "model, and is tested by the likelihood ratio. Covariates must be chosen above."
    ),
    "Subgroups": _(
        "Declared before looking at results: the odds ratio of the primary exposure in each group, "
        "and one test that it differs between them. A number needs cut points."
    ),
    "Sensitivity analyses": "The main results again under other choices.",
}
