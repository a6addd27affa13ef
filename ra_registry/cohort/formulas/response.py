"""EULAR response: how far DAS28 fell, and where it arrived (van Gestel 1996, 1998)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas.arithmetic import working_precision
from ra_registry.cohort.formulas.results import Composite, Verdict

FORMULA = "eular-response/1"


class Response(StrEnum):
    """The three responses."""

    GOOD = "good"
    MODERATE = "moderate"
    NONE = "none"


def eular_response(*, baseline: Composite, reached: Composite) -> Verdict:
    """Response from two DAS28 results of the same formula.

    good: improvement > 1.2 and DAS28 reached <= 3.2; moderate: improvement > 1.2 and reached > 3.2,
    or improvement > 0.6 up to 1.2 and reached <= 5.1; none otherwise. In decimals 4.40 to 3.20 is
    an improvement of exactly 1.2, hence moderate; in binary floats it would pass for more.

    Refuses two different formulas, since DAS28-CRP runs lower than DAS28-ESR.
    """
    if baseline.formula != reached.formula or not baseline.formula.startswith("das28-"):
        return Verdict(
            FORMULA,
            None,
            refused=f"needs two DAS28 of one formula; found {baseline.formula} "
            f"and {reached.formula}",
        )
    if baseline.value is None or reached.value is None:
        return _incomplete(baseline, reached)
    with working_precision():
        improvement = baseline.value - reached.value
    return Verdict(FORMULA, _response(improvement, reached.value))


def _response(improvement: Decimal, reached: Decimal) -> Response:
    if improvement > Decimal("1.2"):
        return Response.GOOD if reached <= Decimal("3.2") else Response.MODERATE
    if improvement > Decimal("0.6") and reached <= Decimal("5.1"):
        return Response.MODERATE
    return Response.NONE


def _incomplete(baseline: Composite, reached: Composite) -> Verdict:
    visits = (("baseline", baseline), ("reached", reached))
    return Verdict(
        FORMULA,
        None,
        missing=tuple(f"{visit}.{name}" for visit, result in visits for name in result.missing),
        refused="; ".join(f"{visit}: {r.refused}" for visit, r in visits if r.refused),
    )
