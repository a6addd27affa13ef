"""EULAR response: how far DAS28 fell, and where it arrived (van Gestel 1996, 1998)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import working_precision
from ra_registry.cohort.formulas.censoring import Limit
from ra_registry.cohort.formulas.results import Composite, Verdict

FORMULA = "eular-response/1"


class Response(StrEnum):
    """The three responses."""

    GOOD = "good"
    MODERATE = "moderate"
    NONE = "none"


@guarded
def eular_response(*, baseline: Composite, reached: Composite) -> Verdict:
    """Response from two DAS28 results of the same formula.

    good: improvement > 1.2 and DAS28 reached <= 3.2; moderate: improvement > 1.2 and reached > 3.2,
    or improvement > 0.6 up to 1.2 and reached <= 5.1; none otherwise. In decimals 4.40 to 3.20 is
    an improvement of exactly 1.2, hence moderate; in binary floats it would pass for more.

    Where limits went into either DAS28, a response is given only when it is the same for the best
    and the worst course that they allow. Refuses two different formulas, since DAS28-CRP runs lower
    than DAS28-ESR.
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
    least, most = baseline.bounds or (baseline.value, baseline.value)
    lowest, highest = reached.bounds or (reached.value, reached.value)
    best, worst = _response(most, lowest), _response(least, highest)
    if best == worst:
        return Verdict(FORMULA, best)
    order = tuple(Response)
    return Verdict(
        FORMULA,
        None,
        limits=_limits(baseline, reached),
        possible=order[order.index(best) : order.index(worst) + 1],
    )


def _limits(baseline: Composite, reached: Composite) -> tuple[Limit, ...]:
    visits = (("baseline", baseline), ("reached", reached))
    return tuple(
        replace(limit, component=f"{visit}.{limit.component}")
        for visit, result in visits
        for limit in result.limits
    )


def _response(baseline: Decimal, reached: Decimal) -> Response:
    with working_precision():
        improvement = baseline - reached
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
