"""Endpoints as a plan describes them: values, so that a run is repeated from its plan alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LimitSide = Literal["above", "below", "at-least", "at-most"]
LimitBy = Literal["points", "per-cent", "sdc-95", "sdc-80"]
ReaderRule = Literal["mean", "median", "each", "place-1", "place-2", "place-3", "adjudicated"]
ADJUDICATED: ReaderRule = "adjudicated"
MissingRule = Literal[
    "pairwise",
    "observed",
    "strict",
    "prorated",
    "last-observation",
    "mean-change",
    "conditional-mean",
]


@dataclass(frozen=True)
class Visit:
    """A planned visit."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class CampaignRef:
    """A reading campaign, as far as an endpoint rests on it."""

    id: int
    code: str
    title: str
    instrument: str
    readers_per_case: int
    surgery_policy: str


@dataclass(frozen=True)
class Limit:
    """Which values of an endpoint count as an event: those on one ``side`` of a threshold.

    ``by`` points: ``value`` in the endpoint's own unit. Per cent: ``value`` hundredths of the
    patient's baseline. A smallest detectable change: that of the campaign's readers in this data
    set, so ``value`` is None; below zero on the sides ``below`` and ``at-most``.
    """

    side: LimitSide
    by: LimitBy
    value: str | None


@dataclass(frozen=True)
class ScoreEndpoint:
    """One version of a definition from readers' scores: their change, or their status at a visit.

    ``measure``: the key of what is summed of the instrument, ``sites`` the codes behind a key of
    chosen sites. Without ``follow_up`` the endpoint is the score at ``baseline``; without ``limit``
    it is a number and has no event.
    """

    kind: Literal["score"]
    id: int
    key: str
    version: int
    label: str
    campaign: CampaignRef
    modality: str
    measure: str
    sites: tuple[str, ...]
    reader_rule: ReaderRule
    missing_rule: MissingRule
    baseline: Visit
    follow_up: Visit | None
    limit: Limit | None

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits in their order: two of a change, one of a status."""
        return (self.baseline, self.follow_up) if self.follow_up else (self.baseline,)

    @property
    def read_set(self) -> str:
        """The key of the campaign at its visits, for example ``mri.bl-m12`` or ``mri.m12``."""
        return f"{self.campaign.code}.{'-'.join(visit.code for visit in self.visits)}"

    @property
    def made_of(self) -> tuple[str, ...]:
        """What the value is made of, the same for progression and repair."""
        # Where each reader must agree on an event, the value is the mean all the same.
        readers = "mean" if self.reader_rule == "each" else self.reader_rule
        return (self.read_set, self.measure, readers, self.missing_rule)


@dataclass(frozen=True)
class ClinicalEndpoint:
    """One version of a definition from clinical assessments; ``variable`` as `design.clinical`."""

    kind: Literal["clinical"]
    id: int
    key: str
    version: int
    label: str
    variable: str
    baseline: Visit
    follow_up: Visit | None
    limit: Limit | None

    @property
    def made_of(self) -> tuple[str, ...]:
        """What the value is made of, the same for every threshold of it."""
        return (self.variable, *(visit.code for visit in self.visits))

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits in their order: two of a change, one of a status."""
        return (self.baseline, self.follow_up) if self.follow_up else (self.baseline,)


Endpoint = ScoreEndpoint | ClinicalEndpoint


@dataclass(frozen=True)
class ConcentrationChange:
    """The concentration of an analyte, by code, at ``follow_up`` minus that at ``baseline``."""

    kind: Literal["concentration-change"]
    analyte: str
    baseline: Visit
    follow_up: Visit
