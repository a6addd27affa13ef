"""What may be chosen in a plan, and how choices read."""

from __future__ import annotations

from copy import deepcopy

import pytest

from analytics.design.choices import DEFAULT, check, completed
from analytics.design.exposure_choices import exposures_of
from analytics.design.options import REPORT_SECTIONS
from analytics.design.words import LABELS, WITHOUT, Names, described, differences, value_of
from tests.factories.data_sets import make_analyte, make_offered
from tests.factories.plans import covariate

ENDPOINTS = ["mri-progression", "mri-repair"]
OFFERED = make_offered(("ifn-g", "il-6"), ("clinical.crp_mg_l", "score.mri.erosion"))
NOTHING = make_offered()
NAMES = Names({"il-6": make_analyte("il-6", "IL-6")}, {"mri-repair": "MRI erosion repair"})


def choose(**values):
    return deepcopy(DEFAULT) | values


def problems(**values):
    return check(choose(**values), endpoints=ENDPOINTS, offered=OFFERED)


def sensitivity(**values):
    return {"sensitivity": DEFAULT["sensitivity"] | values}


def outcome(endpoint="mri-repair", direction="low"):
    return {"endpoint": endpoint, "exposure_direction": direction}


def test_the_default_can_be_computed_by_any_study():
    assert problems() == {}
    assert check(DEFAULT, endpoints=[], offered=NOTHING) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"outcomes": [outcome(), outcome("mri-progression", "high")]},
        {"primary_exposure": "ifn-g", "left_out": ["il-6"], "covariates": []},
        {"covariates": [covariate("female"), covariate("age", "categories", [40, 60])]},
        {"covariates": [covariate("crp_mg_l", "log2"), covariate("age", "spline", knots=4)]},
        {"covariates": [covariate("centre", "categories")]},
        {
            "covariates": [covariate("age"), covariate("female")],
            "interactions": [
                {"first": "primary-exposure", "second": "age"},
                {"first": "age", "second": "female"},
            ],
        },
        {"subgroups": [{"variable": "female", "cuts": []}, {"variable": "age", "cuts": [50.5]}]},
        {"published_cutoff": {"analyte": "il-6", "value": 7.6}, "prevalence": 0.3},
        {"cost_ratio": 2.5},
        {"level": 0.9, "dose_groups": 10, "quantile_type": 6, "resamples": 100, "seed": 0},
        {"cutoff_criterion": "closest-topleft", "auc_interval": "delong-logit"},
        {"odds_ratio_interval": "wald", "adjustment": "benjamini-hochberg"},
        {"below_limit": "root-two"},
        sensitivity(thresholds=[], sdc_levels=[], single_readers=False, below_limit=[]),
    ],
)
def test_what_can_be_chosen(values):
    assert problems(**values) == {}


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("outcomes", {"outcomes": []}, "at least one"),
        ("outcomes", {"outcomes": [outcome("xr-repair")]}, "no endpoint “xr-repair”"),
        ("outcomes", {"outcomes": [outcome(direction="auto")]}, "high, low; found auto"),
        ("outcomes", {"outcomes": [outcome(), outcome()]}, "once"),
        ("primary_exposure", {"primary_exposure": "crp"}, "“crp” is not measured"),
        ("left_out", {"left_out": ["crp"]}, "not measured"),
        ("left_out", {"primary_exposure": "il-6", "left_out": ["il-6"]}, "primary exposure"),
        ("left_out", {"left_out": ["il-6", "ifn-g"]}, "at least one"),
        ("covariates", {"covariates": "age"}, "Expected a list; found age"),
        ("covariates", {"covariates": None}, "Expected a list; found None"),
        ("covariates.1", {"covariates": ["age"]}, "Expected the fields variable, form"),
        ("covariates.1", {"covariates": [{"variable": "age"}]}, "Expected the fields variable"),
        (
            "covariates.1.variable",
            {"covariates": [covariate("password")]},
            "Expected one of seropositive",
        ),
        ("covariates.1.variable", {"covariates": [covariate(["age"])]}, "found ['age']"),
        (
            "covariates.2.variable",
            {"covariates": [covariate("age"), covariate("age", "log2")]},
            "Age at enrolment, years is given twice",
        ),
        ("covariates.1.form", {"covariates": [covariate("female", "log2")]}, "found log2"),
        ("covariates.1.form", {"covariates": [covariate("centre")]}, "In categories (categories)"),
        ("covariates.1.form", {"covariates": [covariate("age", {})]}, "found {}"),
        ("covariates.1.cuts", {"covariates": [covariate("age", "categories")]}, "found none"),
        ("covariates.1.cuts", {"covariates": [covariate("age", "categories", [3, 2])]}, "ascend"),
        ("covariates.1.cuts", {"covariates": [covariate("age", "categories", ["x"])]}, "numbers"),
        ("covariates.1.cuts", {"covariates": [covariate("age", cuts=[40])]}, "not cut"),
        (
            "covariates.1.cuts",
            {"covariates": [covariate("age", "categories", range(7))]},
            "one to 6 cut points",
        ),
        (
            "covariates.1.cuts",
            {"covariates": [covariate("age", "categories", [float("nan")])]},
            "numbers; found [nan]",
        ),
        ("covariates.1.knots", {"covariates": [covariate("age", "spline")]}, "found none"),
        ("covariates.1.knots", {"covariates": [covariate("age", "spline", knots=6)]}, "found 6"),
        ("covariates.1.knots", {"covariates": [covariate("age", "spline", knots=True)]}, "True"),
        ("covariates.1.knots", {"covariates": [covariate("age", knots=3)]}, "only a spline"),
        (
            "interactions.1.second",
            {"interactions": [{"first": "seropositive", "second": "age"}]},
            "a covariate of the plan (the primary exposure, Seropositive); found Age",
        ),
        (
            "interactions.1.second",
            {"interactions": [{"first": "seropositive", "second": "seropositive"}]},
            "two different",
        ),
        (
            "interactions.2.second",
            {
                "interactions": [
                    {"first": "seropositive", "second": "primary-exposure"},
                    {"first": "primary-exposure", "second": "seropositive"},
                ]
            },
            "given twice",
        ),
        ("interactions.1", {"interactions": [3]}, "Expected the fields first, second; found 3"),
        ("subgroups.1.cuts", {"subgroups": [{"variable": "age", "cuts": []}]}, "one to 6"),
        ("subgroups.1.cuts", {"subgroups": [{"variable": "female", "cuts": [1]}]}, "not cut"),
        ("subgroups.1.variable", {"subgroups": [{"variable": "il-6", "cuts": []}]}, "found il-6"),
        ("level", {"level": 95}, "0.50 to 0.999, for example 0.95; found 95"),
        ("level", {"level": True}, "found True"),
        ("level", {"level": float("nan")}, "found nan"),
        ("dose_groups", {"dose_groups": 1}, "from 2 to 10; found 1"),
        ("dose_groups", {"dose_groups": 4.5}, "found 4.5"),
        ("quantile_type", {"quantile_type": 8}, "7, 6; found 8"),
        ("resamples", {"resamples": 99}, "from 100 to 20000"),
        ("seed", {"seed": -1}, "found -1"),
        ("auc_interval", {"auc_interval": "bootstrap"}, "delong, delong-logit"),
        ("below_limit", {"below_limit": "exclude"}, "half-limit, root-two"),
        ("published_cutoff.value", {"published_cutoff": {"analyte": "il-6", "value": 0}}, "above"),
        ("published_cutoff.analyte", {"published_cutoff": {"analyte": "crp", "value": 1}}, "crp"),
        ("published_cutoff.analyte", {"published_cutoff": {"analyte": None, "value": 1}}, "which"),
        ("prevalence", {"prevalence": 30}, "between 0 and 1"),
        ("cost_ratio", {"cost_ratio": 0}, "above 0 and up to 1000, for example 2; found 0"),
        ("sensitivity.thresholds", sensitivity(thresholds=["-1"]), "found -1"),
        ("sensitivity.thresholds", sensitivity(thresholds=["0.005"]), "two decimals"),
        ("sensitivity.thresholds", sensitivity(thresholds=["much"]), "found much"),
        (
            "sensitivity.thresholds",
            sensitivity(thresholds=["1", "2", "1"]),
            "1 stands at places 1 and 3",
        ),
        ("sensitivity.thresholds", sensitivity(thresholds=["0.5", "0.50"]), "places 1 and 2"),
        ("sensitivity.sdc_levels", sensitivity(sdc_levels=["x"]), "found x"),
        ("sensitivity.below_limit", sensitivity(below_limit=["mean"]), "found mean"),
        ("sensitivity.single_readers", sensitivity(single_readers="no"), "yes or no"),
        ("sensitivity.imputations", sensitivity(imputations=1), "from 2 to 100"),
        ("sensitivity", {"sensitivity": {}}, "thresholds"),
        ("formula", {"formula": "event ~ il6"}, "no choice"),
    ],
)
def test_what_is_wrong_is_named_with_what_was_expected(field, values, words):
    found = problems(**values)
    assert list(found) == [field]
    assert words in " ".join(found[field])


