"""The one typed result of every parser: plates, and one row per well and spot.

Everything printed in the file keeps its text; numbers stand beside it. A value that the file does
not give is never filled in here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ra_registry.assays.parsers.errors import Problem
from ra_registry.assays.parsers.questions import Question


class AssayFormat(StrEnum):
    """The formats that are read."""

    MSD_WORKBENCH = "msd-workbench"
    MSD_PLATE_TEXT = "msd-plate-text"


class Role(StrEnum):
    """What a well holds."""

    CALIBRATOR = "calibrator"
    UNKNOWN = "unknown"
    CONTROL = "control"
    NEGATIVE_CONTROL = "negative_control"
    BLANK = "blank"


class RoleSource(StrEnum):
    """Where the role comes from; a rule that a person confirmed is added by the import."""

    SAMPLE_GROUP = "sample_group"
    LAYOUT = "layout"


class CensorCode(StrEnum):
    """Where a signal lies on its curve.

    Below the fitted bottom or at the fitted top there is no number; below the LLOD and above the
    upper limit there is one, which is extrapolated.
    """

    BELOW_CURVE = "below_curve"
    BELOW_LLOD = "below_llod"
    IN_RANGE = "in_range"
    ABOVE_RANGE = "above_range"
    ABOVE_CURVE = "above_curve"


class NumberState(StrEnum):
    """Why a printed cell has a number or has none."""

    NUMBER = "number"
    EMPTY = "empty"
    NOT_REPORTED = "not_reported"  # NaN, NA, N/A, a lone point
    LESS_THAN = "less_than"  # "< 0.5": the limit is kept, no value is made up
    GREATER_THAN = "greater_than"
    ERROR = "error"  # "#DIV/0!" in a column that no result is taken from


class PrintedNumber(NamedTuple):
    """A cell as printed, the number in it, or why there is none.

    ``limit`` holds the figure of a cell such as ``<0.5``; ``value`` is then ``None``.
    """

    raw: str = ""
    value: float | None = None
    state: NumberState = NumberState.EMPTY
    limit: float | None = None

    @classmethod
    def of(cls, value: float, *, digits: int = 10) -> PrintedNumber:
        """Return ``value`` as the vendor's software prints it, to ``digits`` significant digits."""
        raw = format(value, f".{digits}g")
        return cls(raw=raw, value=float(raw), state=NumberState.NUMBER)


NOT_PRINTED = PrintedNumber()
NAN_PRINTED = PrintedNumber(raw="NaN", state=NumberState.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class ReadTime:
    """When the instrument read the plate.

    ``local`` is the ISO 8601 local time of the instrument, empty where day and month can't be told
    apart. ``zone`` is the abbreviation as printed (EDT); it is no offset, because abbreviations
    are not unique.
    """

    raw: str = ""
    local: str = ""
    zone: str = ""

    @property
    def day(self) -> date | None:
        """The instrument's day, or None where the text doesn't tell one."""
        return date.fromisoformat(self.local[:10]) if self.local else None


@dataclass(frozen=True, slots=True)
class ParsedPlate:
    """A plate of the file. ``key`` is unique in the file and ties rows to their plate."""

    key: str
    name: str = ""
    barcodes: tuple[str, ...] = ()
    read_time: ReadTime = ReadTime()
    type_name: str = ""
    spots_per_well: int | None = None
    instrument_model: str = ""
    instrument_serial: str = ""
    software_version: str = ""
    operator: str = ""
    comments: str = ""
    spot_assays: tuple[str, ...] = ()
    header: tuple[tuple[str, str], ...] = ()

    @property
    def barcode(self) -> str:
        """Return the first barcode, or an empty text."""
        return self.barcodes[0] if self.barcodes else ""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One spot of one well, as measured and as the vendor's software evaluated it.

    ``calc_concentration`` includes the dilution, the detection limits do not.
    ``role`` is ``None`` where neither the file nor a layout says it: it is to be confirmed, and is
    never guessed from a sample's name. ``censor`` joins mixed codes with "/".
    """

    plate: str
    well: str
    spot: int | None
    signal: PrintedNumber
    assay: str = ""
    sample: str = ""
    sample_group: str = ""
    role: Role | None = None
    role_source: RoleSource | None = None
    dilution: PrintedNumber = NOT_PRINTED
    concentration: PrintedNumber = NOT_PRINTED
    adjusted_signal: PrintedNumber = NOT_PRINTED
    mean: PrintedNumber = NOT_PRINTED
    adjusted_mean: PrintedNumber = NOT_PRINTED
    std_deviation: PrintedNumber = NOT_PRINTED
    cv: PrintedNumber = NOT_PRINTED
    calc_concentration: PrintedNumber = NOT_PRINTED
    calc_mean: PrintedNumber = NOT_PRINTED
    calc_std_deviation: PrintedNumber = NOT_PRINTED
    calc_cv: PrintedNumber = NOT_PRINTED
    recovery: PrintedNumber = NOT_PRINTED
    recovery_mean: PrintedNumber = NOT_PRINTED
    limit_low: PrintedNumber = NOT_PRINTED
    limit_high: PrintedNumber = NOT_PRINTED
    r_squared: PrintedNumber = NOT_PRINTED
    detection_range: str = ""
    censor: str = ""
    excluded: bool | None = None
    other: tuple[tuple[str, str], ...] = ()
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Reagent:
    """A reagent named in the workbook, with lot and expiry as printed."""

    name: str
    lot: str
    expiry: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file read without an error. ``warnings`` are for a person to judge before the commit.

    ``questions`` are those that the content leaves, answered or open. While one is open the file
    is read for the time being, to be looked at and not to be stored.
    """

    name: str
    format: AssayFormat
    format_version: str
    encoding: str
    delimiter: str
    decimal_mark: str
    date_order: str
    unit: str
    plates: tuple[ParsedPlate, ...]
    rows: tuple[ParsedRow, ...]
    warnings: tuple[Problem, ...] = ()
    reagents: tuple[Reagent, ...] = ()
    preamble: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    thousands_mark: str = ""

    def rows_of(self, plate: ParsedPlate) -> tuple[ParsedRow, ...]:
        """Return the rows of one plate, in the order of the file."""
        return tuple(row for row in self.rows if row.plate == plate.key)
