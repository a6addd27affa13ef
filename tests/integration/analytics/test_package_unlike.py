"""Studies unlike the demo, separated, tied or empty: R agrees, or says what it can't check."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from analytics.models import AnalysisRun
from analytics.package.build import build_package
from analytics.results.stored_run import StoredRun
from analytics.runs import services
from analytics.runs.services import recompute
from tests.factories.r_scripts import check_package
from tests.integration.analytics.test_unlike_studies import MAKERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", MAKERS)
def test_r_agrees_with_what_can_be_estimated(name, monkeypatch, tmp_path):
    monkeypatch.setattr(services, "consistent_snapshot", nullcontext)
    study = MAKERS[name]()
    recompute(study.pk)
    run = AnalysisRun.objects.defer("data_set").get(study=study)
    checked = check_package(build_package(StoredRun(run), study.code).content, tmp_path)
    assert checked.differs == []
    assert checked.status == 0
    assert checked.agrees
