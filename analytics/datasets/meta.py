"""What a data set says of itself beside its columns: typed, stored with it, read back strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analytics.codec import decode, encode
from analytics.datasets.described_courses import Courses
from analytics.datasets.upgrades import UPGRADES
from analytics.design.variable import Variable
from analytics.stats.results import NotEstimable
from ra_registry.assays.verdict import Finding

DATA_SET_FORMAT = 3
# The hash of the shape that each format has: see `analytics.shape`.
DATA_SET_SHAPES = {
    2: "6c14e6486b2f320eb5959470b037c5af5806adfbe64a657e2b63db66a5c808a3",
    3: "84f77d2caffb550299a035ea9c57f18e5d51f9b538fd3505b95044a045fa8c0f",
}
# Data sets stored before formats had numbers.
UNNUMBERED = 1

FlowKind = Literal["registered", "analysed", "endpoint", "primary_exposure"]
ExclusionCode = Literal[
    "record_voided",
    "no_baseline_visit",
    "no_follow_up_visit",
    "not_in_campaign",
    "no_site_scored_twice",
    "readings_missing",
    "no_sample",
    "not_measured",
    "replicates_disagree",
    "limit_unknown",
    "no_site_scored",
    "variable_unknown",
    "value_unknown",
    "no_value_to_compare_with",
    "no_detectable_change",
    "waits_for_adjudication",
]
# Every reason why a patient has no event of an endpoint, in the order they are told.
NO_EVENT: tuple[ExclusionCode, ...] = (
    "no_baseline_visit",
    "no_follow_up_visit",
    "not_in_campaign",
    "no_site_scored_twice",
    "no_site_scored",
    "readings_missing",
    "waits_for_adjudication",
    "variable_unknown",
    "no_value_to_compare_with",
    "no_detectable_change",
)
UnusableCode = Literal["too_large", "too_small", "infinite"]


@dataclass(frozen=True)
class DescribedReadSet:
    """A campaign at its visits: which persons, by id, read what, by the keys of measures.

    ``key`` is the first part of the names of its columns, for example ``mri.bl-m12``. Without
    ``follow_up`` only the status at ``baseline`` is asked for.
    """

    key: str
    campaign: str
    title: str
    instrument: str
    modality: str
    baseline: str
    follow_up: str | None
    readers_per_case: int
    features: tuple[str, ...]
    readers: tuple[int, ...]


@dataclass(frozen=True)
class DetectableLimit:
    """The smallest detectable change that an endpoint, by key, is cut at; its size in points."""

    endpoint: str
    points: float | NotEstimable


@dataclass(frozen=True)
class Completeness:
    """How many site scores are numbers, of all ``expected`` in the submitted readings."""

    read_set: str
    feature: str
    scored: int
    expected: int


@dataclass(frozen=True)
class AdjudicatedCases:
    """How many cases went to a third reader, how many that one has decided, and by which rule.

    ``rule_version`` is that of the arithmetic by which endpoints by adjudicated score were formed.
    """

    referred: int
    decided: int
    rule_version: int


@dataclass(frozen=True)
class ReadingProtocol:
    """How a campaign was planned, imaged and read.

    ``dominant`` to ``planes`` count examinations: by the rule for the side, both sides, and those
    with a T1-weighted series, one after contrast, a T2 fat-saturated or STIR series, and two planes
    or more. ``re_readings`` to ``transcribed`` count readings outside the first ones, corrected
    ones, and ones copied from an earlier record. The step is in half units of the score.
    ``adjudicated`` is None where no endpoint takes adjudicated scores.
    """

    code: str
    title: str
    instrument: str
    modality: str
    readers_per_case: int
    reading_mode: str
    totals_visible: bool
    adjudication: str
    surgery_policy: str
    charter_version: str
    step_half_units: int
    seed: int
    cases: int
    examinations: int
    dominant: int
    clinical: int
    symptomatic: int
    both_sides: int
    t1: int
    contrast: int
    water: int
    planes: int
    readings: int
    re_readings: int
    adjudications: int
    adjudicated: AdjudicatedCases | None
    corrections: int
    transcribed: int
    readers: int
    completeness: tuple[Completeness, ...]


@dataclass(frozen=True)
class FlowExclusion:
    """How many patients are left out of a step for one reason."""

    code: ExclusionCode
    count: int


@dataclass(frozen=True)
class FlowStep:
    """A step of the flow with the ``n`` patients left, most frequent exclusion first.

    ``endpoint`` is the label that the plan gives an endpoint, and None at every other step.
    """

    kind: FlowKind
    endpoint: str | None
    n: int
    excluded: tuple[FlowExclusion, ...]


@dataclass(frozen=True)
class VoidedRecords:
    """How many voided records of each kind are left out; what hangs on one is not counted again."""

    patients: int
    visits: int
    assessments: int
    examinations: int
    samples: int
    batches: int


@dataclass(frozen=True)
class SetAside:
    """A number of one patient, by pseudonym, that no statistic takes.

    ``column`` is the data set's; ``found`` the number as text, since JSON has no infinity.
    """

    patient: str
    column: str
    code: UnusableCode
    found: str


@dataclass(frozen=True)
class ReplicatePolicy:
    """A panel's rule in force for replicates on different sides of a limit.

    ``version`` counts the study's policies, ``rules`` the classification of results.
    """

    panel: str
    rule: str
    version: int
    rules: int


@dataclass(frozen=True)
class AcceptedFinding:
    """A doubt about a plate file that was accepted all the same, as somebody justified."""

    file: str
    finding: Finding
    justification: str


@dataclass(frozen=True)
class AssayAccount:
    """What is said of the assays behind a data set."""

    policies: tuple[ReplicatePolicy, ...]
    accepted: tuple[AcceptedFinding, ...]


@dataclass(frozen=True)
class DataSetMeta:
    """What a data set's columns mean, and what is said of its data beside them.

    ``variables``: what is measured in the study's samples, and the plan's further exposures.
    ``formulas``: the version of the formula behind a computed column. ``materials``: number of
    patients by the material of their measured baseline samples.
    """

    variables: tuple[Variable, ...]
    read_sets: tuple[DescribedReadSet, ...]
    detectable: tuple[DetectableLimit, ...]
    courses: Courses
    protocol: tuple[ReadingProtocol, ...]
    formulas: dict[str, str]
    materials: dict[str, int]
    flow: tuple[FlowStep, ...]
    left_out: VoidedRecords
    set_aside: tuple[SetAside, ...]
    assays: AssayAccount

    def variable(self, code: str) -> Variable:
        """Return a variable by its code."""
        return next(found for found in self.variables if found.code == code)

    def read_set(self, key: str) -> DescribedReadSet:
        """Return a read set by its key."""
        return next(found for found in self.read_sets if found.key == key)

    def detectable_change(self, endpoint: str) -> float | NotEstimable | None:
        """Return the size an endpoint is cut at; None where it isn't cut at what is detectable."""
        return next((one.points for one in self.detectable if one.endpoint == endpoint), None)


def store_meta(meta: DataSetMeta) -> dict[str, Any]:
    """Return the description as the JSON that a data set keeps."""
    return {"format": DATA_SET_FORMAT, **encode(meta)}


def load_meta(stored: Mapping[str, Any]) -> DataSetMeta:
    """Return a stored description of any format as today's type.

    Raises Undecodable for one of another shape.
    """
    parts = dict(stored)
    for earlier in range(parts.pop("format", UNNUMBERED), DATA_SET_FORMAT):
        parts = UPGRADES[earlier](parts)
    return decode(DataSetMeta, parts)
