"""The one decision that a row of a sensitivity analysis makes otherwise, with its particulars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BelowLimitPolicy = Literal["half-limit", "root-two", "ros", "exclude"]
FilmPolicy = Literal["linear-extrapolation", "last-observation", "mean-change", "conditional-mean"]


@dataclass(frozen=True)
class MainAnalysis:
    """Nothing is changed."""

    kind: Literal["main"] = "main"


@dataclass(frozen=True)
class OtherThreshold:
    """A change counts beyond another ``threshold``, in points with the endpoint's sign."""

    threshold: float
    kind: Literal["threshold"] = "threshold"


@dataclass(frozen=True)
class SmallestChange:
    """A smallest detectable change in points, its formula and the patients that it rests on."""

    value: float
    formula: str
    patients: int


@dataclass(frozen=True)
class DetectableThreshold:
    """A change counts beyond the SDC at ``level``, a share; None where the readers give none."""

    level: float
    sdc: SmallestChange | None
    kind: Literal["detectable"] = "detectable"


@dataclass(frozen=True)
class SingleReader:
    """One person's own change, named by place; ``pool``: how many persons there are, where more
    than read each patient."""

    place: int
    pool: int | None
    kind: Literal["reader"] = "reader"


@dataclass(frozen=True)
class MissingFilm:
    """Patients without the follow-up visit get a score by a policy."""

    policy: FilmPolicy
    kind: Literal["film"] = "film"


@dataclass(frozen=True)
class WithoutAssumedScores:
    """``patients`` are left out whose change counts scores that nobody read, at operated sites."""

    patients: int
    kind: Literal["surgery"] = "surgery"


@dataclass(frozen=True)
class BelowLimitBy:
    """Another policy for the ``results`` below their limit."""

    policy: BelowLimitPolicy
    results: int
    kind: Literal["below-limit"] = "below-limit"


@dataclass(frozen=True)
class OtherReplicateRule:
    """The other rule for the ``results`` whose replicates disagree."""

    results: int
    kind: Literal["replicates"] = "replicates"


@dataclass(frozen=True)
class MultipleImputation:
    """Missing values filled in that many times, pooled by Rubin's rules."""

    imputations: int
    kind: Literal["missing"] = "missing"


# What may concern how one endpoint counts events, and what may concern an outcome's row at all.
EndpointDecision = (
    MainAnalysis
    | OtherThreshold
    | DetectableThreshold
    | SingleReader
    | MissingFilm
    | WithoutAssumedScores
    | MultipleImputation
)
Decision = EndpointDecision | BelowLimitBy | OtherReplicateRule
DecisionKind = Literal[
    "main",
    "threshold",
    "detectable",
    "reader",
    "film",
    "surgery",
    "below-limit",
    "replicates",
    "missing",
]
