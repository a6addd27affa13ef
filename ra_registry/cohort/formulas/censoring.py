"""Values of which a laboratory printed only a limit: `<0.3`, `>340`.

Policy: a composite is computed with the printed limit, in either direction, and names it. A
category (state, remission, response, level) is given only where every value that agrees with the
limit leads to it; otherwise the ones that remain possible are named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import Number, stored
from ra_registry.cohort.formulas.errors import InvalidComponent

BELOW, ABOVE = "<", ">"
SIGNS = ("", BELOW, ABOVE)
INFINITE = Decimal("Infinity")
# ESR is read in whole mm/h, and 0 has no score: below a limit, 1 is the least that has one.
LEAST = {"esr": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Limit:
    """A value known only as below or above a number, in the unit of its component."""

    component: str
    sign: str
    value: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise InvalidComponent(
                field=self.component, found=self.value, expected="a limit that is a number"
            )

    @property
    def lowest(self) -> Decimal:
        """No value that agrees with the limit is below this one."""
        least = LEAST.get(self.component, Decimal(0))
        return self.value if self.sign == ABOVE else min(least, self.value)

    @property
    def highest(self) -> Decimal:
        """No value that agrees with the limit is above this one; infinite above a limit."""
        return INFINITE if self.sign == ABOVE else self.value

    def surely_at_most(self, bound: Decimal | int) -> bool:
        """Every value that agrees with the limit is at most ``bound``."""
        return self.sign == BELOW and self.value <= bound

    def surely_above(self, bound: Decimal | int) -> bool:
        """Every value that agrees with the limit is above ``bound``: "> 10" is, for 10."""
        return self.sign == ABOVE and self.value >= bound


@guarded
def check_sign(field: str, sign: str, value: Number | None) -> None:
    """Refuse an unknown sign, a sign without a number, and what would have to lie below zero."""
    if sign not in SIGNS:
        raise InvalidComponent(field=f"{field}_sign", found=repr(sign), expected="<, > or nothing")
    if sign and value is None:
        raise InvalidComponent(field=field, found=f"{sign} alone", expected="a number after it")
    if sign == BELOW and value == 0:
        raise InvalidComponent(field=field, found="<0", expected="a limit above 0 after <")


@guarded
def span(
    score: Callable[[dict[str, Decimal]], Decimal],
    known: Mapping[str, Decimal],
    limits: tuple[Limit, ...],
) -> tuple[Decimal, Decimal]:
    """The least and the greatest score that the limits allow.

    `score` must not fall when a component rises; an infinite component makes it infinite.
    """
    low = score({**known, **{limit.component: limit.lowest for limit in limits}})
    if any(limit.highest == INFINITE for limit in limits):
        return stored(low), INFINITE
    return stored(low), stored(score({**known, **{one.component: one.highest for one in limits}}))
