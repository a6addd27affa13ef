"""The package of a study that was computed a moment ago, with few patients."""

from __future__ import annotations

import pytest

from analytics.models import AnalysisRun
from analytics.package.build import build_package
from analytics.results.stored_run import StoredRun
from tests.factories.r_scripts import check_package

pytestmark = pytest.mark.django_db


def test_r_agrees_with_a_small_study_computed_today(computed_study, tmp_path):
    """In a locale that has no letters but those of ASCII, and without packages of others."""
    run = AnalysisRun.objects.defer("data_set").get(study=computed_study)
    content = build_package(StoredRun(run), computed_study.code).content
    elsewhere = str(tmp_path / "no packages")
    checked = check_package(
        content, tmp_path, LC_ALL="C", R_LIBS_SITE=elsewhere, R_LIBS_USER=elsewhere
    )
    assert checked.differs == []
    assert checked.status == 0
    assert len(checked.agrees) >= 1000
    without = [line for line in checked.not_checked if "pROC is not installed" in line]
    assert len(without) == 20, "an area of each of ten exposures for two outcomes"
    assert not any("by pROC" in line for line in checked.agrees)
