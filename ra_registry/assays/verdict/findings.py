"""What speaks against a file, as data: each finding has a code, a severity and its place.

The words for a person are made where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding asks for."""

    REFUSE = "refuse"  # the file can't be accepted
    REASON = "reason"  # it can, with a reason that is kept and printed
    LIST = "list"  # it is only shown


class FindingCode(StrEnum):
    """What can speak against a file."""

    DILUTION = "dilution"
    SPOT = "spot"
    NEGATIVE = "negative"
    LOST_DECIMAL = "lost_decimal"
    VENDOR_RATIO = "vendor_ratio"
    BEYOND_LIMITS = "beyond_limits"
    NO_CURVE = "no_curve"
    HOOK = "hook"
    R_SQUARED = "r_squared"
    FEW_LEVELS = "few_levels"
    NOT_FALLING = "not_falling"
    SAMPLE_CONFLICT = "sample_conflict"
    ROLE_CONFLICT = "role_conflict"
    DILUTION_CONFLICT = "dilution_conflict"
    LOT_EXPIRED = "lot_expired"
    LOT_UNLIKE = "lot_unlike"
    NO_CALIBRATORS = "no_calibrators"
    FEW_BEYOND = "few_beyond"
    FEW_COMPARED = "few_compared"
    OFF_RANGE_INSIDE = "off_range_inside"


SEVERITY = {
    FindingCode.DILUTION: Severity.REFUSE,
    FindingCode.SPOT: Severity.REFUSE,
    FindingCode.NEGATIVE: Severity.REFUSE,
    FindingCode.LOST_DECIMAL: Severity.REFUSE,
    FindingCode.VENDOR_RATIO: Severity.REASON,
    FindingCode.BEYOND_LIMITS: Severity.REASON,
    FindingCode.NO_CURVE: Severity.REASON,
    FindingCode.HOOK: Severity.REASON,
    FindingCode.R_SQUARED: Severity.REASON,
    FindingCode.FEW_LEVELS: Severity.REASON,
    FindingCode.NOT_FALLING: Severity.REASON,
    FindingCode.SAMPLE_CONFLICT: Severity.REASON,
    FindingCode.ROLE_CONFLICT: Severity.REASON,
    FindingCode.DILUTION_CONFLICT: Severity.REASON,
    FindingCode.LOT_EXPIRED: Severity.REASON,
    FindingCode.LOT_UNLIKE: Severity.REASON,
    FindingCode.NO_CALIBRATORS: Severity.REASON,
    FindingCode.FEW_BEYOND: Severity.LIST,
    FindingCode.FEW_COMPARED: Severity.LIST,
    FindingCode.OFF_RANGE_INSIDE: Severity.LIST,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about a file.

    ``plate`` and ``analyte`` are empty where it concerns all of them; ``analyte`` is a code.
    ``found`` and ``expected`` are bare figures or names.
    """

    code: FindingCode
    plate: str = ""
    analyte: str = ""
    wells: tuple[str, ...] = ()
    found: str = ""
    expected: str = ""

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code]

    @property
    def key(self) -> str:
        """What a reason is given for: code, analyte and plate, as far as they are named.

        >>> Finding(FindingCode.HOOK, plate="P1", analyte="il-6").key
        'hook:il-6:P1'
        """
        return ":".join(part for part in (self.code.value, self.analyte, self.plate) if part)

    def as_data(self) -> dict[str, object]:
        """Return the finding as plain JSON."""
        return {
            "key": self.key,
            "code": self.code.value,
            "severity": self.severity.value,
            "plate": self.plate,
            "analyte": self.analyte,
            "wells": list(self.wells),
            "found": self.found,
            "expected": self.expected,
        }