def test_a_missing_choice_is_named():
    choices = choose()
    del choices["level"]
    assert list(check(choices, endpoints=[], offered=NOTHING)) == ["level"]


def test_every_choice_has_its_words():
    told = described(DEFAULT, NAMES)
    assert sum(len(facts) for _, facts in told) == len(LABELS)
    flat = {key for key in DEFAULT if key != "sensitivity"}
    flat |= {f"sensitivity.{key}" for key in DEFAULT["sensitivity"]}
    assert flat == set(LABELS)
    assert all(value_of(DEFAULT, field) is not KeyError for field in LABELS)


def test_differences_name_the_choice_in_words():
    newer = choose(
        outcomes=[outcome()],
        published_cutoff={"analyte": "il-6", "value": 7.6},
        below_limit="root-two",
        **sensitivity(single_readers=False),
    )
    found = {d.label: (d.older, d.newer) for d in differences(DEFAULT, newer, NAMES)}
    assert found == {
        "Outcomes": (
            str(WITHOUT["outcomes"]),
            "MRI erosion repair with low values",
        ),
        "Below the limit, in models": ("LLOD / 2", "LLOD / √2"),
        "Published cut-off": ("None", "IL-6, pg/ml: 7.6"),
        "Each reader alone": ("Yes", "No"),
    }
    assert differences(newer, newer, NAMES) == []


