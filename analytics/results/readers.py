"""How well readers agree: per read set, feature and team of persons."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.agreement.detectable_interval import DetectableWithInterval
from analytics.stats.agreement.icc import IccTable
from analytics.stats.agreement.kappa import Kappa
from analytics.stats.agreement.measurement_error import BlandAltman, DetectableChange


@dataclass(frozen=True)
class PairLimits:
    """Limits of agreement of two readers, by id; the points are drawn from the data set."""

    readers: tuple[int, int]
    result: BlandAltman


@dataclass(frozen=True)
class EndpointKappa:
    """How two single readers, by id, classify patients by one endpoint."""

    endpoint: str
    label: str
    readers: tuple[int, int]
    result: Kappa


@dataclass(frozen=True)
class OccasionAgreement:
    """Agreement on the score of one occasion, in points, over the ``n`` patients with all scores.

    ``sdd`` and ``sdd_two``, between means of two readers, belong to a status; ``sdc_95``,
    ``sdc_80`` and ``sdc_one``, of a single reader, to a change; ``kappas`` to what the endpoints
    cut.
    """

    n: int
    left_out: int
    icc: IccTable
    bland_altman: tuple[PairLimits, ...]
    sdd: DetectableChange | None
    sdd_two: DetectableWithInterval | None
    sdc_95: DetectableChange | None
    sdc_80: DetectableChange | None
    sdc_one: DetectableWithInterval | None
    kappas: tuple[EndpointKappa, ...]


@dataclass(frozen=True)
class TeamAgreement:
    """The same persons, by id, on the same ``patients``: status at both visits and the change.

    Where only the status at one visit is asked for, there is no second one and no change.
    """

    readers: tuple[int, ...]
    patients: int
    baseline: OccasionAgreement
    follow_up: OccasionAgreement | None
    change: OccasionAgreement | None

    def occasion(self, name: str) -> OccasionAgreement | None:
        """Return ``baseline``, ``follow_up`` or ``change``, None where it isn't asked for."""
        return {"baseline": self.baseline, "follow_up": self.follow_up, "change": self.change}[name]


@dataclass(frozen=True)
class ReaderAgreement:
    """One feature, or other sum, of one campaign at its visits, largest team first."""

    read_set: str
    title: str
    modality: str
    instrument: str
    feature: str
    teams: tuple[TeamAgreement, ...]
