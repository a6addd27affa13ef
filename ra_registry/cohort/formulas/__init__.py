"""Composite scores of rheumatoid arthritis in exact decimals, each with a versioned key.

Pure functions: `Components` in, `Composite` or `Verdict` out. Raw components are stored; composites
are computed. A change of a formula's arithmetic or rule gets a new version beside the old one, so
that a frozen result can always be computed again.

    >>> parts = Components(tjc28=8, sjc28=6, ptga_mm=50, phga_mm=45, esr=32, crp_mg_l=12)
    >>> das28_esr(parts).display, str(das28_esr(parts).state)
    (Decimal('5.40'), 'high')
    >>> das28_esr(Components(tjc28=8, sjc28=6, esr=32)).missing
    ('ptga_mm',)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ra_registry.cohort.formulas.censoring import Limit
from ra_registry.cohort.formulas.classification import Classified, Presentation, acr_eular_2010
from ra_registry.cohort.formulas.components import Components, crp_in_mg_per_l
from ra_registry.cohort.formulas.das28 import (
    DAS28_CRP_CUTOFFS,
    DAS28_CUTOFFS,
    das28_crp,
    das28_crp_3,
    das28_esr,
    das28_esr_3,
)
from ra_registry.cohort.formulas.errors import InvalidComponent
from ra_registry.cohort.formulas.function import MEANINGFUL_CHANGE, Disability, haq_di
from ra_registry.cohort.formulas.indices import CDAI_CUTOFFS, SDAI_CUTOFFS, cdai, sdai
from ra_registry.cohort.formulas.remission import (
    Remission,
    boolean_1,
    boolean_2,
    boolean_2_without_crp,
)
from ra_registry.cohort.formulas.response import Response, eular_response
from ra_registry.cohort.formulas.results import Activity, Composite, Cutoffs, Verdict
from ra_registry.cohort.formulas.serology import (
    AntibodyLevel,
    Level,
    OpenLevel,
    Serostatus,
    antibody_level,
    is_positive,
    serostatus,
)

# Every result of one visit that needs its components only, by key and version.
COMPOSITES: Mapping[str, Callable[[Components], Composite]] = MappingProxyType(
    {
        "das28-esr/1": das28_esr,
        "das28-crp/1": das28_crp,
        "das28-esr-3/1": das28_esr_3,
        "das28-crp-3/1": das28_crp_3,
        "sdai/1": sdai,
        "cdai/1": cdai,
        "haq-di/1": haq_di,
    }
)
VERDICTS: Mapping[str, Callable[[Components], Verdict]] = MappingProxyType(
    {
        "boolean-1.0/1": boolean_1,
        "boolean-2.0/1": boolean_2,
        "boolean-2.0-no-crp/1": boolean_2_without_crp,
    }
)

__all__ = [
    "CDAI_CUTOFFS",
    "COMPOSITES",
    "DAS28_CRP_CUTOFFS",
    "DAS28_CUTOFFS",
    "MEANINGFUL_CHANGE",
    "SDAI_CUTOFFS",
    "VERDICTS",
    "Activity",
    "AntibodyLevel",
    "Classified",
    "Components",
    "Composite",
    "Cutoffs",
    "Disability",
    "InvalidComponent",
    "Level",
    "Limit",
    "OpenLevel",
    "Presentation",
    "Remission",
    "Response",
    "Serostatus",
    "Verdict",
    "acr_eular_2010",
    "antibody_level",
    "boolean_1",
    "boolean_2",
    "boolean_2_without_crp",
    "cdai",
    "crp_in_mg_per_l",
    "das28_crp",
    "das28_crp_3",
    "das28_esr",
    "das28_esr_3",
    "eular_response",
    "haq_di",
    "is_positive",
    "sdai",
    "serostatus",
]