@pytest.mark.parametrize("gone", sorted(DEFAULT))
def test_a_version_of_before_a_choice_takes_its_default(gone):
    stored = {key: value for key, value in choose(level=0.9).items() if key != gone}
    found = completed(stored)
    assert found[gone] == DEFAULT[gone]
    assert found.keys() == DEFAULT.keys()
    assert gone == "level" or found["level"] == 0.9


@pytest.mark.parametrize("gone", sorted(DEFAULT["sensitivity"]))
def test_so_does_one_inside_the_sensitivity_analyses(gone):
    block = DEFAULT["sensitivity"] | {"imputations": 5}
    stored = choose(sensitivity={key: value for key, value in block.items() if key != gone})
    found = completed(stored)["sensitivity"]
    assert found == block | {gone: DEFAULT["sensitivity"][gone]}


def test_completing_changes_no_choice_that_was_made_and_not_what_is_stored():
    stored = choose(published_cutoff={"analyte": "il-6", "value": 7.6}, left_out=["ifn-g"])
    before = deepcopy(stored)
    assert completed(stored) == stored == before
    stored.pop("bootstrap_tests")
    completed(stored)
    assert "bootstrap_tests" not in stored
    assert completed({}) == DEFAULT


@pytest.mark.parametrize("value", [None, 1, "yes"])
def test_bootstrap_tests_are_asked_for_or_not(value):
    assert problems(bootstrap_tests=value) == {"bootstrap_tests": ["Say yes or no."]}


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("roc", "Expected a list."),
        (["roc", "roc"], "places 1 and 2"),
        (["weather"], "found weather"),
        (list(REPORT_SECTIONS), "Keep at least one section"),
    ],
)
def test_sections_of_the_supplement_are_known_and_leave_some(sections, said):
    assert said in " ".join(problems(supplement=sections)["supplement"])


