"""Values of a course patient by patient, read from a data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.datasets.dataset import DataSet, course_column
from analytics.datasets.described_courses import ClinicalCourse, DescribedCourse, ScoreCourse
from analytics.stats.results import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Readings:
    """One row a reading that is known: its value, and the places of visit, patient and reader."""

    value: FloatArray
    visit: IntArray
    patient: IntArray
    reader: IntArray


def columns_of(course: DescribedCourse) -> list[str]:
    """Return the names of the columns that hold a course's values, without its changes."""
    if isinstance(course, ClinicalCourse):
        return [course_column(course.key, visit.code, "value") for visit in course.visits]
    return [
        course_column(course.key, visit.code, "score", reader)
        for visit in course.visits
        for reader in course.readers
    ]


def values(data: DataSet, course: DescribedCourse) -> FloatArray:
    """Return (patients, visits) values: of scores the mean of all planned readers, else NaN."""
    if isinstance(course, ClinicalCourse):
        return _numbers(data, columns_of(course))
    return np.column_stack([_mean(data, course, visit.code, "score") for visit in course.visits])


def changes(data: DataSet, course: DescribedCourse) -> FloatArray:
    """Return (patients, later visits) changes from the first visit.

    A reader's change is of the sites that the course's rule counts, so it needn't be the difference
    of both scores.
    """
    if isinstance(course, ClinicalCourse):
        at = values(data, course)
        return np.asarray(np.round(at[:, 1:] - at[:, :1], 9))
    return np.column_stack(
        [_mean(data, course, visit.code, "change") for visit in course.visits[1:]]
    )


def readings(data: DataSet, course: DescribedCourse) -> Readings:
    """Return every reading on its own; a clinical variable has one reader, so to say."""
    table = _numbers(data, columns_of(course))
    readers = len(course.readers) if isinstance(course, ScoreCourse) else 1
    patient, column = np.nonzero(np.isfinite(table))
    return Readings(table[patient, column], column // readers, patient, column % readers)


def _mean(data: DataSet, course: ScoreCourse, visit: str, part: str) -> FloatArray:
    """The mean of the readers of patients whom every planned reader scored."""
    names = [course_column(course.key, visit, part, reader) for reader in course.readers]
    table = _numbers(data, names)
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=1)
    return np.where(
        known.sum(axis=1) == course.readers_per_case, total / course.readers_per_case, np.nan
    )


def _numbers(data: DataSet, names: list[str]) -> FloatArray:
    return data.frame[names].to_numpy(dtype=np.float64)
