"""Endpoints in words: a limit in its unit, a level by its name, and what adds up as damage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.design.described import ClinicalEndpoint, Limit
from analytics.design.plan import load_plan
from analytics.tables.endpoints import is_damage, limit_words
from tests.factories.plans import PLAN

(SCORE,) = load_plan(PLAN).endpoints


def clinical(variable):
    return ClinicalEndpoint("clinical", 1, "one", 1, "One", variable, SCORE.baseline, None, None)


@pytest.mark.parametrize(
    ("endpoint", "side", "by", "value", "said"),
    [
        (SCORE, "above", "points", "0.50", "> 0.5 points"),
        (SCORE, "below", "points", "-1.00", "< −1 point"),
        (SCORE, "at-least", "per-cent", "10.00", "≥ 10 % of the baseline"),
        (SCORE, "above", "sdc-95", None, "> SDC (95 %)"),
        (clinical("sdai"), "at-most", "points", "3.30", "≤ 3.3"),
        (clinical("ptga_mm"), "at-least", "points", "20.00", "≥ 20 mm"),
        (clinical("eular_das28_crp"), "at-least", "points", "2.00", "≥ good"),
        (clinical("boolean_2"), "at-least", "points", "1.00", "reached"),
        (clinical("boolean_2"), "below", "points", "1.00", "< reached"),
    ],
)
def test_limits(endpoint, side, by, value, said):
    assert limit_words(Limit(side, by, value), endpoint) == said


@pytest.mark.parametrize(
    ("instrument", "measure", "adds_up"),
    [
        ("ramris-2016", "erosion", True),
        ("ramris-2016", "erosion@wrist", True),
        ("ramris-2016", "synovitis", False),
        ("ramris-2016", "bme", False),
        ("svdh", "erosion", True),
        ("svdh", "jsn", True),
        ("svdh", "total:mtss.total", True),
        ("gone", "erosion", False),
    ],
)
def test_only_damage_has_a_rate_since_the_onset(instrument, measure, adds_up):
    campaign = replace(SCORE.campaign, instrument=instrument)
    assert is_damage(replace(SCORE, campaign=campaign, measure=measure)) == adds_up
