"""Courses in tables: each visit, each change, the model of all visits, and every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.course import Course
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.paired_numbers import EXACT_VARIANT
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import formats
from analytics.tables.table import Column, Table
from analytics.topics.course.names import course_names, with_unit

Rows = Callable[[StoredRun, Course], Iterator[list[Any]]]


def values(stored: StoredRun, key: str = "") -> Table:
    """The value at each visit, of one course or of all."""
    return Table(
        _file("course-values", key),
        _("Values over the visits"),
        [
            Column(_("Value"), "text"),
            Column(_("Visit"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Without the value"), "count"),
            Column(_("Mean (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("SD"), "fixed"),
            Column(_("Median (quartiles)"), "estimate", places=2),
        ],
        _rows(stored, key, _values),
        note=_(
            "Scores: mean of the readers, where every planned one has scored. Without the value: "
            "of the patients who have it at one visit or more. Quartiles of type %(type)d."
        )
        % {"type": stored.plan.quantile_type},
    )


def _values(stored: StoredRun, course: Course) -> Iterator[list[Any]]:
    for at in course.values:
        numbers = at.numbers
        yield [
            at.visit.name,
            numbers.n,
            numbers.missing,
            (numbers.mean, at.mean_interval),
            numbers.sd,
            formats.middle(stored.quartiles(numbers)),
        ]


def changes(stored: StoredRun, key: str = "") -> Table:
    """The change from the first visit to each later one, with both tests."""
    return Table(
        _file("course-changes", key),
        _("Change from the first visit"),
        [
            Column(_("Value"), "text"),
            Column(_("To"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Mean change (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("P, paired t"), "p"),
            Column(_("P, paired t, adjusted"), "p"),
            Column(_("Hodges–Lehmann (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("P, signed rank"), "p"),
            Column(_("P, signed rank, adjusted"), "p"),
            Column(_("Unchanged"), "count"),
            Column(_("Ranks"), "text"),
        ],
        _rows(stored, key, _changes),
        note=_(
            "Of the patients with both visits. Each P is adjusted over the visits of its value. "
            "Patients without change count in the mean; the signed-rank test leaves them out. "
            "Ranks: exact below 50 changes without ties, else by the normal approximation with "
            "corrections for ties and continuity."
        ),
    )


def _changes(_stored: StoredRun, course: Course) -> Iterator[list[Any]]:
    for place, found in enumerate(course.changes):
        means, ranks = found.change.means, found.change.ranks
        yield [
            found.visit.name,
            found.change.sample.n_used,
            (means.mean_change, means.interval),
            means.test.p,
            course.by_means.tests[place].adjusted,
            (ranks.shift, ranks.interval),
            ranks.test.p,
            course.by_ranks.tests[place].adjusted,
            ranks.zeros,
            _("exact") if ranks.test.variant == EXACT_VARIANT else _("normal"),
        ]


def model(stored: StoredRun, key: str = "") -> Table:
    """Mean and change at each visit by the mixed model."""
    return Table(
        _file("course-model", key),
        _("Mixed model of the visits"),
        [
            Column(_("Value"), "text"),
            Column(_("Visit"), "text"),
            Column(_("Readings"), "count"),
            Column(_("Mean by the model (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column(_("Change from the first (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column("P", "p"),
        ],
        _rows(stored, key, _model),
        note=_(
            "Every reading of every patient counts, also of those who missed a visit or left. "
            "Values that are missing must be so for reasons that the values seen explain."
        ),
    )


def _model(_stored: StoredRun, course: Course) -> Iterator[list[Any]]:
    found = course.model
    if isinstance(found.deviance, NotEstimable):
        for at in course.values:
            why = found.deviance
            yield [at.visit.name, None, (why, why), (None, None), None]
        return
    later = (None, *found.changes)
    for at, mean, change in zip_longest(course.values, found.means, later):
        moved = (None, None) if change is None else (change.change, change.interval)
        yield [
            at.visit.name,
            mean.rows,
            (mean.mean, mean.interval),
            moved,
            change.p if change else None,
        ]


def variances(stored: StoredRun, key: str = "") -> Table:
    """What the model's variance is made of, as standard deviations, and the test of the visits."""
    return Table(
        _file("course-variances", key),
        _("Mixed model: where values differ, and the test of the visits"),
        [
            Column(_("Value"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Readers"), "count"),
            Column(_("SD of patients"), "fixed"),
            Column(_("SD of patients' courses"), "fixed"),
            Column(_("SD of readers"), "fixed"),
            Column(_("SD of the rest"), "fixed"),
            Column("F", "fixed"),
            Column(_("Degrees of freedom"), "text"),
            Column(_("P, all visits alike"), "p"),
        ],
        _rows(stored, key, _variances),
        note=_(
            "SDs in the value's unit. Patients' courses: how differently patients go from visit to "
            "visit, seen by all readers alike. A dash: the model has no such part. %(test)s."
        )
        % {"test": _test(stored)},
    )


def _variances(_stored: StoredRun, course: Course) -> Iterator[list[Any]]:
    found = course.model
    parts = found.variances
    df = found.test.df
    yield [
        found.patients,
        found.readers if course.read else None,
        _sd(parts.patients),
        _sd(parts.courses),
        _sd(parts.readers),
        _sd(parts.residual),
        found.test.statistic,
        None if df is None else _("%(visits)d and %(df)g") % {"visits": found.visits - 1, "df": df},
        found.test.p,
    ]


def _test(stored: StoredRun) -> str:
    found = stored.results.courses
    return found[0].model.test.variant if found else ""


def _sd(variance: Estimate | None) -> Estimate | None:
    return sqrt(variance) if isinstance(variance, float | int) else variance


def _rows(stored: StoredRun, key: str, of: Rows) -> list[list[Any]]:
    """Each row with what it is of in front, its unit beside."""
    names = course_names(stored)
    return [
        [with_unit(names[course.key], course), *row]
        for course in stored.courses(key)
        for row in of(stored, course)
    ]


def _file(name: str, key: str) -> str:
    return f"{name}-{key}" if key else name
