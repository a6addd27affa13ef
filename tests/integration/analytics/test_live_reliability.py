"""Agreement of readers while a campaign runs and in a run over the same readings is one figure."""

from __future__ import annotations

import pytest

from analytics.runs.services import read_inputs
from analytics.topics.readers.compute import reliability
from scoring.models import Campaign
from scoring.reliability.report import build_report
from tests.factories.cohorts import make_demo_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside_a_test")]


@pytest.mark.parametrize("modality", ["mri", "xr"])
def test_the_page_and_a_run_have_the_same_figures(modality: str) -> None:
    study = make_demo_cohort(20)
    campaign = Campaign.objects.get(study=study, code=modality)
    plan, data = read_inputs(study.pk)
    [run] = [
        found
        for found in reliability(data, plan)
        if found.instrument == campaign.instrument and found.feature == "erosion"
    ]
    [team] = run.teams
    report = build_report(campaign, feature="erosion")
    assert team.readers == report.chosen.readers
    for occasion, of_run in zip(
        report.occasions, (team.baseline, team.follow_up, team.change), strict=True
    ):
        live = report.agreement(report.chosen, report.measure, occasion)
        assert live.icc == of_run.icc
        assert live.n == of_run.n == 20
        assert (live.sdd, live.sdc_95, live.sdc_80) == (of_run.sdd, of_run.sdc_95, of_run.sdc_80)
        assert live.sdc_one == of_run.sdc_one
        assert live.limits[0].result == of_run.bland_altman[0].result
