"""Any value of the record and any readers' score may be an exposure, and lead the analysis."""

from __future__ import annotations

import re
from contextlib import nullcontext
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse

from analytics.design.endpoints.store import endpoints_in_force
from analytics.design.exposures.registry import offered_exposures
from analytics.design.versions import store_plan
from analytics.errors import PlanRefused
from analytics.models import AnalysisPlan, AnalysisState
from analytics.package.build import build_package
from analytics.results.stored_run import StoredRun
from analytics.runs import services
from analytics.runs.services import read_inputs, recompute
from analytics.stats.results import NotEstimable
from analytics.topics.registry import FIGURES, TABLES
from analytics.topics.shared.markers import marker
from ra_registry.cohort.models import ClinicalAssessment, Patient, PlannedVisit, Visit
from tests.factories.clinical import AssessmentFactory
from tests.factories.cohorts import make_demo_cohort, manager_of
from tests.factories.quick_plans import store_quick
from tests.factories.r_scripts import check_package
from tests.undone import undone

pytestmark = pytest.mark.django_db

PAGES = ["overview", "cohort", "imaging", "roc", "models", "sensitivity", "plan", "runs", "report"]
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
AMOUNTS = ["clinical.esr", "clinical.crp_mg_l", "clinical.rf", "clinical.acpa"]
INDICES = [
    "clinical.das28_esr", "clinical.das28_crp", "clinical.sdai", "clinical.cdai",
    "clinical.haq_di", "clinical.tjc28", "clinical.sjc28", "clinical.ptga_mm",
    "clinical.phga_mm",
]  # fmt: skip
CHANGES = [
    f"clinical-change.{key}"
    for key in ("das28_esr", "das28_crp", "sdai", "cdai", "haq_di", "tjc28", "sjc28", "ptga_mm",
                "phga_mm", "esr", "crp_mg_l")
]  # fmt: skip
TOTALS = ["mri.erosion", "xr.erosion", "xr.total.erosion.hands", "xr.total.erosion.feet"]
SCORES = [f"score.{total}" for total in TOTALS] + [f"score-change.{total}" for total in TOTALS]
LINEAR = [*INDICES, *CHANGES, *SCORES]
# One of each kind that is offered; a kind's others differ by name and column alone.
EACH_KIND = [
    "clinical.crp_mg_l", "clinical.acpa", "clinical.das28_crp", "clinical.tjc28",
    "clinical-change.esr", "score.xr.total.erosion.hands", "score-change.mri.erosion",
]  # fmt: skip
ANALYTES = ["ifn-g", "il-1b", "il-2", "il-4", "il-6", "il-8", "il-10", "il-12p70", "il-13", "tnf-a"]


@pytest.fixture(scope="module")
def study(django_db_setup, django_db_blocker):
    """A study of the paper's design whose record holds limits and a second assessment."""
    with django_db_blocker.unblock(), undone():
        made = make_demo_cohort(24, code="exposed")
        _assess_again(made)
        _print_limits(made)
        yield made


def _assess_again(study):
    last = PlannedVisit.objects.filter(study=study).order_by("day").last()
    for number, visit in enumerate(Visit.objects.filter(planned=last)):
        AssessmentFactory(
            visit=visit, tjc28=number % 7, sjc28=number % 5, ptga_mm=5 + 3 * (number % 20),
            phga_mm=4 + 2 * (number % 20), crp_value=Decimal(2 + number % 9), crp_unit="mg/L",
            esr=8 + number % 30, haq_di=Decimal("0.5") + Decimal("0.125") * (number % 8),
        )  # fmt: skip


def _print_limits(study):
    """Some CRP values are below a limit, some titres above one, and the titres differ."""
    found = ClinicalAssessment.objects.filter(visit__study=study).order_by("pk")
    for assessment in found[:4]:
        assessment.crp_value, assessment.crp_sign, assessment.crp_printed = Decimal(3), "<", "<3"
        assessment.save()
    for number, patient in enumerate(Patient.objects.filter(study=study).order_by("pk")):
        patient.rf_value, patient.acpa_value = Decimal(5 + 7 * number), Decimal(300 - 9 * number)
        patient.rf_printed = patient.acpa_printed = ""
        if number % 8 == 0:
            patient.rf_value, patient.rf_sign, patient.rf_printed = Decimal(200), ">", ">200"
        patient.save()


@pytest.fixture
def inside(monkeypatch):
    monkeypatch.setattr(services, "consistent_snapshot", nullcontext)


@pytest.fixture
def unassayed(study):
    """The same study without a single plate."""
    for batch in study.batches.all():
        batch.voided_at, batch.voided_by = batch.accepted_at, manager_of(study)
        batch.void_reason = "taken back"
        batch.save()
    return study


