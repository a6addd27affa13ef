"""What a data set says of the courses that its columns hold: values at three visits or more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How a reader's score at a visit takes sites without one.
SiteRule = Literal["observed", "strict", "prorated"]


@dataclass(frozen=True)
class CourseVisit:
    """A planned visit of a course; ``day`` counts from enrolment."""

    code: str
    name: str
    day: int


@dataclass(frozen=True)
class ScoreCourse:
    """A measure of a campaign over three visits or more, the first of them the baseline.

    ``key`` is the first part of the names of its columns, ``endpoint`` the key of the plan's first
    endpoint of that measure, ``readers`` the persons, by id, who read it.
    """

    key: str
    endpoint: str
    readers_per_case: int
    sites_rule: SiteRule
    visits: tuple[CourseVisit, ...]
    readers: tuple[int, ...]


@dataclass(frozen=True)
class ClinicalCourse:
    """A clinical variable, as `design.clinical` names it, over three visits or more."""

    key: str
    variable: str
    visits: tuple[CourseVisit, ...]


DescribedCourse = ScoreCourse | ClinicalCourse


@dataclass(frozen=True)
class Courses:
    """The courses that a data set holds, in the order of the plan and of the variables."""

    scores: tuple[ScoreCourse, ...]
    clinical: tuple[ClinicalCourse, ...]

    @property
    def every(self) -> tuple[DescribedCourse, ...]:
        """All of them, scores first."""
        return (*self.scores, *self.clinical)
