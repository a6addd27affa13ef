"""Clinical variables that an endpoint can be made of: what they are called and how they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.design.variable import Scale


@dataclass(frozen=True)
class ClinicalVariable:
    """A variable of a visit or, with ``response``, of two visits together.

    ``levels`` names the numbers of an ordered category; without it the variable is a number in
    ``unit``, which models take on ``scale`` where it is an exposure. ``more_is_better``: of
    remission and response, where everything else counts disease.
    """

    key: str
    label: str | Promise
    unit: str = ""
    scale: Scale = "linear"
    response: bool = False
    more_is_better: bool = False
    levels: Mapping[int, str | Promise] = field(default_factory=dict)


ACTIVITY = {0: _("remission"), 1: _("low"), 2: _("moderate"), 3: _("high")}
REACHED = {0: _("not reached"), 1: _("reached")}
RESPONSE = {0: _("none"), 1: _("moderate"), 2: _("good")}

VARIABLES: Mapping[str, ClinicalVariable] = {
    one.key: one
    for one in (
        ClinicalVariable("das28_esr", _("DAS28-ESR")),
        ClinicalVariable("das28_crp", _("DAS28-CRP")),
        ClinicalVariable("sdai", _("SDAI")),
        ClinicalVariable("cdai", _("CDAI")),
        ClinicalVariable("haq_di", _("HAQ-DI")),
        ClinicalVariable("tjc28", _("Tender joints of 28")),
        ClinicalVariable("sjc28", _("Swollen joints of 28")),
        ClinicalVariable("ptga_mm", _("Patient's global assessment"), "mm"),
        ClinicalVariable("phga_mm", _("Physician's global assessment"), "mm"),
        ClinicalVariable("esr", _("ESR"), "mm/h", "log2"),
        ClinicalVariable("crp_mg_l", _("CRP"), "mg/L", "log2"),
        ClinicalVariable("das28_esr_state", _("Activity by DAS28-ESR"), levels=ACTIVITY),
        ClinicalVariable("das28_crp_state", _("Activity by DAS28-CRP"), levels=ACTIVITY),
        ClinicalVariable("sdai_state", _("Activity by SDAI"), levels=ACTIVITY),
        ClinicalVariable("cdai_state", _("Activity by CDAI"), levels=ACTIVITY),
        ClinicalVariable(
            "boolean_1", _("Boolean remission 1.0"), more_is_better=True, levels=REACHED
        ),
        ClinicalVariable(
            "boolean_2", _("Boolean remission 2.0"), more_is_better=True, levels=REACHED
        ),
        ClinicalVariable(
            "eular_das28_esr",
            _("EULAR response by DAS28-ESR"),
            response=True,
            more_is_better=True,
            levels=RESPONSE,
        ),
        ClinicalVariable(
            "eular_das28_crp",
            _("EULAR response by DAS28-CRP"),
            response=True,
            more_is_better=True,
            levels=RESPONSE,
        ),
    )
}