def computed(study):
    recompute(study.pk)
    return StoredRun(AnalysisState.objects.get(study=study).current)


def text_of(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", TAGS.sub(" ", answer.content.decode()))


def says_nothing_of_assays(text, where):
    for word in (
        "LLOD",
        "concentration",
        "limit of detection",
        "analyte",
        "plate",
        "replicate",
        "several batches",
    ):
        found = re.search(rf".{{0,80}}\b{word}.{{0,80}}", text, re.IGNORECASE)
        assert not found, (where, found.group())


def test_the_registry_offers_what_the_study_has(study):
    offered = offered_exposures(study.pk, endpoints_in_force(study.pk))
    assert [one.code for one in offered.analytes] == ANALYTES
    assert set(offered.further_codes) == {*AMOUNTS, *LINEAR}
    assert offered.proposed == []
    scales = {code: one.scale for code, one in offered.variables.items()}
    assert {scales[code] for code in (*AMOUNTS, *ANALYTES)} == {"log2"}
    assert {scales[code] for code in LINEAR} == {"linear"}
    names = [one.name for one in offered.variables.values()]
    assert len(set(names)) == len(names)
    assert all(one.unit for one in offered.variables.values())
    assert offered.variables["score.mri.erosion"].name == "Erosion, Campaign mri, BL"


@pytest.mark.parametrize("code", EACH_KIND)
def test_each_can_lead_and_its_results_say_nothing_of_assays(unassayed, inside, sign_in, code):
    store_quick(unassayed, primary_exposure=code, further_exposures=[])
    stored = computed(unassayed)
    assert (stored.primary, stored.plan.exposures) == (code, (code,))
    area = stored.marker("mri-progression", code).auc
    assert area.sample.n_used > 10
    assert not isinstance(area.value, NotEstimable)
    client = sign_in(manager_of(unassayed))
    for page in ("roc", "models", "sensitivity", "report-html"):
        said = text_of(client.get(reverse(f"analytics:{page}", args=[unassayed.code])))
        body = said.partition("Checklist")[0]
        says_nothing_of_assays(body, page)
        found = re.search(rf".{{0,80}}{re.escape(code)}(?!(-preliminary)?\.csv).{{0,80}}", body)
        assert not found, (page, found.group())
        assert ("per doubling" in body) == (code in AMOUNTS and page != "roc"), page


@pytest.mark.parametrize("code", ["clinical.crp_mg_l", "score-change.mri.erosion"])
def test_every_page_table_figure_and_file_comes(study, inside, sign_in, code):
    """Beside the analytes, of which the figures stay what they were."""
    store_quick(study, primary_exposure=code)
    stored = computed(study)
    assert stored.plan.exposures == (*ANALYTES, code)
    client = sign_in(manager_of(study))
    for page in PAGES:
        assert client.get(reverse(f"analytics:{page}", args=[study.code])).status_code == 200, page
    for key in TABLES:
        answer = client.get(reverse("analytics:table", args=[study.code, key]))
        assert answer.status_code in {200, 400}, key
    for key in FIGURES:
        answer = client.get(reverse("analytics:figure-spec", args=[study.code, key]))
        assert answer.status_code in {200, 400}, key
    for kind in ("html", "docx", "pdf"):
        answer = client.get(reverse(f"analytics:report-{kind}", args=[study.code]))
        assert answer.status_code == 200, kind


def test_a_study_without_assays_gets_its_laboratory_values(unassayed):
    plan, data = read_inputs(unassayed.pk)
    assert plan.exposures == tuple(AMOUNTS)
    assert plan.primary_exposure == AMOUNTS[0]
    assert [one.code for one in data.meta.variables] == AMOUNTS


def test_a_printed_limit_is_a_value_below_or_above_it(unassayed):
    plan, data = read_inputs(unassayed.pk)
    crp, titre = (marker(data, code, plan) for code in ("clinical.crp_mg_l", "clinical.rf"))
    assert (crp.n_below, crp.highest_limit) == (4, 3.0)
    assert crp.checked.limit[crp.checked.below].tolist() == [3.0] * 4
    assert crp.amounts.values[crp.checked.below].tolist() == [1.5] * 4
    assert (titre.n_above, titre.n_below) == (3, 0)
    measured = data.frame["crp_sign"].isna() & data.frame["crp_mg_l"].notna()
    assert np.array_equal(crp.amounts.values[measured], data.frame["crp_mg_l"].to_numpy()[measured])


def test_a_total_is_the_readers_mean_of_the_baseline(study):
    store_quick(study, further_exposures=["score.mri.erosion"])
    plan, data = read_inputs(study.pk)
    (read_set,) = (one for one in data.meta.read_sets if one.campaign == "mri")
    halves = [
        data.frame[f"{read_set.key}/erosion/r{reader}/baseline_half"] for reader in read_set.readers
    ]
    expected = sum(halves) / (2 * len(halves))
    found = marker(data, "score.mri.erosion", plan)
    assert found.amounts.values.tolist() == expected.tolist()
    assert found.ranks.values.tolist() == expected.tolist()
    assert plan.primary_exposure == "il-6"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("further_exposures", {"further_exposures": ["clinical.blood_pressure"]}),
        ("further_exposures", {"further_exposures": ["clinical.esr", "clinical.esr"]}),
        ("further_exposures", {"further_exposures": ["il-6"]}),
        ("further_exposures", {"further_exposures": "clinical.esr"}),
        ("primary_exposure", {"primary_exposure": "clinical.blood_pressure"}),
        ("left_out", {"left_out": ANALYTES}),
        ("published_cutoff.analyte", {"published_cutoff": {"analyte": AMOUNTS[0], "value": 1}}),
    ],
)
def test_what_cannot_be_an_exposure_is_refused_by_its_field(study, field, values):
    with pytest.raises(PlanRefused) as refused:
        store_quick(study, **values)
    assert set(refused.value.field_errors) == {field}


