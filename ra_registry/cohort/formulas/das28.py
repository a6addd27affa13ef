"""DAS28 with ESR or CRP, with and without the patient's global assessment.

Four variables: Prevoo 1995 (ESR) and the CRP form of the DAS28 authors, coefficients as printed in
the clinical literature. Three variables: the same terms rescaled by 1.08 x + 0.16 (ESR) and
1.10 x + 1.15 (CRP), to be used only where the patient's global assessment was not collected.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import logarithm, root, working_precision
from ra_registry.cohort.formulas.components import Components
from ra_registry.cohort.formulas.results import Composite, Cutoffs, scored_by, unscored

# Remission below 2.6, low up to 3.2, moderate up to 5.1: derived for DAS28-ESR, in general use.
DAS28_CUTOFFS = Cutoffs(
    "das28", Decimal("2.6"), Decimal("3.2"), Decimal("5.1"), remission_is_strict=True
)
# Derived for DAS28-CRP, which runs lower than DAS28-ESR in the same patient.
DAS28_CRP_CUTOFFS = Cutoffs(
    "das28-crp", Decimal("2.4"), Decimal("2.9"), Decimal("4.6"), remission_is_strict=True
)

ESR_ZERO = "ESR is 0 mm/h, which has no logarithm; no published rule replaces it"

_TENDER = Decimal("0.56")
_SWOLLEN = Decimal("0.28")
_ESR = Decimal("0.70")
_CRP = Decimal("0.36")
_GLOBAL = Decimal("0.014")


@guarded
def das28_esr(components: Components) -> Composite:
    """0.56 √TJC28 + 0.28 √SJC28 + 0.70 ln(ESR) + 0.014 PtGA(mm)."""
    return _das28_esr(components, formula="das28-esr/1", with_global=True)


@guarded
def das28_esr_3(components: Components) -> Composite:
    """(0.56 √TJC28 + 0.28 √SJC28 + 0.70 ln(ESR)) × 1.08 + 0.16."""
    return _das28_esr(components, formula="das28-esr-3/1", with_global=False)


@guarded
def das28_crp(components: Components, *, cutoffs: Cutoffs = DAS28_CUTOFFS) -> Composite:
    """0.56 √TJC28 + 0.28 √SJC28 + 0.36 ln(CRP + 1) + 0.014 PtGA(mm) + 0.96, CRP in mg/L.

    Two sets of cut-offs are in use; the result names the one it was read by.
    """
    return _das28_crp(components, formula="das28-crp/1", with_global=True, cutoffs=cutoffs)


@guarded
def das28_crp_3(components: Components, *, cutoffs: Cutoffs = DAS28_CUTOFFS) -> Composite:
    """(0.56 √TJC28 + 0.28 √SJC28 + 0.36 ln(CRP + 1)) × 1.10 + 1.15, CRP in mg/L."""
    return _das28_crp(components, formula="das28-crp-3/1", with_global=False, cutoffs=cutoffs)


def _das28_esr(components: Components, *, formula: str, with_global: bool) -> Composite:
    needed = ("tjc28", "sjc28", "esr", *(("ptga_mm",) if with_global else ()))
    missing = components.missing(*needed)
    if missing:
        return unscored(formula, cutoffs=DAS28_CUTOFFS.name, missing=missing)
    known = components.known(*needed)
    if known["esr"] == 0:
        return unscored(formula, cutoffs=DAS28_CUTOFFS.name, refused=ESR_ZERO)
    return scored_by(
        formula,
        _by_esr if with_global else _by_esr_3,
        known,
        limits=components.limits(*needed),
        cutoffs=DAS28_CUTOFFS,
    )


def _das28_crp(
    components: Components, *, formula: str, with_global: bool, cutoffs: Cutoffs
) -> Composite:
    needed = ("tjc28", "sjc28", "crp_mg_l", *(("ptga_mm",) if with_global else ()))
    missing = components.missing(*needed)
    if missing:
        return unscored(formula, cutoffs=cutoffs.name, missing=missing)
    return scored_by(
        formula,
        _by_crp if with_global else _by_crp_3,
        components.known(*needed),
        limits=components.limits(*needed),
        cutoffs=cutoffs,
    )


def _by_esr(known: Mapping[str, Decimal]) -> Decimal:
    with working_precision():
        return _joints(known) + _ESR * logarithm(known["esr"]) + _GLOBAL * known["ptga_mm"]


def _by_esr_3(known: Mapping[str, Decimal]) -> Decimal:
    with working_precision():
        value = _joints(known) + _ESR * logarithm(known["esr"])
        return value * Decimal("1.08") + Decimal("0.16")


def _by_crp(known: Mapping[str, Decimal]) -> Decimal:
    with working_precision():
        value = _joints(known) + _CRP * logarithm(known["crp_mg_l"] + 1)
        return value + _GLOBAL * known["ptga_mm"] + Decimal("0.96")


def _by_crp_3(known: Mapping[str, Decimal]) -> Decimal:
    with working_precision():
        value = _joints(known) + _CRP * logarithm(known["crp_mg_l"] + 1)
        return value * Decimal("1.10") + Decimal("1.15")


def _joints(known: Mapping[str, Decimal]) -> Decimal:
    return _TENDER * root(known["tjc28"]) + _SWOLLEN * root(known["sjc28"])
