"""The facts of a file by which it is judged, free of parsers, models and requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ra_registry.assays.verdict.findings import FindingCode


@dataclass(frozen=True, slots=True)
class Spot:
    """One analyte in one well.

    ``vendor`` and ``own`` are concentrations, dilution included, ``stated`` the file's status.
    ``is_sample`` and ``is_calibrator`` tell the well's role; ``label`` is what the file calls it.
    ``low`` and ``high`` are the kit lot's limits as results are reported.
    """

    plate: str
    well: str
    analyte: str
    label: str = ""
    is_sample: bool = False
    is_calibrator: bool = False
    excluded: bool = False
    dilution: float = 1.0
    dilution_text: str = ""
    vendor: float | None = None
    vendor_text: str = ""
    own: float | None = None
    stated: str = ""
    nominal: float | None = None
    nominal_text: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FittedCurve:
    """A plate's curve of one analyte. ``failure`` says why there is none, empty where there is."""

    plate: str
    analyte: str
    failure: str = ""
    hook: bool = False
    r_squared: float | None = None
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Lot:
    """The chosen kit lot. ``levels``: nominal concentrations by analyte and folded level name."""

    number: str
    expires_on: date | None = None
    levels: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A well of which two statements disagree: ``code`` of the finding, column, other one."""

    code: FindingCode
    plate: str
    well: str
    column: str
    other: str


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """Everything of a file that its judgement needs.

    ``read_on``: the day each plate was read, by plate. ``named_lots``: lot numbers that the file
    itself names for the kit, empty where it names none. ``foreign_spots``: (plate, well, spot) of
    rows on spots that the panel does not have. ``conflicts``: what the layout or a name says
    otherwise than the export's own column.
    """

    plates: tuple[str, ...]
    spots: tuple[Spot, ...]
    curves: tuple[FittedCurve, ...]
    lot: Lot
    read_on: Mapping[str, date] = field(default_factory=dict)
    named_lots: tuple[str, ...] = ()
    foreign_spots: tuple[tuple[str, str, str], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