def test_analytes_may_all_be_left_out_where_something_else_is_an_exposure(study):
    store_quick(study, left_out=ANALYTES, further_exposures=["clinical.haq_di"])
    plan, _data = read_inputs(study.pk)
    assert (plan.exposures, plan.primary_exposure) == (("clinical.haq_di",), "clinical.haq_di")


def test_the_form_offers_and_stores_them(study, sign_in):
    client = sign_in(manager_of(study))
    address = reverse("analytics:revise-plan", args=[study.code])
    fields = client.get(address).context["form"]
    entered = {field.html_name: field.value() for field in fields}
    sent = {name: value for name, value in entered.items() if value not in (None, False, "")}
    sent["based_on"] = 0
    asked = {"primary_exposure": "clinical.crp_mg_l", "further_exposures": ["score.mri.erosion"]}
    answer = client.post(address, {**sent, **asked, "reason": "CRP is what the clinic has."})
    assert answer.status_code == 302, answer.context["form"].errors
    plan, _data = read_inputs(study.pk)
    assert plan.exposures == (*ANALYTES, "clinical.crp_mg_l", "score.mri.erosion")
    assert plan.primary_exposure == "clinical.crp_mg_l"
    shown = text_of(client.get(reverse("analytics:plan", args=[study.code])))
    assert "Further exposures Erosion, Campaign mri, BL, points" in shown


def test_the_form_refuses_a_covariate_that_leads_because_nothing_else_was_chosen(
    unassayed, sign_in
):
    client = sign_in(manager_of(unassayed))
    address = reverse("analytics:revise-plan", args=[unassayed.code])
    fields = client.get(address).context["form"]
    entered = {field.html_name: field.value() for field in fields}
    sent = {name: value for name, value in entered.items() if value not in (None, False, "")}
    asked = {"covariates_1_variable": "esr", "based_on": 0, "reason": "ESR beside itself."}
    answer = client.post(address, {**sent, **asked})
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["covariates_1_variable"]
    assert sentence == "ESR is the primary exposure already, since no other is chosen."
    chosen = {**asked, "primary_exposure": "clinical.crp_mg_l"}
    assert client.post(address, {**sent, **chosen}).status_code == 302


def test_r_agrees_with_amounts_and_scores(study, inside, tmp_path):
    chosen = ["clinical.rf", "clinical.sdai", "score.mri.erosion", "clinical-change.esr"]
    store_quick(study, primary_exposure="clinical.crp_mg_l", further_exposures=chosen)
    stored = computed(study)
    checked = check_package(build_package(stored, study.code).content, tmp_path)
    assert checked.differs == []
    assert checked.status == 0
    for words in ("CRP", "Rheumatoid factor", "SDAI", "Erosion, Campaign mri, BL", "ESR, change"):
        assert any(words in line and "odds ratio" in line for line in checked.agrees), words


def test_runs_of_other_exposures_are_told_apart(study, inside, sign_in):
    store_quick(study, primary_exposure="clinical.crp_mg_l")
    earlier = computed(study).run
    choices = AnalysisPlan.objects.get(study=study).choices
    store_plan(
        study=study, based_on=1, choices={**choices, "primary_exposure": "score.mri.erosion"},
        reason="The image leads.", by=manager_of(study),
    )  # fmt: skip
    later = computed(study).run
    address = reverse("analytics:compare-runs", args=[study.code])
    said = text_of(sign_in(manager_of(study)).get(address, {"a": earlier.pk, "b": later.pk}))
    assert "CRP, mg/L" in said
    assert "Erosion, Campaign mri, BL, points" in said
    assert "Exposures analysed" in said
    assert "Odds ratio of the primary exposure" in said
