"""The package of a study with four visits: R finds the same courses."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from analytics.models import AnalysisRun
from analytics.package.build import build_package
from analytics.results.stored_run import StoredRun
from tests.factories.r_scripts import check_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(course_study):
    run = AnalysisRun.objects.defer("data_set").get(study=course_study)
    return build_package(StoredRun(run), course_study.code).content


def test_r_agrees_with_every_course(package, tmp_path):
    checked = check_package(package, tmp_path)
    assert checked.differs == []
    assert checked.status == 0
    agreed = "\n".join(checked.agrees)
    for what in (
        "MRI, Erosion at M24: mean",
        "MRI, Erosion, change to M24: P by ranks",
        "MRI, Erosion, mixed model: deviance",
        "MRI, Erosion, mixed model: change 4, upper",
        "DAS28-CRP, mixed model: F",
        "Adjusted P, changes of CDAI by t: m24",
    ):
        assert what in agreed


def test_the_codebook_says_what_each_column_of_a_course_is(package):
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        rows = list(csv.DictReader(io.StringIO(opened.read("codebook.csv").decode())))
        names = opened.namelist()
    found = {row["column"]: row for row in rows if row["column"].startswith("course")}
    assert len(found) == 2 * (4 + 3) + 7 * 4
    labels = {row["label"]: row["unit"] for row in found.values()}
    assert labels["MRI, Erosion, reader A, sum at M6"] == "points"
    assert labels["MRI, Erosion, reader B, change from BL to M24"] == "points"
    assert labels["CRP at M12"] == "mg/L"
    assert "tables/course-readings-course.mri.erosion.observed.csv" in names
