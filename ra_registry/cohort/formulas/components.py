"""What is measured at a visit, with its units, before any score is made of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import Number, checked, working_precision
from ra_registry.cohort.formulas.censoring import Limit, check_sign
from ra_registry.cohort.formulas.errors import InvalidComponent

HAQ_STEP = Decimal("0.125")
WHOLE = Decimal(1)
CRP_LIMIT = 9999  # far above any measured CRP: catches a slipped decimal point

_MG_PER_L = {"mg/L": Decimal(1), "mg/dL": Decimal(10)}


@dataclass(frozen=True, slots=True)
class Components:
    """The parts of the composite scores. None means missing, which is never the same as zero.

    Units: joint counts of 28; global assessments in mm (0-100); ESR in mm/h (0-200); CRP in mg/L
    (0-9999); HAQ-DI 0-3 in steps of 0.125. A sign says that ESR or CRP is known only as below
    ("<") or above (">") its number. Raises InvalidComponent, which names the field, what was found
    and what was expected.
    """

    tjc28: Number | None = None
    sjc28: Number | None = None
    ptga_mm: Number | None = None
    phga_mm: Number | None = None
    esr: Number | None = None
    crp_mg_l: Number | None = None
    haq_di: Number | None = None
    esr_sign: str = ""
    crp_sign: str = ""

    def __post_init__(self) -> None:
        checked("tjc28", self.tjc28, high=28, step=WHOLE)
        checked("sjc28", self.sjc28, high=28, step=WHOLE)
        checked("ptga_mm", self.ptga_mm, high=100, unit="mm")
        checked("phga_mm", self.phga_mm, high=100, unit="mm")
        checked("esr", self.esr, high=200, unit="mm/h")
        checked("crp_mg_l", self.crp_mg_l, high=CRP_LIMIT, unit="mg/L")
        checked("haq_di", self.haq_di, high=3, step=HAQ_STEP)
        check_sign("esr", self.esr_sign, self.esr)
        check_sign("crp", self.crp_sign, self.crp_mg_l)

    def known(self, *names: str) -> dict[str, Decimal]:
        """The named components that are present, as Decimals."""
        found = {name: getattr(self, name) for name in names}
        return {name: Decimal(value) for name, value in found.items() if value is not None}

    def missing(self, *names: str) -> tuple[str, ...]:
        """Which of the named components are missing, in the order of the fields."""
        return tuple(name for name in FIELDS if name in names and getattr(self, name) is None)

    def limits(self, *names: str) -> tuple[Limit, ...]:
        """Which of the named components are known only as a limit."""
        signs = {"esr": self.esr_sign, "crp_mg_l": self.crp_sign}
        return tuple(
            Limit(name, sign, Decimal(getattr(self, name)))
            for name, sign in signs.items()
            if name in names and sign
        )


FIELDS = tuple(field.name for field in fields(Components))


@guarded
def crp_in_mg_per_l(value: Number | None, unit: str) -> Decimal | None:
    """CRP in mg/L from a value in `unit` ("mg/L" or "mg/dL"); None when the value is missing.

    Raises InvalidComponent for another unit, so that a factor of ten can't slip through.
    """
    if value is None:
        return None
    if unit not in _MG_PER_L:
        raise InvalidComponent(field="crp_unit", found=unit or "no unit", expected="mg/L or mg/dL")
    factor = _MG_PER_L[unit]
    crp = checked("crp_value", value, high=int(CRP_LIMIT / factor), unit=unit)
    with working_precision():
        return None if crp is None else crp * factor
