"""A curve that points against its declared direction is named wherever it stands."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analytics.stats.results import NotEstimable
from analytics.topics.roc import cautions
from tests.factories.curves import make_marker
from tests.factories.data_sets import make_analyte

STORED = SimpleNamespace(variables={"il-6": make_analyte("il-6", "IL-6", "pg/mL")})
NOT_KNOWN = NotEstimable("No patient has the event.")


def marker(area, p, direction="high"):
    return make_marker(analyte="il-6", value=area, p=p, direction=direction)


def test_a_curve_against_its_direction_is_named_with_its_area():
    said = cautions.direction(STORED, marker(0.21, 0.0004))
    assert said.startswith("IL-6: high values were declared to speak for the outcome, but here low")
    assert "AUC 0.21, P < 0.001" in said
    assert "but here high ones do" in cautions.direction(STORED, marker(0.3, 0.01, "low"))
    assert cautions.beside(STORED, marker(0.21, 0.0004)) == said


@pytest.mark.parametrize(
    ("area", "p"),
    [(0.49, 0.04), (0.5, 0.01), (0.3, 0.05), (0.8, 0.001), (NOT_KNOWN, NOT_KNOWN),
     (0.2, NOT_KNOWN)],
)  # fmt: skip
def test_only_an_area_below_a_half_that_chance_does_not_explain_is_named(area, p):
    expected = area == 0.49
    assert bool(cautions.direction(STORED, marker(area, p))) is expected


@pytest.mark.parametrize(
    ("events", "others", "named"), [(8, 16, True), (1, 1, False), (4, 3, False), (5, 3, True)]
)
def test_an_area_of_0_is_named_where_so_many_orders_are_possible(events, others, named):
    found = make_marker(
        analyte="il-6", value=0.0, p=NOT_KNOWN, direction="high", n_events=events,
        n_non_events=others,
    )  # fmt: skip
    said = cautions.direction(STORED, found)
    assert said.endswith("(AUC 0.00). Check the plan's direction before using this curve.") is named


def test_on_its_own_page_every_area_below_a_half_is_remarked():
    assert cautions.beside(STORED, marker(0.3, 0.2)).startswith("The area is below 0.5")
    assert cautions.beside(STORED, marker(0.5, 0.2)) == ""
    assert cautions.beside(STORED, marker(NOT_KNOWN, NOT_KNOWN)) == ""
