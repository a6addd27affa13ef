"""The demo study, built by its command through services and importer, gives the paper's figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from analytics.models import EndpointDefinition
from analytics.results.roc import MarkerRoc
from analytics.results.run import Results
from analytics.runs.compute import compute
from analytics.runs.services import read_inputs
from analytics.stats.comparison.paired import PairedComparison
from analytics.stats.regression.logistic import LogisticResult
from ra_registry.accounts.models import User
from ra_registry.assays.models import AssayFile, Batch, Measurement
from ra_registry.assays.services.preview import build_preview
from ra_registry.cohort.models import Patient, Question, Study
from ra_registry.core import audit
from ra_registry.demo.cast import EARLY_RA, OTHER, ROOM
from scoring.models import (
    AdjudicationOutcome,
    Assignment,
    Campaign,
    Certificate,
    Reading,
    SiteScore,
)
from tests.undone import undone

pytestmark = pytest.mark.django_db


@dataclass
class Built:
    """What the command printed, and what the pipeline computed of the main study."""

    output: str
    results: Results


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Built]:
    """Build once for the module; nothing of it stays."""
    with django_db_blocker.unblock(), undone():
        output = io.StringIO()
        call_command("demo_data", "--print-logins", stdout=output, stderr=io.StringIO())
        plan, data = read_inputs(Study.objects.get(code=EARLY_RA.code).pk)
        yield Built(output.getvalue(), compute(data, plan, lambda _percent, _text: None))


def comparison(built: Built, key: str) -> PairedComparison:
    return next(one.result for one in built.results.imaging.comparisons if one.key == key)


def il6(built: Built) -> MarkerRoc:
    outcome = next(o for o in built.results.roc if o.endpoint == "mri-progression")
    return outcome.marker("il-6")


def test_progression_and_repair_are_the_papers(built: Built) -> None:
    progression, repair = comparison(built, "progression"), comparison(built, "repair")
    assert (progression.first.successes, progression.second.successes) == (46, 23)
    assert (repair.first.successes, repair.second.successes) == (23, 13)
    assert progression.first.n == 88
    assert isinstance(progression.exact.p, float)
    assert progression.exact.p < 0.001


def test_il6_separates_progressors_at_the_papers_cutoff(built: Built) -> None:
    found = il6(built)
    assert found.auc.value == pytest.approx(0.82, abs=0.01)
    (cutoff,) = found.optima
    assert cutoff.midpoint == pytest.approx(7.6, abs=0.3)


def test_il6_and_seropositivity_are_independent_and_il6_is_stronger(built: Built) -> None:
    model = next(m for m in built.results.models if m.endpoint == "mri-progression")
    assert isinstance(model.result, LogisticResult)
    il6, seropositive = model.result.coefficients
    assert (il6.name, seropositive.name) == ("il-6", "seropositive")
    for coefficient in (il6, seropositive):
        assert isinstance(coefficient.p_wald, float)
        assert coefficient.p_wald < 0.05
    assert isinstance(il6.odds_ratio_per_sd, float)
    assert isinstance(seropositive.odds_ratio_per_sd, float)
    assert il6.odds_ratio_per_sd > seropositive.odds_ratio_per_sd > 1


def test_few_questions_are_open_and_none_is_a_contradiction(built: Built) -> None:
    """What a person would look at: not every patient whose treatment worked."""
    for demo, most in ((EARLY_RA, 12), (OTHER, 3)):
        asked = Question.objects.open().filter(study__code=demo.code)
        assert not asked.filter(hard=True).exists()
        assert asked.count() <= most
    rules = set(Question.objects.filter(study__code=EARLY_RA.code).values_list("rule", flat=True))
    assert {"visit-outside-window", "jump"} <= rules


def test_ties_between_patients_survive_the_averaging_of_replicates(built: Built) -> None:
    # 1586.5 of 1932 pairs: the half is a tie that a mean of binary floats would break.
    assert il6(built).auc.value == pytest.approx(1586.5 / 1932, abs=1e-12)


def test_everything_came_through_readings_and_plate_files(built: Built) -> None:
    study = Study.objects.get(code=EARLY_RA.code)
    submitted = Reading.objects.filter(
        assignment__case__campaign__study=study, state="submitted", is_current=True
    )
    assert submitted.count() == 88 * 2 * 2
    scores = SiteScore.objects.filter(reading__in=submitted)
    assert scores.count() == 88 * 2 * 2 * (78 + 86 + 9)
    batch = Batch.objects.get(study=study)
    assert batch.rows_stored == batch.rows_in_file
    measured = Measurement.objects.filter(well__plate__batch=batch, well__role="sample")
    assert measured.count() == 88 * 2 * 10
    assert study.is_synthetic


def test_there_is_work_waiting_for_each_role(built: Built) -> None:
    reader = User.objects.get(email="reader1@early.example")
    waiting = Assignment.objects.filter(reader=reader, status="assigned")
    assert waiting.filter(case__campaign__study__code=EARLY_RA.code).count() == 88
    assert waiting.filter(case__campaign__study__code=ROOM.code).exists()
    staged = AssayFile.objects.get(study__code=EARLY_RA.code, state="staged")
    preview = build_preview(staged)
    assert preview.acceptable, preview.blocks
    assert preview.sample_count == 37


def test_campaigns_stand_where_a_visitor_wants_to_see_them(built: Built) -> None:
    states = dict(Campaign.objects.filter(study__code=EARLY_RA.code).values_list("code", "state"))
    assert states == {"mri": "locked", "radiographs": "locked", "mri-again": "open"}
    room = Campaign.objects.filter(study__code=ROOM.code)
    assert dict(room.values_list("code", "kind")) == {"calibration": "calibration", "pool": "study"}
    assert Certificate.objects.exists()
    assert AdjudicationOutcome.objects.exists()


def test_the_second_study_has_other_people_and_patients(built: Built) -> None:
    first, second = Study.objects.get(code=EARLY_RA.code), Study.objects.get(code=OTHER.code)
    teams = [set(study.memberships.values_list("user", flat=True)) for study in (first, second)]
    assert not teams[0] & teams[1]
    assert Patient.objects.filter(study=second).count() == 12
    assert EndpointDefinition.objects.filter(study=second).count() == 4


def test_every_role_gets_a_sign_in(built: Built) -> None:
    for email in ("reader1", "coordinator", "investigator", "manager", "monitor"):
        assert f"{email}@early.example" in built.output
    reader = User.objects.get(email="reader1@early.example")
    assert reader.check_password("synthetic-patients-only")
    assert "synthetic-patients-only" in built.output


def test_building_again_changes_nothing(built: Built) -> None:
    before = Patient.objects.count()
    err = io.StringIO()
    call_command("demo_data", stderr=err, stdout=io.StringIO())
    assert err.getvalue().count("built already") == 3
    assert Patient.objects.count() == before


def test_the_audit_trail_of_the_build_is_intact(built: Built) -> None:
    found = audit.verify()
    assert found.intact, found.reason
    assert found.events > 20


def test_a_production_server_refuses_it(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="not built on a production server"):
        call_command("demo_data")


def test_the_number_of_patients_must_be_positive() -> None:
    with pytest.raises(CommandError, match="--patients is 0"):
        call_command("demo_data", patients=0)