@pytest.mark.parametrize(
    ("values", "exposures"),
    [
        ({}, ["ifn-g", "il-6"]),
        ({"further_exposures": ["score.mri.erosion"]}, ["ifn-g", "il-6", "score.mri.erosion"]),
        ({"primary_exposure": "clinical.crp_mg_l"}, ["ifn-g", "il-6", "clinical.crp_mg_l"]),
        (
            {"left_out": ["ifn-g", "il-6"], "further_exposures": ["clinical.crp_mg_l"]},
            ["clinical.crp_mg_l"],
        ),
    ],
)
def test_the_exposures_of_a_plan(values, exposures):
    assert problems(**values) == {}
    assert exposures_of(choose(**values), OFFERED) == exposures


def test_laboratory_values_stand_in_where_no_analyte_is_measured():
    without = make_offered((), ("clinical.crp_mg_l", "score.mri.erosion"))
    assert exposures_of(DEFAULT, without) == ["clinical.crp_mg_l"]


def test_a_cutoff_of_a_score_may_be_0():
    chosen = {"further_exposures": ["score.mri.erosion"]}
    cutoff = {"analyte": "score.mri.erosion", "value": 0}
    assert problems(**chosen, published_cutoff=cutoff) == {}
    assert problems(published_cutoff={"analyte": "il-6", "value": 0}) == {
        "published_cutoff.value": ["Give a value above 0."]
    }


def test_further_exposures_are_named_in_words():
    names = Names(OFFERED.variables, {})
    chosen = choose(further_exposures=["clinical.crp_mg_l"])
    assert [(one.label, one.newer) for one in differences(DEFAULT, chosen, names)] == [
        ("Further exposures", "clinical.crp_mg_l, mg/L")
    ]


CRP = "clinical.crp_mg_l"
BESIDE = {
    "covariates": covariate("crp_mg_l"),
    "subgroups": {"variable": "crp_mg_l", "cuts": [8]},
}
ANALYTES = [one.code for one in OFFERED.analytes]


@pytest.mark.parametrize("field", ["covariates", "subgroups"])
@pytest.mark.parametrize(
    ("values", "offered", "ending"),
    [
        ({"primary_exposure": CRP}, OFFERED, "already."),
        ({"further_exposures": [CRP], "left_out": ANALYTES}, OFFERED, "no other is chosen."),
        ({"further_exposures": [CRP]}, make_offered((), (CRP,)), "no other is chosen."),
        ({}, make_offered((), (CRP,)), "no other is chosen."),
    ],
)
def test_the_primary_exposure_stands_beside_itself_in_no_model(field, values, offered, ending):
    found = choose(**values, **{field: [BESIDE[field]]})
    problems = check(found, endpoints=ENDPOINTS, offered=offered)
    assert list(problems) == [f"{field}.1.variable"]
    (sentence,) = problems[f"{field}.1.variable"]
    assert sentence.startswith(f"{CRP} is the primary exposure already")
    assert sentence.endswith(ending)


@pytest.mark.parametrize("field", ["covariates", "subgroups"])
@pytest.mark.parametrize(
    "values",
    [{}, {"further_exposures": [CRP]}, {"primary_exposure": ANALYTES[-1]}],
)
def test_what_another_exposure_leads_before_may_stand_beside_it(field, values):
    assert problems(**values, **{field: [BESIDE[field]]}) == {}


@pytest.mark.parametrize("field", ["covariates", "subgroups"])
def test_what_is_no_list_is_refused_as_that_alone(field):
    offered = make_offered((), (CRP,))
    found = check(choose(**{field: 5}), endpoints=ENDPOINTS, offered=offered)
    assert list(found) == [field]
