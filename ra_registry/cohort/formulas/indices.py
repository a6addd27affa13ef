"""SDAI and CDAI: plain sums, global assessments in cm and CRP in mg/dL (Smolen, Aletaha)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import working_precision
from ra_registry.cohort.formulas.components import Components
from ra_registry.cohort.formulas.results import Composite, Cutoffs, scored_by, unscored

SDAI_CUTOFFS = Cutoffs("sdai", Decimal("3.3"), Decimal(11), Decimal(26))
CDAI_CUTOFFS = Cutoffs("cdai", Decimal("2.8"), Decimal(10), Decimal(22))

_CLINICAL = ("tjc28", "sjc28", "ptga_mm", "phga_mm")
_MM_PER_CM = 10
_MG_PER_L_IN_MG_PER_DL = 10


@guarded
def sdai(components: Components) -> Composite:
    """TJC28 + SJC28 + PtGA(cm) + PhGA(cm) + CRP(mg/dL); CRP comes in as mg/L."""
    return _index(components, formula="sdai/1", cutoffs=SDAI_CUTOFFS, with_crp=True)


@guarded
def cdai(components: Components) -> Composite:
    """TJC28 + SJC28 + PtGA(cm) + PhGA(cm), 0-76."""
    return _index(components, formula="cdai/1", cutoffs=CDAI_CUTOFFS, with_crp=False)


def _index(components: Components, *, formula: str, cutoffs: Cutoffs, with_crp: bool) -> Composite:
    needed = (*_CLINICAL, *(("crp_mg_l",) if with_crp else ()))
    missing = components.missing(*needed)
    if missing:
        return unscored(formula, cutoffs=cutoffs.name, missing=missing)
    return scored_by(
        formula,
        _sum,
        components.known(*needed),
        limits=components.limits(*needed),
        cutoffs=cutoffs,
    )


def _sum(known: Mapping[str, Decimal]) -> Decimal:
    """The sum; without CRP among the components it is the one that leaves CRP out."""
    with working_precision():
        value = known["tjc28"] + known["sjc28"]
        value += (known["ptga_mm"] + known["phga_mm"]) / _MM_PER_CM
        return value + known.get("crp_mg_l", Decimal(0)) / _MG_PER_L_IN_MG_PER_DL
