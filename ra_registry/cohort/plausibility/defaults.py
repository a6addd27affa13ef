"""The limits that ship with the registry. A study stores its own version beside them.

Hard limits are those of the scale, or of what can be at all: 28 joints, a tube of 200 mm.
Question limits are wide on purpose, beyond what nearly every patient of an arthritis clinic shows:
a question that is asked too often is answered without being read.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from ra_registry.cohort.plausibility.limits import Limits, Pair, Plausibility, Range

# variable, unit, hard limits, question limits, factor against the value before, and the floor below
# which a fall is not asked about
_TABLE: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("tjc28", "joints", "0 28", "0 28", "", ""),
    ("sjc28", "joints", "0 28", "0 28", "", ""),
    # A global of 5 typed as 50 mm is ten times the one before. Down to 10 mm it falls in remission.
    ("ptga_mm", "mm", "0 100", "0 100", "10", "10"),
    ("phga_mm", "mm", "0 100", "0 100", "10", "10"),
    # ESR and CRP fall tenfold where treatment works, to below the usual upper limit of normal.
    ("esr", "mm/h", "0 200", "1 140", "10", "20"),
    # Above 300 mg/L (30 mg/dL) CRP is a sepsis, or mg/L written as mg/dL.
    ("crp", "mg/L", "0 -", "0 300", "10", "5"),
    ("haq_di", "", "0 3", "0 3", "", ""),
    ("das28", "", "- -", "- -", "", ""),
    ("rf", "IU/ml", "0 -", "0 5000", "", ""),
    ("acpa", "U/ml", "0 -", "0 5000", "", ""),
    ("age_at_enrolment", "years", "0 120", "16 95", "", ""),
    ("symptom_duration", "months", "- -", "0 600", "", ""),
    ("dose", "mg", "0 -", "0.5 4000", "10", ""),
    ("dose:methotrexate", "mg", "0 -", "2.5 30", "10", ""),
    ("dose:prednisolone", "mg", "0 -", "0.5 100", "10", ""),
    ("dose:tacrolimus", "mg", "0 -", "0.5 6", "10", ""),
    ("sample_day", "days", "- -", "-14 14", "", ""),
    ("examination_day", "days", "- -", "-42 42", "", ""),
)


def _range(text: str) -> Range:
    low, high = (None if end == "-" else Decimal(end) for end in text.split())
    return low, high


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


DEFAULTS = Plausibility(
    limits=MappingProxyType(
        {
            variable: Limits(
                variable, unit, _range(hard), _range(question), _number(factor), _number(floor)
            )
            for variable, unit, hard, question, factor, floor in _TABLE
        }
    ),
    # Hardly able to do anything for oneself, with a disease in remission.
    pairs=(Pair("haq_di", Decimal(2), "das28", Decimal("2.6")),),
)
