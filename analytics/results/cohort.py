"""The patients at baseline, overall and by the first outcome, and what of them is only a limit."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.descriptive.limited import LimitedSummary
from analytics.stats.descriptive.summaries import CategorySummary
from analytics.stats.results import Estimate

# Groups of patients: everybody, and those with and without the first outcome where there is one.
ALL, EVENT, NO_EVENT = "all", "event", "no_event"
GROUPS = (ALL, EVENT, NO_EVENT)


@dataclass(frozen=True)
class BaselineCategory:
    """A variable with categories, by its column in the data set.

    ``smd`` is the standardised difference of those with the outcome from those without it; None
    where there is no outcome.
    """

    key: str
    groups: dict[str, CategorySummary]
    smd: Estimate | None


@dataclass(frozen=True)
class BaselineNumber:
    """A number, by its column in the data set, in ``unit``.

    ``smd`` is the standardised mean difference, with the limit for a value beyond one; None where
    there is no outcome.
    """

    key: str
    unit: str
    groups: dict[str, LimitedSummary]
    smd: Estimate | None


@dataclass(frozen=True)
class BaselineExposure:
    """An analyte, or what else is an exposure and no column of the patients, in its own unit.

    ``smd`` is that of the values as the models take them: on the variable's scale, with the plan's
    amount for a value below the limit. ``mixed`` counts the results whose replicates disagree.
    """

    code: str
    groups: dict[str, LimitedSummary]
    smd: Estimate | None
    mixed: int


@dataclass(frozen=True)
class BaselineTable:
    """Table 1. ``sizes`` are numbers of patients by group; ``grouping`` is the outcome's key."""

    grouping: str | None
    sizes: dict[str, int]
    categories: tuple[BaselineCategory, ...]
    numbers: tuple[BaselineNumber, ...]
    exposures: tuple[BaselineExposure, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that there are, in their order."""
        return tuple(group for group in GROUPS if group in self.sizes)


@dataclass(frozen=True)
class BeyondLimits:
    """How many patients' values are known only as below or above a limit."""

    below: int
    above: int


@dataclass(frozen=True)
class LaboratoryLimits:
    """What is known only as a limit, or only to the month or the year; numbers of patients.

    By column, and only those that somebody has: ``values`` that are limits, ``composites`` computed
    with one, ``undecided`` antibodies that a limit tells neither positive nor negative. ``onset``:
    first symptoms known to the ``month`` or the ``year``.
    """

    values: dict[str, BeyondLimits]
    composites: dict[str, int]
    undecided: dict[str, int]
    onset: dict[str, int]
