"""A plan with covariates of every form, interactions and subgroups, wherever people meet it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from analytics.codec import encode
from analytics.datasets.dataset import DataSet
from analytics.design.choices import DEFAULT
from analytics.design.plan import load_plan
from analytics.design.versions import choices_in_force
from analytics.models import AnalysisPlan, AnalysisRun, AnalysisState
from analytics.package.build import build_package
from analytics.paper.build import build_document
from analytics.paper.document import Paragraph
from analytics.paper.files import write
from analytics.results.stored import store
from analytics.results.stored_run import StoredRun
from analytics.runs.compute import compute
from analytics.topics.registry import build_figure, build_table
from tests.factories.cohorts import make_study, manager_of
from tests.factories.plans import covariate, make_plan
from tests.factories.r_scripts import check_package
from tests.factories.stored_runs import stored_data, stored_fields

pytestmark = pytest.mark.django_db
NOT_A_FIGURE = re.compile(r"\b(nan|NaN|inf|Infinity|undefined)\b")
DECLARED = {
    "covariates": [
        covariate("seropositive"),
        covariate("age", "spline", knots=3),
        covariate("crp_mg_l", "log2"),
        covariate("haq_di", "categories", [0.5, 1.0]),
    ],
    "interactions": [
        {"first": "primary-exposure", "second": "seropositive"},
        {"first": "crp_mg_l", "second": "seropositive"},
    ],
    "subgroups": [
        {"variable": "female", "cuts": []},
        {"variable": "age", "cuts": [50]},
        {"variable": "seropositive", "cuts": []},
    ],
}


@pytest.fixture(scope="module")
def computed():
    """The plan and the results of the paper's study with a plan that declares all of it."""
    fields = stored_fields("format-1")
    resampling = {**fields["plan"]["resampling"], "resamples": 100, "fewest": 100}
    plan = make_plan(load_plan(fields["plan"]), **DECLARED, resampling=resampling)
    found = compute(DataSet.from_parquet(stored_data("format-1")), plan, lambda *_: None)
    return {"plan": encode(plan), "results": store(found)}


@pytest.fixture
def run(db, computed):
    """A run of those in the database, which the study shows."""
    fields = stored_fields("format-1") | computed
    study = make_study("declared")
    run = AnalysisRun.objects.create(study=study, data_set=stored_data("format-1"), **fields)
    AnalysisState.objects.update_or_create(
        study=study, defaults={"current": run, "computed_version": run.data_version}
    )
    run.refresh_from_db()
    return run


def test_the_model_holds_each_term_with_its_columns_and_one_test(run):
    (model, *_) = StoredRun(run).results.models
    found = model.result
    columns = {term.term: 0 for term in found.terms}
    for coefficient in found.coefficients:
        columns[coefficient.term] += 1
    assert columns == {
        "il-6": 1,
        "seropositive": 1,
        "age": 2,
        "crp_mg_l": 1,
        "haq_di": 2,
        "il-6 × seropositive": 1,
        "crp_mg_l × seropositive": 1,
    }
    assert [int(term.test.df) for term in found.terms] == list(columns.values())
    assert found.parameters == sum(columns.values())


def test_r_agrees_with_every_form(run, tmp_path):
    said = check_package(build_package(StoredRun(run), "early").content, tmp_path)
    assert said.differs == []
    agrees = "\n".join(said.agrees)
    for part in (
        "age, spline 2",
        "haq_di: 0.5 to below 1",
        "IL-6 x seropositive",
        "interaction: P",
    ):
        assert part in agrees


@pytest.fixture
def shown(run, sign_in):
    """Return a page of the analysis as text, by its key and a query."""
    client = sign_in(manager_of(run.study))

    def page(key, **query):
        found = client.get(reverse(f"analytics:{key}", args=[run.study.code]), query)
        assert found.status_code == 200, key
        return unescape(strip_tags(found.content.decode()))

    return page


@pytest.mark.parametrize("part", ["univariable", "multivariable", "subgroups", "validation"])
def test_pages_name_terms_by_what_people_call_them(shown, part):
    said = shown("models", part=part)
    for key in ("crp_mg_l", "haq_di", "rf_positive", "primary-exposure"):
        assert key not in said
    assert not NOT_A_FIGURE.search(said)


def test_the_model_says_what_its_interactions_show_and_how_others_are_read(shown):
    said = " ".join(shown("models", part="multivariable").split())
    assert "Interaction of IL-6 with seropositive: ratio of odds ratios" in said
    assert "where the other one is at its mean" in said
    assert "for its 2 coefficients together" in said
    assert "all 2 coefficients" in said
    assert "HAQ-DI: 0.5 to below 1" in said
    assert "Knots lie at Harrell's quantiles of all known values" in said
    assert "9 parameters" in said  # columns count, not terms


def test_validation_says_what_refits_leave_as_it_is(shown):
    said = " ".join(shown("models", part="validation").split())
    assert "takes the knots of splines and the means at which products are centred" in said


def test_the_tab_leads_to_the_table_and_the_figure(run, sign_in):
    client = sign_in(manager_of(run.study))
    address = reverse("analytics:models", args=[run.study.code])
    page = client.get(address, {"part": "subgroups"}).content.decode()
    for found in (r"/analysis/tables/subgroups\.csv", r"/analysis/figures/subgroups-forest\.json"):
        assert re.search(found, page)


