"""Every value of a course as a long table, one row a reading."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.datasets.dataset import DataSet
from analytics.datasets.described_courses import DescribedCourse, ScoreCourse
from analytics.results.stored_run import StoredRun
from analytics.tables.table import Column, Table
from analytics.topics.course import points
from analytics.topics.course.names import course_names, unit


def described(stored: StoredRun, key: str) -> tuple[DescribedCourse, DataSet]:
    """Return a course that the run has as its stored data set describes it, with its columns."""
    known = stored.data(["pseudonym"]).meta.courses.every
    course = next(one for one in known if one.key == key)
    return course, stored.data(["pseudonym", *points.columns_of(course)])


def readings(stored: StoredRun, key: str = "") -> Table:
    """Each reading of one course, or of all: patient, visit, reader, value and unit."""
    names = course_names(stored)
    rows: list[list[Any]] = []
    for found in stored.courses(key):
        course, data = described(stored, found.key)
        one = points.readings(data, course)
        patients = data.frame["pseudonym"]
        rows += [
            [
                names[found.key],
                patients.iloc[patient],
                course.visits[visit].name,
                course.visits[visit].day,
                int(reader) + 1 if isinstance(course, ScoreCourse) else None,
                float(value),
                unit(found),
            ]
            for value, visit, patient, reader in sorted(
                zip(one.value, one.visit, one.patient, one.reader, strict=True),
                key=lambda row: (row[2], row[1], row[3]),
            )
        ]
    return Table(
        f"course-readings-{key}" if key else "course-readings",
        _("Every value over the visits"),
        [
            Column(_("Value"), "text"),
            Column(_("Patient"), "text"),
            Column(_("Visit"), "text"),
            Column(_("Planned day"), "count"),
            Column(_("Reader"), "count"),
            Column(_("Reading"), "number"),
            Column(_("Unit"), "text"),
        ],
        rows,
        note=_("One row a reading. Readers are numbered within the campaign, never named."),
    )
