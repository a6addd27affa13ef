"""ACR/EULAR Boolean remission, 1.0 (2011) and 2.0 (2022)."""

from __future__ import annotations

from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.components import Components
from ra_registry.cohort.formulas.results import Verdict


class Remission(StrEnum):
    """Boolean remission is reached or not; there is nothing between."""

    REACHED = "remission"
    NOT_REACHED = "no-remission"


@guarded
def boolean_1(components: Components) -> Verdict:
    """TJC28 <= 1, SJC28 <= 1, PtGA <= 1 cm and CRP <= 1 mg/dL (Felson 2011)."""
    limits = {"tjc28": 1, "sjc28": 1, "ptga_mm": 10, "crp_mg_l": 10}
    return _boolean(components, "boolean-1.0/1", limits)


@guarded
def boolean_2(components: Components) -> Verdict:
    """As 1.0 with PtGA <= 2 cm (Studenic 2022)."""
    limits = {"tjc28": 1, "sjc28": 1, "ptga_mm": 20, "crp_mg_l": 10}
    return _boolean(components, "boolean-2.0/1", limits)


@guarded
def boolean_2_without_crp(components: Components) -> Verdict:
    """Version 2.0 for practice, where CRP is not at hand."""
    return _boolean(components, "boolean-2.0-no-crp/1", {"tjc28": 1, "sjc28": 1, "ptga_mm": 20})


def _boolean(components: Components, formula: str, limits: dict[str, int]) -> Verdict:
    """Every component is needed, even where a known one already rules remission out.

    Otherwise the incomplete patients who count would all be failures, and the share in remission
    would be too low. A CRP that is known only as a limit decides where the limit does.
    """
    missing = components.missing(*limits)
    if missing:
        return Verdict(formula, None, missing)
    censored = {one.component: one for one in components.limits(*limits)}
    known = components.known(*(name for name in limits if name not in censored))
    if any(value > limits[name] for name, value in known.items()) or any(
        one.surely_above(limits[name]) for name, one in censored.items()
    ):
        return Verdict(formula, Remission.NOT_REACHED)
    undecided = tuple(o for name, o in censored.items() if not o.surely_at_most(limits[name]))
    if undecided:
        return Verdict(formula, None, limits=undecided, possible=tuple(Remission))
    return Verdict(formula, Remission.REACHED)