def test_subgroups_are_counted_tested_and_told(run, shown):
    (found, *_) = StoredRun(run).results.subgroups
    said = " ".join(shown("models", part="subgroups").split())
    for one in found.variables:
        groups = one.model.groups
        assert sum(group.n for group in groups) == one.model.result.sample.n_used
        assert sum(group.events for group in groups) == one.model.result.n_events
        for group in groups:
            assert f"{group.events} event" in said
    assert [test.name for test in found.family.tests] == ["female", "age", "seropositive"]
    assert "adjusted P" in said
    assert "over 3 tests" in said
    assert "no answer to it" in said


def test_the_report_has_a_section_and_its_methods(run):
    document = build_document(StoredRun(run), run.study)
    sections = {section.anchor: section for section in document.sections}
    assert "subgroups" in sections
    methods = " ".join(
        part.text for part in sections["methods"].parts if isinstance(part, Paragraph)
    )
    assert "restricted cubic spline with 3 knots at" in methods
    assert "CRP, mg/L (per doubling)" in methods
    assert "categories 0.5 to below 1, 1 or above against below 0.5" in methods
    assert "interactions: IL-6 with Seropositive and CRP, mg/L with Seropositive" in methods


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_report_can_be_written(run, kind):
    assert write(build_document(StoredRun(run), run.study), StoredRun(run), kind)


def test_without_declared_subgroups_nothing_is_said_of_any(computed_study, sign_in):
    client = sign_in(manager_of(computed_study))
    page = client.get(reverse("analytics:models", args=[computed_study.code]))
    assert "ubgroup" not in page.content.decode()
    stored = StoredRun(AnalysisRun.objects.get(study=computed_study))
    assert "subgroups" not in {
        one.anchor for one in build_document(stored, computed_study).sections
    }
    assert build_figure(stored, "subgroups-forest", {}, lambda _: None)
    assert build_table(stored, "subgroups", {}).rows == []


def form_of(client, study):
    """What the plan's form holds at first."""
    page = client.get(reverse("analytics:revise-plan", args=[study.code]))
    form = page.context["form"]
    return {
        name: value
        for name, field in form.fields.items()
        if (value := form[name].value()) is not None and value is not False
    } | {"reason": "Agreed on before unblinding."}


TYPED = {
    "covariates_2_variable": "age",
    "covariates_2_form": "spline",
    "covariates_2_knots": "4",
    # A row between is left empty.
    "covariates_4_variable": "haq_di",
    "covariates_4_form": "categories",
    "covariates_4_cuts": "0.5; 1.25",
    "covariates_5_variable": "centre",
    "interactions_1_first": "primary-exposure",
    "interactions_1_second": "age",
    "subgroups_1_variable": "age",
    "subgroups_1_cuts": "50",
}


def test_the_form_stores_what_was_chosen_and_shows_it_again(computed_study, sign_in):
    client = sign_in(manager_of(computed_study))
    address = reverse("analytics:revise-plan", args=[computed_study.code])
    given = form_of(client, computed_study) | TYPED
    assert client.post(address, given).status_code == 302
    (stored,) = AnalysisPlan.objects.filter(study=computed_study)
    assert stored.choices["covariates"] == [
        covariate("seropositive"),
        covariate("age", "spline", knots=4),
        covariate("haq_di", "categories", [0.5, 1.25]),
        covariate("centre", "categories"),
    ]
    assert stored.choices["interactions"] == [{"first": "primary-exposure", "second": "age"}]
    assert stored.choices["subgroups"] == [{"variable": "age", "cuts": [50.0]}]
    again = form_of(client, computed_study)
    assert again["covariates_3_cuts"] == "0.5; 1.25" or again["covariates_3_cuts"] == [0.5, 1.25]
    plan = client.get(reverse("analytics:plan", args=[computed_study.code])).content.decode()
    for words in ("spline with 4 knots", "cut at 0.5; 1.25", "primary exposure with Age"):
        assert words in plan


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"covariates_4_variable": "age", "covariates_4_form": "spline"},
         "covariates_4_knots", "needs 3, 4 or 5 knots; found none"),
        ({"covariates_3_cuts": "5"}, "covariates_3_variable", "Expected one of"),
        ({"covariates_2_variable": "female", "covariates_2_form": "log2"},
         "covariates_2_form", "can be entered as"),
        ({"interactions_2_first": "age", "interactions_2_second": "primary-exposure"},
         "interactions_2_first", "a covariate of the plan"),
        ({"subgroups_3_variable": "age"}, "subgroups_3_cuts", "one to 6 cut points"),
        ({"subgroups_1_variable": "age", "subgroups_1_cuts": "old"}, "subgroups_1_cuts", "old"),
        ({"subgroups_1_variable": "password"}, "subgroups_1_variable", "password"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field(computed_study, sign_in, typed, field, words):
    client = sign_in(manager_of(computed_study))
    address = reverse("analytics:revise-plan", args=[computed_study.code])
    page = client.post(address, form_of(client, computed_study) | typed)
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert words in " ".join(errors[field])
    assert not AnalysisPlan.objects.exists()


def test_a_version_of_before_keeps_its_covariate(computed_study):
    older = {key: value for key, value in DEFAULT.items() if key not in DECLARED}
    AnalysisPlan.objects.create(
        study=computed_study,
        version=1,
        choices={**older, "covariate": "age"},
        reason="As it was stored then.",
        created_by=manager_of(computed_study),
    )
    version, choices = choices_in_force(computed_study.pk)
    assert (version, choices["covariates"]) == (1, [covariate("age")])
    assert choices["subgroups"] == choices["interactions"] == []
    assert "covariate" not in choices
