"""Courses of data sets made up in memory: laws, and hardly any data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.datasets.dataset import DataSet, course_column
from analytics.datasets.described_courses import (
    ClinicalCourse,
    Courses,
    CourseVisit,
    ScoreCourse,
)
from analytics.design.plan import load_plan
from analytics.design.words import Names
from analytics.results.stored import load
from analytics.runs.compare.data import aligned, changes
from analytics.runs.compare.words import column_words
from analytics.stats.results import NotEstimable
from analytics.topics.course.compute import courses
from tests.factories.data_sets import make_meta, make_read_set
from tests.factories.stored_runs import stored_fields

VISITS = tuple(CourseVisit(f"m{month}", f"Month {month}", 30 * month) for month in (0, 6, 12, 24))
SCORES = ScoreCourse(
    "course.mri.erosion.observed", "mri-progression", 2, "observed", VISITS, (4, 9)
)
CLINICAL = ClinicalCourse("course.cdai", "cdai", VISITS)


@pytest.fixture(scope="module")
def plan():
    return load_plan(stored_fields("format-1")["plan"])


def made(scores: np.ndarray, clinical: np.ndarray) -> DataSet:
    """``scores``: (patients, visits, readers); ``clinical``: (patients, visits)."""
    frame = {"pseudonym": [f"P{i}" for i in range(len(scores))]}
    for v, visit in enumerate(VISITS):
        for r, reader in enumerate(SCORES.readers):
            at = scores[:, v, r]
            frame[course_column(SCORES.key, visit.code, "score", reader)] = at
            if v:
                frame[course_column(SCORES.key, visit.code, "change", reader)] = (
                    at - scores[:, 0, r]
                )
        frame[course_column(CLINICAL.key, visit.code, "value")] = clinical[:, v]
    meta = make_meta(courses=Courses((SCORES,), (CLINICAL,)))
    return DataSet(pd.DataFrame(frame), meta)


def drawn(n: int, seed: int = 3, gaps: float = 0.0) -> DataSet:
    random = np.random.default_rng(seed)
    patient = 3 * random.normal(size=(n, 1))
    own = random.normal(size=(n, 4))
    scores = np.round((patient + own)[:, :, None] + random.normal(size=(n, 4, 2)), 1)
    clinical = np.round(patient + random.normal(size=(n, 4)), 1)
    scores[random.random(scores.shape) < gaps] = np.nan
    clinical[random.random(clinical.shape) < gaps] = np.nan
    return made(scores, clinical)


def test_the_first_visit_is_the_baseline_of_every_change(plan):
    data = drawn(30)
    erosion, cdai = courses(data, plan)
    frame = data.frame
    for found in cdai.changes:
        moved = frame[f"course.cdai/{found.visit.code}/value"] - frame["course.cdai/m0/value"]
        assert found.change.means.mean_change == pytest.approx(moved.mean())
    assert [one.visit.code for one in erosion.changes] == ["m6", "m12", "m24"]
    assert [test.name for test in erosion.by_means.tests] == ["m6", "m12", "m24"]
    assert all(
        test.adjusted >= test.raw for test in (*erosion.by_means.tests, *erosion.by_ranks.tests)
    )


def test_complete_values_have_the_same_changes_in_the_model_and_beside_it(plan):
    for course in courses(drawn(30), plan):
        for by_model, found in zip(course.model.changes, course.changes, strict=True):
            assert by_model.change == pytest.approx(found.change.means.mean_change, abs=1e-6)
        for by_model, at in zip(course.model.means, course.values, strict=True):
            assert by_model.mean == pytest.approx(at.numbers.mean, abs=1e-6)


def test_a_patient_whom_one_of_two_readers_scored_has_no_mean_and_counts_in_the_model(plan):
    data = drawn(30)
    column = course_column(SCORES.key, "m6", "score", 9)
    data.frame.loc[0, column] = np.nan
    erosion = courses(data, plan)[0]
    assert erosion.values[1].numbers.n == 29
    assert erosion.values[1].numbers.missing == 1
    assert erosion.model.means[1].rows == 59


def test_one_reader_a_patient_is_no_component(plan):
    data = drawn(30)
    alone = replace(SCORES, readers_per_case=1)
    frame = data.frame.copy()
    for visit in VISITS:
        frame.loc[:14, course_column(SCORES.key, visit.code, "score", 4)] = np.nan
        frame.loc[15:, course_column(SCORES.key, visit.code, "score", 9)] = np.nan
    meta = replace(data.meta, courses=Courses((alone,), ()))
    model = courses(DataSet(frame, meta), plan)[0].model
    assert model.variances.readers is model.variances.courses is None
    assert model.sample.n_used == 120


@settings(max_examples=25, deadline=None)
@given(n=st.integers(0, 6), seed=st.integers(0, 10_000), gaps=st.sampled_from([0.0, 0.3, 0.8]))
def test_hardly_any_data_give_figures_or_reasons(plan, n, seed, gaps):
    for course in courses(drawn(n, seed, gaps), plan):
        assert course.patients <= n
        for at in course.values:
            assert at.numbers.n + at.numbers.missing == course.patients
        found = course.model
        assert found.changes or isinstance(found.deviance, NotEstimable)


def test_values_that_never_vary_give_reasons(plan):
    flat = made(np.ones((8, 4, 2)), np.full((8, 4), 2.0))
    for course in courses(flat, plan):
        assert "equal" in course.model.deviance.reason
        assert "equal" in course.changes[0].change.means.test.p.reason


def test_a_run_of_before_holds_none(plan):
    assert load(stored_fields("format-1")["results"], plan).courses == ()


def test_a_changed_value_of_a_course_is_told_by_its_name(plan):
    before, after = drawn(5), drawn(5)
    for data in (before, after):
        data.frame["patient_id"] = np.arange(5.0)
    after.frame.loc[2, "course.cdai/m6/value"] += 1
    after.frame.loc[2, course_column(SCORES.key, "m6", "score", 9)] += 1
    no_endpoints = replace(plan, endpoints=())
    (found,) = changes(aligned(before, no_endpoints, after, no_endpoints))
    assert found.pseudonym == "P2"
    sets = {"mri.bl-m12": make_read_set(title="MRI reads")}
    assert column_words(found.columns, Names({}, {}), sets) == [
        "MRI reads: course of erosion over the visits",
        "CDAI: course over the visits",
    ]


def test_courses_that_one_run_has_alone_are_no_change_of_any_patient(plan):
    """An earlier release stored none, and another plan asks for other measures."""
    with_courses, without = drawn(5), drawn(5)
    for data in (with_courses, without):
        data.frame["patient_id"] = np.arange(5.0)
    bare = DataSet(without.frame[["patient_id", "pseudonym"]], make_meta())
    no_endpoints = replace(plan, endpoints=())
    for pair in ((bare, with_courses), (with_courses, bare)):
        first, second = pair
        assert changes(aligned(first, no_endpoints, second, no_endpoints)) == []
