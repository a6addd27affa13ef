"""What is said wherever a figure stands: direction, few events, fits that did not converge."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analytics.tables import cautions
from analytics.tables.model_words import FIRTH, penalised, separating

REPORT = SimpleNamespace(analytes={"il-6": {"name": "IL-6", "unit": "pg/mL"}})
NOT_KNOWN = {"not_estimable": "No patient has the event."}


def marker(area, p, direction="high"):
    return {"analyte": "il-6", "auc": {"value": area, "p": p, "direction": direction}}


def test_a_curve_against_its_direction_is_named_with_its_area():
    said = cautions.direction(REPORT, marker(0.21, 0.0004))
    assert said.startswith("IL-6: high values were declared to speak for the outcome, but here low")
    assert "AUC 0.21, P < 0.001" in said
    assert "but here high ones do" in cautions.direction(REPORT, marker(0.3, 0.01, "low"))


@pytest.mark.parametrize(
    ("area", "p"),
    [(0.49, 0.04), (0.5, 0.01), (0.3, 0.05), (0.8, 0.001), (NOT_KNOWN, NOT_KNOWN),
     (0.2, NOT_KNOWN)],
)  # fmt: skip
def test_only_an_area_below_a_half_that_chance_does_not_explain_is_named(area, p):
    expected = area == 0.49
    assert bool(cautions.direction(REPORT, marker(area, p))) is expected


def model(n_events, n_non_events, parameters):
    ratio = min(n_events, n_non_events) / parameters
    return {
        "n_events": n_events,
        "n_non_events": n_non_events,
        "parameters": parameters,
        "events_per_parameter": ratio,
    }


def test_few_events_a_parameter_are_said_with_the_rule_they_miss():
    assert cautions.events(model(20, 60, 2)) == ""
    assert "Only 19 patients with the outcome for 2 parameters: 9.5 each, fewer than 10" in (
        cautions.events(model(19, 60, 2))
    )
    scarce = cautions.events(model(60, 4, 1))
    assert "Only 4 patients without the outcome for 1 parameter: 4.0 each, fewer than 5" in scarce
    assert "unreliable" in scarce
    assert cautions.events({"events_per_parameter": NOT_KNOWN}) == ""
    assert cautions.events(NOT_KNOWN) == ""


def test_fits_that_did_not_converge_are_counted_in_words():
    assert cautions.unfitted({}) == ""
    found = {
        "optimism": {"resampling": {"resamples": 2000, "used": 1987, "not_converged": 13}},
        "cross_validation": {"unusable_fits": 1, "folds": 10, "repeats": 10},
    }
    said = cautions.unfitted(found)
    assert "In 13 of 2000 resamples the model did not converge; they are left out" in said
    assert "1 of 100 training sets of the cross-validation did not converge and is left out" in said


def test_the_penalised_term_named_is_the_one_that_separates():
    result = {"method": FIRTH, "separation": {"columns": ["seropositive"]}}
    assert separating(REPORT, result) == ["Seropositive"]
    assert penalised(REPORT, [result]).startswith("Data separated by Seropositive,")
    both = {"method": FIRTH, "separation": {"columns": ["il-6", "seropositive"]}}
    assert "Data separated by IL-6, Seropositive," in penalised(REPORT, [both])
    fine = {"method": "maximum likelihood", "separation": {"columns": []}}
    assert penalised(REPORT, [fine]) == "No model needed a penalty: the data are not separated."
