"""What numbers a field takes: limits, decimals, steps; and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from ra_registry.core.entry.characters import LONGEST
from ra_registry.core.entry.numbers import number_text


@dataclass(frozen=True)
class Limits:
    """``low`` and ``high`` are taken themselves; ``places`` counts decimals other than zeros."""

    low: Decimal | None = None
    high: Decimal | None = None
    places: int | None = None
    step: Decimal | None = None

    @classmethod
    def of(
        cls,
        *,
        low: Decimal | float | str | None = None,
        high: Decimal | float | str | None = None,
        places: int | None = None,
        step: Decimal | None = None,
    ) -> Limits:
        return cls(_exact(low), _exact(high), places, step)

    def allow(self, number: Decimal) -> bool:
        """Tell whether the number may be stored."""
        if not number.is_finite() or number.adjusted() > LONGEST:
            return False
        beyond = (self.low is not None and number < self.low) or (
            self.high is not None and number > self.high
        )
        return not beyond and self._on_grid(number)

    def _on_grid(self, number: Decimal) -> bool:
        with localcontext() as context:
            context.prec = 4 * LONGEST
            exponent = number.normalize().as_tuple().exponent
            decimals = max(0, -exponent) if isinstance(exponent, int) else 0
            on_step = self.step is None or number % self.step == 0
        return on_step and (self.places is None or decimals <= self.places)

    @property
    def keyboard(self) -> str:
        """The keyboard of a phone: number pads have no minus."""
        if self.low is None or self.low < 0:
            return "text"
        return "numeric" if self.places == 0 else "decimal"

    def words(self) -> str:
        """Return what is taken, as the end of "expected …"."""
        whole = self.places == 0
        texts = {name: number_text(value) for name, value in self._bounds().items()}
        if self.low is not None and self.high is not None:
            between = (
                _("a whole number from %(low)s to %(high)s")
                if whole
                else _("a number from %(low)s to %(high)s")
            )
            return self._finely(between % texts)
        if self.low is not None:
            least = (
                _("a whole number of at least %(low)s")
                if whole
                else _("a number of at least %(low)s")
            )
            return self._finely(least % texts)
        return self._finely(_("a whole number") if whole else _("a number such as 7.43 or 7,43"))

    def _finely(self, number: str) -> str:
        if self.step is not None:
            return _("%(number)s in steps of %(step)s") % {"number": number, "step": self.step}
        if self.places:
            said = {"number": number, "places": self.places}
            return _("%(number)s with at most %(places)s decimals") % said
        return number

    def as_texts(self) -> dict[str, str]:
        """Return the limits as the browser sends them back."""
        texts = {name: number_text(value) for name, value in self._bounds().items()}
        if self.places is not None:
            texts["places"] = str(self.places)
        if self.step is not None:
            texts["step"] = number_text(self.step)
        return texts

    def _bounds(self) -> dict[str, Decimal]:
        bounds = {"low": self.low, "high": self.high}
        return {name: value for name, value in bounds.items() if value is not None}


def _exact(value: Decimal | float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
