"""How a value went over three visits or more, each visit against the first."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.datasets.described_courses import CourseVisit, SiteRule
from analytics.stats.comparison.multiplicity import Family
from analytics.stats.comparison.paired_numbers import PairedChange
from analytics.stats.descriptive.summaries import NumberSummary
from analytics.stats.regression.mixed import VisitModel
from analytics.stats.results import IntervalEstimate


@dataclass(frozen=True)
class ReadBy:
    """Whose scores a course is of: an endpoint, by key, that asks for the measure.

    ``readers``: how many persons read it, ``per_case`` of them each patient.
    """

    endpoint: str
    sites_rule: SiteRule
    per_case: int
    readers: int


@dataclass(frozen=True)
class AtVisit:
    """The value at a visit; ``numbers.missing`` counts the course's patients without it.

    ``mean_interval``: that of Student's t.
    """

    visit: CourseVisit
    numbers: NumberSummary
    mean_interval: IntervalEstimate


@dataclass(frozen=True)
class ChangeTo:
    """The change from the first visit to a later one, of the patients with both."""

    visit: CourseVisit
    change: PairedChange


@dataclass(frozen=True)
class Course:
    """One value over its visits, by the ``key`` of its columns: of readers, or a clinical variable.

    Either ``read`` or ``variable`` is set. ``patients`` have the value at one visit or more.
    ``by_means`` and ``by_ranks``: the tests of the changes, by visit code, adjusted over the
    visits. ``model`` knows visits by the day they are planned for.
    """

    key: str
    read: ReadBy | None
    variable: str | None
    patients: int
    values: tuple[AtVisit, ...]
    changes: tuple[ChangeTo, ...]
    by_means: Family
    by_ranks: Family
    model: VisitModel
