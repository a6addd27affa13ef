"""ACR/EULAR 2010 classification criteria for rheumatoid arthritis (Aletaha 2010)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import Number, checked
from ra_registry.cohort.formulas.components import WHOLE
from ra_registry.cohort.formulas.results import Composite, scored, unscored
from ra_registry.cohort.formulas.serology import AntibodyLevel, Level, OpenLevel

FORMULA = "acr-eular-2010/1"
RA_POINTS = 6
DURATION_DAYS = 42
LIFETIME_DAYS = 44_000

LARGE_JOINTS = 10  # shoulders, elbows, hips, knees, ankles
SMALL_JOINTS = 30  # MCP1-5, PIP2-5, thumb IP, wrists, MTP2-5


class Classified(StrEnum):
    """Whether the points suffice."""

    RA = "definite-ra"
    NOT_RA = "not-classified"


@dataclass(frozen=True, slots=True)
class Presentation:
    """What the criteria ask for. None means not known.

    large_joints, small_joints: tender or swollen joints (DIP, CMC1 and MTP1 left out).
    swollen_joints: joints with definite synovitis not better explained by another disease.
    duration_days: since the first symptom; six weeks or more, that is >= 42 days, give a point.
    """

    large_joints: Number | None = None
    small_joints: Number | None = None
    swollen_joints: Number | None = None
    duration_days: Number | None = None
    rf: AntibodyLevel | None = None
    acpa: AntibodyLevel | None = None
    crp_abnormal: bool | None = None
    esr_abnormal: bool | None = None

    def __post_init__(self) -> None:
        checked("large_joints", self.large_joints, high=LARGE_JOINTS, step=WHOLE)
        checked("small_joints", self.small_joints, high=SMALL_JOINTS, step=WHOLE)
        checked("swollen_joints", self.swollen_joints, high=LARGE_JOINTS + SMALL_JOINTS, step=WHOLE)
        checked("duration_days", self.duration_days, high=LIFETIME_DAYS, step=WHOLE, unit="days")

    def missing(self) -> tuple[str, ...]:
        """What the criteria can't do without; one serology and one acute-phase result suffice."""
        counts = ("large_joints", "small_joints", "swollen_joints", "duration_days")
        absent = [name for name in counts if getattr(self, name) is None]
        if self.rf is None and self.acpa is None:
            absent.append("rf or acpa")
        if self.crp_abnormal is None and self.esr_abnormal is None:
            absent.append("crp_abnormal or esr_abnormal")
        return tuple(absent)


@guarded
def acr_eular_2010(presentation: Presentation) -> Composite:
    """Points 0-10; definite RA from 6. Refused without a swollen joint, where they don't apply."""
    missing = presentation.missing()
    if missing:
        return unscored(FORMULA, cutoffs="acr-eular-2010", missing=missing)
    if not presentation.swollen_joints:
        return unscored(
            FORMULA,
            cutoffs="acr-eular-2010",
            refused="the criteria apply to patients with at least one swollen joint",
        )
    points = (
        _joint_points(int(presentation.large_joints or 0), int(presentation.small_joints or 0))
        + int(bool(presentation.crp_abnormal or presentation.esr_abnormal))
        + int((presentation.duration_days or 0) >= DURATION_DAYS)
    )
    least, most = (points + added for added in _serology_points(presentation))
    if least == most:
        return scored(FORMULA, Decimal(least), state=_state(least), cutoffs="acr-eular-2010")
    return _left_open(presentation, least, most)


def _state(points: int) -> Classified:
    return Classified.RA if points >= RA_POINTS else Classified.NOT_RA


def _left_open(presentation: Presentation, least: int, most: int) -> Composite:
    """No number of points, and a state only where every number that is left leads to it."""
    states = tuple(dict.fromkeys((_state(most), _state(least))))
    return Composite(
        FORMULA,
        None,
        None,
        states[0] if len(states) == 1 else None,
        "acr-eular-2010",
        refused=f"from {least} to {most} points: an antibody is known only as a limit",
        limits=tuple(
            level.limit
            for level in (presentation.rf, presentation.acpa)
            if isinstance(level, OpenLevel)
        ),
        possible=states if len(states) > 1 else (),
        bounds=(Decimal(least), Decimal(most)),
    )


def _joint_points(large: int, small: int) -> int:
    if small and large + small > 10:
        return 5
    if small > 3:
        return 3
    if small:
        return 2
    return 1 if large > 1 else 0


def _serology_points(presentation: Presentation) -> tuple[int, int]:
    """The fewest and the most points that the antibodies can give: of two, the higher counts."""
    points = {Level.NEGATIVE: 0, Level.LOW_POSITIVE: 2, Level.HIGH_POSITIVE: 3}
    fewest, most = [0], [0]
    for level in (presentation.rf, presentation.acpa):
        if isinstance(level, OpenLevel):
            fewest.append(points[level.possible[0]])
            most.append(points[level.possible[-1]])
        elif level is not None:
            fewest.append(points[level])
            most.append(points[level])
    return max(fewest), max(most)
