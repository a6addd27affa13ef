"""What may be chosen in a plan, and how choices read."""

from __future__ import annotations

from copy import deepcopy

import pytest

from analytics.plans.choices import DEFAULT, check
from analytics.plans.words import LABELS, Names, described, differences, value_of

ENDPOINTS = ["mri-progression", "mri-repair"]
ANALYTES = ["ifn-g", "il-6"]
NAMES = Names({"il-6": "IL-6, pg/ml"}, {"mri-repair": "MRI erosion repair"})


def choose(**values):
    return deepcopy(DEFAULT) | values


def problems(**values):
    return check(choose(**values), endpoints=ENDPOINTS, analytes=ANALYTES)


def sensitivity(**values):
    return {"sensitivity": DEFAULT["sensitivity"] | values}


def outcome(endpoint="mri-repair", direction="low"):
    return {"endpoint": endpoint, "exposure_direction": direction}


def test_the_default_can_be_computed_by_any_study():
    assert problems() == {}
    assert check(DEFAULT, endpoints=[], analytes=[]) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"outcomes": [outcome(), outcome("mri-progression", "high")]},
        {"primary_exposure": "ifn-g", "left_out": ["il-6"], "covariate": None},
        {"covariate": "female"},
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
        ("covariate", {"covariate": "password"}, "Expected one of seropositive"),
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
    assert list(check(choices, endpoints=[], analytes=[])) == ["level"]


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
            "Every MRI endpoint; progression with high, repair with low concentrations",
            "MRI erosion repair with low concentrations",
        ),
        "Below the limit, in models": ("LLOD / 2", "LLOD / √2"),
        "Published cut-off": ("None", "IL-6, pg/ml: 7.6"),
        "Each reader alone": ("Yes", "No"),
    }
    assert differences(newer, newer, NAMES) == []
