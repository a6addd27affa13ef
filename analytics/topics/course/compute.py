"""Every course of a data set: described at each visit, changed from the first, and modelled."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.described_courses import ClinicalCourse, DescribedCourse, ScoreCourse
from analytics.design.plan import Plan
from analytics.results.course import AtVisit, ChangeTo, Course, ReadBy
from analytics.stats.comparison.multiplicity import Family, adjust
from analytics.stats.comparison.paired_numbers import PairedChange, compare_paired_numbers
from analytics.stats.descriptive.summaries import describe_numbers, mean_interval
from analytics.stats.regression.mixed import VisitModel, visit_model
from analytics.stats.results import Estimate, FloatArray
from analytics.topics.course import points


def courses(data: DataSet, plan: Plan) -> tuple[Course, ...]:
    """Return the courses of scores, then those of clinical variables."""
    return tuple(_course(data, plan, one) for one in data.meta.courses.every)


def _course(data: DataSet, plan: Plan, course: DescribedCourse) -> Course:
    at, moved = points.values(data, course), points.changes(data, course)
    inside = np.isfinite(at).any(axis=1)
    changes = tuple(
        ChangeTo(visit, _from_zero(change, plan.level))
        for visit, change in zip(course.visits[1:], moved.T, strict=True)
    )
    return Course(
        key=course.key,
        read=_read_by(course) if isinstance(course, ScoreCourse) else None,
        variable=course.variable if isinstance(course, ClinicalCourse) else None,
        patients=int(inside.sum()),
        values=tuple(
            AtVisit(visit, describe_numbers(found), mean_interval(found, level=plan.level))
            for visit, found in zip(course.visits, at[inside].T, strict=True)
        ),
        changes=changes,
        by_means=_family(
            course, plan, {one.visit.code: one.change.means.test.p for one in changes}
        ),
        by_ranks=_family(
            course, plan, {one.visit.code: one.change.ranks.test.p for one in changes}
        ),
        model=_model(data, plan, course),
    )


def _read_by(course: ScoreCourse) -> ReadBy:
    return ReadBy(
        endpoint=course.endpoint,
        sites_rule=course.sites_rule,
        per_case=course.readers_per_case,
        readers=len(course.readers),
    )


def _from_zero(values: FloatArray, level: float) -> PairedChange:
    """A change as one from 0: it knows rules for sites that a difference of scores doesn't."""
    return compare_paired_numbers(
        np.zeros(values.size), values, names=("start", "change"), level=level
    )


def _family(course: DescribedCourse, plan: Plan, p_values: dict[str, Estimate]) -> Family:
    return adjust(course.key, p_values, method=plan.adjustment)


def _model(data: DataSet, plan: Plan, course: DescribedCourse) -> VisitModel:
    """The mixed model of every reading.

    Where each patient has one reader, readers can't be told from patients: they are no component.
    """
    found = points.readings(data, course)
    days = np.array([visit.day for visit in course.visits], dtype=np.float64)
    told_apart = isinstance(course, ScoreCourse) and course.readers_per_case > 1
    return visit_model(
        found.value,
        days[found.visit],
        found.patient,
        found.reader if told_apart else None,
        own_courses=told_apart,
        level=plan.level,
    )
