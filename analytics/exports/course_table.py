"""The courses of an analysis set as a long table: one row a reading of a patient at a visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import DataSet
from analytics.datasets.described_courses import ClinicalCourse, DescribedCourse
from analytics.datasets.meta import DataSetMeta
from analytics.design.clinical import VARIABLES
from analytics.design.plan import Plan
from analytics.exports.names import letters
from analytics.exports.table import ExportColumn
from analytics.tables.endpoints import reads_name
from analytics.topics.course import points


@dataclass(frozen=True)
class CourseTable:
    """The long table, ready to be written; it has ``most`` rows or fewer."""

    grain: str
    columns: tuple[ExportColumn, ...]
    rows: Iterator[Sequence[Any]]
    most: int


def course_table(
    content: bytes, meta: DataSetMeta, plan: Plan, *, patients: int
) -> CourseTable | None:
    """Return the courses of a stored data set of some patients; None where it has none.

    ``meta`` and ``plan`` are those that the run was computed with. One course is read at a time.
    """
    courses = meta.courses.every
    if not courses:
        return None
    named = {course.key: _named(course, plan) for course in courses}
    visits = {visit.code: visit.name for course in courses for visit in course.visits}
    return CourseTable(
        grain=_("one row a value of a patient at a visit, of one reader where readers scored it"),
        columns=(
            ExportColumn("patient", _("Study pseudonym")),
            ExportColumn(
                "course", _("What was measured"), codes={key: n for key, (n, _u) in named.items()}
            ),
            ExportColumn("visit", _("Planned visit"), codes=visits),
            ExportColumn("planned_day", _("Day of the planned visit"), "whole number", _("days")),
            ExportColumn("reader", _("Reader of the course, by letter")),
            ExportColumn("reading", _("Value"), "decimal number", _("see unit")),
            ExportColumn("unit", _("Unit of the value")),
        ),
        rows=_rows(content, courses, {key: unit for key, (_n, unit) in named.items()}),
        most=patients * sum(len(points.columns_of(course)) for course in courses),
    )


def _rows(
    content: bytes, courses: Sequence[DescribedCourse], units: dict[str, str]
) -> Iterator[Sequence[Any]]:
    for course in courses:
        data = DataSet.from_parquet(content, ["pseudonym", *points.columns_of(course)])
        found = points.readings(data, course)
        patients = data.frame["pseudonym"].to_numpy()
        for value, visit, patient, reader in zip(
            found.value, found.visit, found.patient, found.reader, strict=True
        ):
            at = course.visits[visit]
            letter = "" if isinstance(course, ClinicalCourse) else letters(int(reader))
            yield [
                patients[patient], course.key, at.code, at.day, letter, float(value),
                units[course.key],
            ]  # fmt: skip


def _named(course: DescribedCourse, plan: Plan) -> tuple[str, str]:
    """Its name and its unit."""
    if isinstance(course, ClinicalCourse):
        return str(VARIABLES[course.variable].label), VARIABLES[course.variable].unit
    reads = next(one for one in plan.score_endpoints() if one.key == course.endpoint)
    return reads_name(reads), _("points")
