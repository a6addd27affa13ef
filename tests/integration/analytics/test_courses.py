"""Courses of a study with four visits, gaps and dropouts: data set, figures, pages, files."""

from __future__ import annotations

import re

import altair as alt
import numpy as np
import pytest
from django.urls import reverse

from analytics.datasets.dataset import DataSet, course_column, reader_column
from analytics.exports.analysis_set import analysis_set
from analytics.exports.scores import scores_for
from analytics.models import AnalysisRun
from analytics.paper.document import Paragraph
from analytics.results.stored_run import StoredRun
from analytics.tables import formats
from analytics.topics.course.compute import courses
from analytics.topics.course.section import methods, section
from analytics.topics.course.topic import COURSE
from analytics.topics.registry import build_figure, build_table
from ra_registry.cohort.freshness import data_version
from tests.factories.cohorts import manager_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(course_study):
    return course_study


@pytest.fixture
def stored(study):
    return StoredRun(AnalysisRun.objects.get(study=study))


@pytest.fixture
def data(stored):
    return stored.data()


def course(stored, key):
    return next(one for one in stored.results.courses if one.key == key)


def test_a_measure_is_a_course_where_three_visits_were_read(data):
    assert [one.key for one in data.meta.courses.scores] == ["course.mri.erosion.observed"]
    assert [one.variable for one in data.meta.courses.clinical] == [
        "das28_esr", "das28_crp", "sdai", "cdai", "haq_di", "crp_mg_l", "esr",
    ]  # fmt: skip
    found = data.meta.courses.scores[0]
    assert [(visit.code, visit.day) for visit in found.visits] == [
        ("bl", 0), ("m6", 182), ("m12", 365), ("m24", 730),
    ]  # fmt: skip


def test_scores_and_changes_are_those_of_the_endpoints_read_set(data):
    """A pair of visits that an endpoint uses as well holds the same numbers."""
    found = data.meta.courses.scores[0]
    read_set = data.meta.read_set("mri.bl-m12")
    assert found.readers == read_set.readers
    for reader in found.readers:
        for visit, part, other in (
            ("bl", "score", "baseline_half"),
            ("m12", "score", "follow_up_half"),
            ("m12", "change", "change_half"),
        ):
            ours = data.frame[course_column(found.key, visit, part, reader)].to_numpy()
            theirs = data.frame[reader_column("mri.bl-m12", "erosion", reader, other)] / 2
            np.testing.assert_array_equal(ours, theirs.to_numpy())


def test_the_baseline_value_is_the_cohorts(data):
    baseline = data.frame["course.das28_esr/bl/value"].to_numpy()
    np.testing.assert_array_equal(baseline, data.frame["das28_esr"].to_numpy())


def test_numbers_at_risk_follow_who_left_and_who_missed(stored):
    erosion = course(stored, "course.mri.erosion.observed")
    assert [at.numbers.n for at in erosion.values] == [20, 17, 15, 14]
    assert [at.numbers.missing for at in erosion.values] == [0, 3, 5, 6]
    assert erosion.patients == 20
    esr = course(stored, "course.esr")
    assert esr.values[1].numbers.n == 16


def test_the_change_to_an_endpoints_visit_is_the_paired_change(stored):
    erosion = course(stored, "course.mri.erosion.observed")
    paired = next(one for one in stored.results.paired_change if one.endpoint == "mri-progression")
    to_year_one = next(one for one in erosion.changes if one.visit.code == "m12")
    assert to_year_one.change == paired.change


def test_the_model_tells_patients_readers_and_courses_apart(stored):
    model = course(stored, "course.mri.erosion.observed").model
    assert (model.patients, model.readers, model.visits) == (20, 2, 4)
    assert model.variances.readers is not None
    assert model.variances.courses is not None
    assert len(model.changes) == 3
    alone = course(stored, "course.cdai").model
    assert alone.readers == 1
    assert alone.variances.readers is None


def test_the_stored_data_set_gives_the_same_results_again(stored, data):
    again = DataSet.from_parquet(data.to_parquet())
    assert again.digest() == data.digest()
    assert courses(again, stored.plan) == stored.results.courses


