"""The page of models: its parts and what they say, of one outcome at a time."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.runs.services import recompute
from analytics.topics.registry import build_figure, build_table
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PARTS = ["univariable", "multivariable", "validation", "other", "dose", "correlations"]
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
    tabs = [(QueryDict(tab["url"][1:]), tab["active"]) for tab in response.context["tabs"]]
    assert [query["part"] for query, _ in tabs] == PARTS
    assert {query["outcome"] for query, _ in tabs} == {"mri-repair"}
    opened = [query["part"] for query, active in tabs if active]
    assert opened == [part if part in PARTS else "univariable"]
    if part != "correlations":
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


def test_every_table_and_figure_of_degenerate_studies_is_a_sentence(inside_a_test, sign_in):
    for size in (1, 3):
        study = make_demo_cohort(size, code=f"tiny-{size}")
        recompute(study.pk)
        report = StoredRun(AnalysisRun.objects.get(study=study))
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
