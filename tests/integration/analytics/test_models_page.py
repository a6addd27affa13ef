"""The page of models: its parts, what they say, and runs from before its results existed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from analytics.figures import build_figure
from analytics.models import AnalysisRun
from analytics.report import Report
from analytics.runs.services import recompute
from analytics.tables import build_table
from analytics.views.models import PARTS
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TABLES = [
    "univariable", "groups", "model", "odds-by-step", "model-quality", "other-models", "strength",
    "performance", "calibration", "decision", "correlations", "correlations-with-change",
]  # fmt: skip
FIGURES = ["variables-forest", "forest", "calibration", "decision", "correlations"]


@pytest.fixture
def investigator(computed_study):
    user = UserFactory()
    MembershipFactory(study=computed_study, user=user, role="investigator")
    return user


def page(study, **options):
    return reverse("analytics:models", args=[study.code]), options


@pytest.mark.parametrize("part", [*PARTS, "", "unknown"])
def test_each_part_opens_with_few_queries(
    part, computed_study, investigator, sign_in, django_assert_max_num_queries
):
    client = sign_in(investigator)
    address, options = page(computed_study, part=part, outcome="mri-repair")
    with django_assert_max_num_queries(14):
        response = client.get(address, options)
    assert response.status_code == 200
    assert response.context["part"] == (part if part in PARTS else "univariable")
    assert response.context["outcome"] == "mri-repair"


def test_an_unknown_outcome_is_refused(computed_study, investigator, sign_in):
    address, options = page(computed_study, outcome="death")
    assert sign_in(investigator).get(address, options).status_code == 400


def test_sentences_say_how_a_figure_was_made(computed_study, investigator, sign_in):
    client = sign_in(investigator)

    def text(part):
        address, options = page(computed_study, part=part)
        return " ".join(client.get(address, options).content.decode().split())

    alone = text("univariable")
    assert "Holm over 10 tests" in alone
    assert "Intervals: profile likelihood" in alone
    assert "Mann-Whitney, exact given the ties" in alone
    together = text("multivariable")
    assert "20 of 20 patients used" in together
    assert "penalised" in together
    assert "seed 20170101" in text("validation")
    assert "Brant" in text("other")
    assert "Bonett" in text("correlations")


def test_a_run_from_before_these_results_opens_and_says_so(computed_study, investigator, sign_in):
    run = AnalysisRun.objects.get()
    for key in ("univariable", "validation", "correlations"):
        run.results.pop(key)
    for model in run.results["models"]:
        for key in ("odds", "inflation", "others"):
            model.pop(key, None)
    report = Report(run)
    older = {*TABLES} - {"model", "model-quality"}
    for key in TABLES:
        table = build_table(report, key, {})
        assert ("recompute to see it" in table.note) == (key in older)
        list(table.shown())
        list(table.plain())
    for key in FIGURES:
        built = build_figure(report, key, {}, lambda _: None)
        assert ("recompute to see it" in built.spec["description"]) == (key != "forest")


def test_every_table_and_figure_of_degenerate_studies_is_a_sentence(inside_a_test, sign_in):
    for size in (1, 3):
        study = make_demo_cohort(size, code=f"tiny-{size}")
        recompute(study.pk)
        report = Report(AnalysisRun.objects.get(study=study))
        for outcome in ("mri-progression", "mri-repair"):
            for key in TABLES:
                table = build_table(report, key, {"outcome": outcome})
                shown = list(table.shown())
                list(table.plain())
                assert shown or table.note
            for key in FIGURES:
                built = build_figure(report, key, {"outcome": outcome}, lambda _: None)
                assert built.spec["description"]
        client = sign_in(manager_of(study))
        for part in PARTS:
            address, options = page(study, part=part)
            assert client.get(address, options).status_code == 200