def test_a_study_of_two_visits_has_no_courses(computed_study):
    run = StoredRun(AnalysisRun.objects.get(study=computed_study))
    assert run.results.courses == ()
    assert not [name for name in run.data().frame.columns if name.startswith("course.")]


@pytest.fixture
def client(study, sign_in):
    return sign_in(manager_of(study))


def test_the_page_shows_each_course_and_refuses_one_that_is_not_there(study, client):
    address = reverse("analytics:imaging", args=[study.code])
    page = client.get(address).content.decode()
    assert "Courses over the visits" in page
    assert "By the mixed model of all 4 visits erosion rose by" in page
    other = client.get(address, {"course": "course.cdai"}).content.decode()
    assert "CDAI: course of the mean" in other
    refused = client.get(address, {"course": "course.none"})
    assert refused.status_code == 400
    assert "This run has no course" in refused.content.decode()


def test_every_table_and_figure_opens_for_each_course_and_for_all(stored):
    for course in ("", *(one.key for one in stored.results.courses)):
        for key in COURSE.tables:
            table = build_table(stored, key, {"course": course})
            assert table.rows
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert list(table.plain())
        for key in COURSE.figures:
            drawn = build_figure(stored, key, {"course": course}, lambda _: None)
            alt.Chart.from_dict(drawn.spec, validate=True)


def test_the_long_table_holds_every_reading_once(stored, data):
    table = build_table(stored, "course-readings", {"course": "course.mri.erosion.observed"})
    held = [
        name
        for name in data.frame.columns
        if name.startswith("course.mri") and name.endswith("/score")
    ]
    assert len(table.rows) == int(data.frame[held].notna().sum().sum())
    places = [tuple(row[1:5]) for row in table.rows]
    assert len(places) == len(set(places))
    assert {row[-1] for row in table.rows} == {"points"}


def test_an_export_has_the_courses_as_a_long_table(study, data):
    found = analysis_set(study, data_version(study.pk), scores_for(study.pk, None)).courses
    header = [column.name for column in found.columns]
    rows = [dict(zip(header, row, strict=True)) for row in found.rows]
    held = [
        name
        for name in data.frame.columns
        if name.startswith("course.") and name.endswith(("/score", "/value"))
    ]
    assert len(rows) == int(data.frame[held].notna().sum().sum()) <= found.most
    meanings = {column.name: column.meanings() for column in found.columns}
    assert {row["course"] for row in rows} == set(meanings["course"])
    assert {row["visit"] for row in rows} == set(meanings["visit"])
    assert {row["reader"] for row in rows} == {"", "a", "b"}
    assert {row["unit"] for row in rows if row["course"] == "course.esr"} == {"mm/h"}


def test_the_figure_says_how_many_patients_are_left(stored):
    drawn = build_figure(stored, "course-means", {}, lambda _: None)
    labels = drawn.spec["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert '["M24", "n = 14"]' in labels
    assert "M24" in drawn.spec["description"]


def test_patients_with_a_single_visit_are_drawn_and_listed(stored):
    drawn = build_figure(stored, "individual-courses", {}, lambda _: None)
    assert len(drawn.patients.rows) == 20
    assert formats.DASH in drawn.patients.rows[3]["values"]


def test_the_report_tells_each_course(stored):
    said = section(stored)
    words = " ".join(part.text for part in said.parts if isinstance(part, Paragraph))
    assert "in 20 of 20 patients and" in words
    assert "in 14 of 20 patients" in words
    assert "patients' courses" in words
    assert "DAS28-CRP" in words
    assert not re.search(r"\b1 patients\b|None|nan|\{|%\(", words)
    assert methods(stored)


def test_a_study_of_two_visits_shows_nothing_of_it(computed_study, sign_in):
    run = StoredRun(AnalysisRun.objects.get(study=computed_study))
    assert section(run) is None
    assert methods(run) == []
    client = sign_in(manager_of(computed_study))
    page = client.get(reverse("analytics:imaging", args=[computed_study.code]))
    assert "Courses over the visits" not in page.content.decode()
