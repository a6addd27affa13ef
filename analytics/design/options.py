"""The options of a plan's choices by their names, as people read them."""

from __future__ import annotations

from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from analytics.design.adjustment import CovariateForm
from analytics.stats.comparison.multiplicity import ADJUSTMENTS

HIGH, LOW = "high", "low"
# White list: a covariate is a column of the data set, never text that somebody typed.
COVARIATES: dict[str, str | Promise] = {
    "seropositive": "Seropositive",
    "rf_positive": "Rheumatoid factor positive",
    "acpa_positive": "ACPA positive",
    "female": "Female sex",
    "age": "Age at enrolment, years",
    "symptom_months": "Duration of symptoms, months",
    "crp_mg_l": gettext_lazy("CRP, mg/L"),
    "esr": gettext_lazy("ESR, mm/h"),
    "haq_di": "HAQ-DI",
    "das28_esr": "DAS28-ESR",
    "das28_crp": "DAS28-CRP",
    "sdai": "SDAI",
    "cdai": "CDAI",
    "tjc28": gettext_lazy("Tender joints of 28"),
    "sjc28": gettext_lazy("Swollen joints of 28"),
    "ptga_mm": gettext_lazy("Patient's global assessment, mm"),
    "phga_mm": gettext_lazy("Physician's global assessment, mm"),
    "centre": gettext_lazy("Centre"),
}
# Those that are yes or no, and those of categories without an order; the others are numbers.
YES_NO = frozenset({"seropositive", "rf_positive", "acpa_positive", "female"})
LEVELS = frozenset({"centre"})
FORMS: dict[CovariateForm, str | Promise] = {
    "linear": gettext_lazy("As it is"),
    "log2": gettext_lazy("Per doubling"),
    "categories": gettext_lazy("In categories"),
    "spline": gettext_lazy("Restricted cubic spline"),
}
KNOTS = (3, 4, 5)
CRITERIA = {
    "youden": "Largest sensitivity + specificity − 1 (Youden)",
    "closest-topleft": "Closest to sensitivity 1, specificity 1",
}
AUC_INTERVALS = {"delong": "DeLong", "delong-logit": "DeLong on the logit scale"}
ODDS_RATIO_INTERVALS = {"profile": "Profile likelihood", "wald": "Wald"}
ADJUSTMENT_NAMES = dict(zip(ADJUSTMENTS, ("Holm", "Benjamini–Hochberg"), strict=True))
QUANTILE_TYPES = {7: "Type 7 (R, numpy)", 6: "Type 6 (SPSS, Minitab)"}
# How a model, which needs an amount, takes a value below the limit of detection.
MODEL_POLICIES = {"half-limit": "LLOD / 2", "root-two": "LLOD / √2"}
# As the statistics name the two; importing their type would load scipy at every start.
SUBSTITUTES: dict[str, Literal["half", "root-two"]] = {"half-limit": "half", "root-two": "root-two"}
# Variants of McNemar's test, by how a plan names them.
PAIRED_TESTS = {
    "mid-p": gettext_lazy("McNemar, mid-p"),
    "exact": gettext_lazy("McNemar, exact"),
    "chi-square": gettext_lazy("McNemar, chi-square"),
    "corrected": gettext_lazy("McNemar, chi-square with continuity correction"),
}
SENSITIVITY_POLICIES = {
    **MODEL_POLICIES,
    "ros": "Regression on order statistics",
    "exclude": "Values below the limit left out",
}

# The sections of the report that a plan may move, by the topics that they are of.
FURTHER_OUTCOMES = "further-outcomes"
REPORT_SECTIONS = {
    "flow": gettext_lazy("Patients"),
    "cohort": gettext_lazy("Baseline"),
    "readers": gettext_lazy("Reader reliability"),
    "imaging": gettext_lazy("Comparisons"),
    "change": gettext_lazy("Change"),
    "paired-change": gettext_lazy("Scores at both visits"),
    "course": gettext_lazy("Courses over the visits"),
    "roc": gettext_lazy("ROC curve and cut-off"),
    "univariable": gettext_lazy("Univariable models"),
    "models": gettext_lazy("Multivariable model"),
    "subgroups": gettext_lazy("Subgroups"),
    "validation": gettext_lazy("Validation of the model"),
    "dose": gettext_lazy("Dose-response"),
    FURTHER_OUTCOMES: gettext_lazy("Outcomes after the first"),
    "sensitivity": gettext_lazy("Sensitivity analyses"),
}
