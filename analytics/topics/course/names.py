"""What courses, their visits and their units are called."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from analytics.datasets.described_courses import CourseVisit
from analytics.design.clinical import VARIABLES
from analytics.results.course import Course
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import reads_name, what
from analytics.tables.names import inside


def course_names(stored: StoredRun) -> dict[str, str]:
    """Return a name for each course, by key: ``MRI, erosion`` or ``DAS28-CRP``.

    Where two measures are called the same, the endpoint that asks for each is added.
    """
    found = stored.results.courses
    names = {course.key: _name(stored, course) for course in found}
    counted = Counter(names.values())
    return {
        course.key: names[course.key]
        if counted[names[course.key]] == 1 or course.read is None
        else f"{names[course.key]} ({stored.endpoint(course.read.endpoint).label})"
        for course in found
    }


def _name(stored: StoredRun, course: Course) -> str:
    if course.read is not None:
        return reads_name(stored.score_endpoint(course.read.endpoint))
    return str(VARIABLES[course.variable or ""].label)


def what_of(stored: StoredRun, course: Course) -> str:
    """Return what a course is of inside a sentence: ``erosion``, ``DAS28-CRP``."""
    if course.read is not None:
        return inside(what(stored.score_endpoint(course.read.endpoint)))
    return str(VARIABLES[course.variable or ""].label)


def unit(course: Course) -> str:
    """Return the unit of a course's values: points of a score, mm/h, or none."""
    return VARIABLES[course.variable].unit if course.variable else _("points")


def with_unit(name: str, course: Course) -> str:
    """Return a course's name with its unit, as an axis says it."""
    return f"{name}, {unit(course)}" if unit(course) else name


def visits(course: Course) -> list[CourseVisit]:
    """Return the visits of a course in their order."""
    return [at.visit for at in course.values]
