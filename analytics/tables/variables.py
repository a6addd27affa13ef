"""What the baseline variables and their categories are called, by their column in the data set."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERS: dict[str, str | Promise] = {
    "age": _("Age at enrolment"),
    "symptom_months": _("Duration of symptoms"),
    "tjc28": _("Tender joints (28)"),
    "sjc28": _("Swollen joints (28)"),
    "ptga_mm": _("Patient global"),
    "phga_mm": _("Physician global"),
    "esr": _("ESR"),
    "crp_mg_l": _("CRP"),
    "haq_di": "HAQ-DI",
    "das28_esr": "DAS28-ESR",
    "das28_crp": "DAS28-CRP",
    "sdai": "SDAI",
    "cdai": "CDAI",
}
CATEGORICAL: dict[str, str | Promise] = {
    "sex": _("Sex"),
    "rf_positive": _("Rheumatoid factor"),
    "acpa_positive": "ACPA",
    "seropositive": _("Serostatus"),
}
_ANTIBODY = {"1": _("Positive"), "0": _("Negative")}
CATEGORIES: dict[str, dict[str, str | Promise]] = {
    "sex": {"F": _("Female"), "M": _("Male")},
    "rf_positive": {**_ANTIBODY},
    "acpa_positive": {**_ANTIBODY},
    "seropositive": {"1": _("Seropositive"), "0": _("Seronegative")},
}
VARIABLES = CATEGORICAL | NUMBERS


def variable_name(key: str) -> str:
    """Return what a baseline variable is called."""
    return str(VARIABLES[key])


def category_name(key: str, code: str) -> str:
    """Return what a category of a baseline variable is called."""
    return str(CATEGORIES[key][code])
