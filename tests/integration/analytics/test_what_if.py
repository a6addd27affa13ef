"""Trying a cut-off: the numbers are those of the accuracy functions, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.stats.roc.cutoffs import accuracy_at
from analytics.topics.roc.curves import stored_curve
from analytics.topics.roc.what_if import what_if
from ra_registry.core.roles import ROLES
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PROGRESSION, REPAIR = "mri-progression", "mri-repair"


@pytest.fixture
def study(computed_study):
    return computed_study


@pytest.fixture
def report(study):
    return StoredRun(AnalysisRun.objects.get())


@pytest.fixture
def client(study, sign_in):
    user = UserFactory(full_name="Ina Vestigator")
    MembershipFactory(study=study, user=user, role="investigator")
    return sign_in(user)


def address(study, name="roc-at"):
    return reverse(f"analytics:{name}", args=[study.code])


@pytest.mark.parametrize("outcome", [PROGRESSION, REPAIR])
def test_the_answer_is_that_of_the_accuracy_functions(outcome, report):
    found = what_if(report, outcome, "il-6", {"cutoff": "6.5", "prevalence": "30"})
    curve = stored_curve(report, outcome, "il-6")
    expected = accuracy_at(curve, 6.5, prevalence=0.3).accuracy
    shown = {measure.label: measure for measure in found.measures}
    assert found.counts == expected.counts
    assert shown["Sensitivity"].value == f"{100 * expected.sensitivity.value:.1f} %"
    assert shown["PPV at a prevalence of 30 %"].value == (
        f"{100 * expected.positive_at_prevalence.value:.1f} %"
    )
    assert found.hits == expected.sensitivity.value
    assert found.alarms == pytest.approx(1 - expected.specificity.value)


@pytest.mark.parametrize("outcome", [PROGRESSION, REPAIR])
def test_steps_go_from_the_lowest_to_the_highest_cutoff(outcome, report):
    places = what_if(report, outcome, "il-6", {}).places
    steps = [what_if(report, outcome, "il-6", {"place": str(n)}) for n in range(places)]
    cutoffs = [float(step.cutoff) for step in steps]
    assert cutoffs == sorted(cutoffs)
    assert [step.place for step in steps] == list(range(places))
    assert len({step.counts for step in steps}) == places
    beyond = what_if(report, outcome, "il-6", {"place": "100000"})
    assert beyond.cutoff == steps[-1].cutoff


def test_below_the_limit_the_limit_is_said(report):
    """Ten of twenty lie below the LLOD of IL-4, 0.02 pg/ml."""
    found = what_if(report, PROGRESSION, "il-4", {"cutoff": "0.015"})
    assert "Positive when IL-4, pg/ml ≥ 0.02: 10 of 20 patients." in found.rule
    assert "0.015" not in found.rule + found.words
    found = what_if(report, REPAIR, "il-4", {"cutoff": "0.015"})
    assert "Positive when IL-4, pg/ml <0.02: 10 of 20 patients." in found.rule


def test_without_a_choice_the_best_cutoff_stands_there(report):
    found = what_if(report, PROGRESSION, "il-6", {})
    best = report.marker(PROGRESSION, "il-6").optima[0]
    assert float(found.cutoff) == pytest.approx(best.midpoint, rel=1e-5)
    assert found.counts == best.counts
    assert not found.chosen


@pytest.mark.parametrize("cutoff", ["0", "1000000"])
def test_a_cutoff_beyond_every_value_is_answered(cutoff, report, client, study):
    found = what_if(report, PROGRESSION, "il-6", {"cutoff": cutoff})
    assert {found.hits, found.alarms} in ({0.0}, {1.0})
    page = client.get(address(study), {"cutoff": cutoff, "outcome": PROGRESSION})
    assert page.status_code == 200
    assert "not estimable" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"cutoff": "seven"}, "Cut-off: Found seven, expected a number from 0"),
        ({"cutoff": "7,600"}, "one decimal mark and no thousands mark: 7.600 or 7600."),
        ({"cutoff": "nan"}, "Cut-off: Found nan, expected a number from 0"),
        ({"cutoff": "-1"}, "Cut-off: Found -1, expected a number from 0"),
        ({"prevalence": "many"}, "Prevalence: Found many, expected a number from 0 to 100."),
        ({"prevalence": "0"}, "above 0 % and below 100 %"),
        ({"prevalence": "100"}, "above 0 % and below 100 %"),
        ({"place": "-2"}, "Found -2, expected a whole number from 0"),
    ],
)
def test_what_can_not_be_meant_gets_a_sentence(asked, words, client, study):
    for name in ("roc-at", "roc"):
        response = client.get(address(study, name), asked)
        assert response.status_code == 422
        assert words in response.content.decode()


def test_unknown_names_are_refused(client, study):
    assert client.get(address(study), {"analyte": "gold"}).status_code == 400
    assert client.get(address(study), {"outcome": "death"}).status_code == 400
    assert client.get(address(study), {"run": "999999"}).status_code == 404
    assert client.post(address(study)).status_code == 405


def test_an_answer_costs_few_queries(client, study, django_assert_max_num_queries):
    run = AnalysisRun.objects.get().pk
    with django_assert_max_num_queries(8):
        response = client.get(address(study), {"cutoff": "5", "prevalence": "30", "run": run})
    assert response.status_code == 200


def test_the_page_keeps_the_choice_of_its_address(client, study):
    asked = {"outcome": REPAIR, "analyte": "tnf-a", "cutoff": "2.5", "prevalence": "12.5"}
    page = client.get(address(study, "roc"), asked).content.decode()
    assert "Positive when TNF-α, pg/ml ≤ 2.5" in page
    assert re.search(r'name="prevalence"[^>]*value="12.5"', page, re.DOTALL)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_see_analyses_may_ask(role, study, sign_in):
    user = UserFactory()
    MembershipFactory(study=study, user=user, role=role)
    expected = 200 if role in {"investigator", "data_manager"} else 403
    assert sign_in(user).get(address(study)).status_code == expected
    assert sign_in(UserFactory()).get(address(study)).status_code == 404


def test_a_marker_without_a_curve_says_why(report, client, study):
    run = AnalysisRun.objects.get()
    marker = next(m for m in run.results["roc"][0]["markers"] if m["analyte"] == "il-6")
    marker["auc"]["value"] = {"not_estimable": "No patient has the event."}
    run.results["roc"][0]["markers"] = [marker]
    assert what_if(StoredRun(run), PROGRESSION, "il-6", {}).unusable == "No patient has the event."
