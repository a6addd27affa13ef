"""Limits as data: whole defaults, versions that come back as stored, errors that say where."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ra_registry.cohort.plausibility.defaults import DEFAULTS
from ra_registry.cohort.plausibility.limits import PlausibilityError, as_data, from_data

CRP = {"variable": "crp", "unit": "mg/L", "question": [0, 100]}
PAIR = {"variable": "haq_di", "at_least": 2, "other": "das28", "below": 2}


def test_the_defaults_come_back_as_they_were_stored() -> None:
    stored = json.loads(json.dumps(as_data(DEFAULTS)))
    back = from_data(stored, known=DEFAULTS)
    assert dict(back.limits) == dict(DEFAULTS.limits)
    assert back.pairs == DEFAULTS.pairs


def test_a_version_states_only_what_differs() -> None:
    crp = {"variable": "crp", "unit": "mg/L", "question": [0, 100], "factor": 20}
    own = from_data({"limits": [crp]}, known=DEFAULTS)
    assert own.of("crp").question == (Decimal(0), Decimal(100))  # type: ignore[union-attr]
    assert own.of("esr") == DEFAULTS.of("esr")


def test_the_floor_of_a_fall_is_the_default_unless_it_is_stated() -> None:
    """Versions that were stored before there was a floor don't state it."""
    crp = {"variable": "crp", "unit": "mg/L", "question": [0, 100], "factor": 20}
    for stated, floor in (({}, Decimal(5)), ({"floor": 8}, Decimal(8)), ({"floor": None}, None)):
        own = from_data({"limits": [crp | stated]}, known=DEFAULTS).of("crp")
        assert own is not None
        assert (own.factor, own.floor) == (Decimal(20), floor)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "the file"),
        ({"limit": []}, "the file"),
        ({"limits": {}}, "limits"),
        ({"limits": [{"variable": "crp", "unit": "mg/L"}]}, "limits, entry 1"),
        ({"limits": [{"variable": "il6", "unit": "x", "question": [0, 1]}]}, "variable"),
        ({"limits": [{"variable": "crp", "unit": "mg/dL", "question": [0, 1]}]}, "unit"),
        ({"limits": [{"variable": "crp", "unit": "mg/L", "question": [9, 1]}]}, "question"),
        ({"limits": [{"variable": "crp", "unit": "mg/L", "question": ["x", 1]}]}, "question"),
        ({"limits": [{"variable": "crp", "unit": "mg/L", "question": [0, float("nan")]}]}, "quest"),
        ({"limits": [{"variable": "crp", "unit": "mg/L", "question": [0, True]}]}, "question"),
        ({"limits": [{"variable": "tjc28", "unit": "joints", "question": [0, 44]}]}, "question"),
        (
            {"limits": [{"variable": "crp", "unit": "mg/L", "question": [0, 9], "factor": 0.5}]},
            "factor",
        ),
        ({"pairs": [{"variable": "haq_di", "at_least": 2, "other": "das28"}]}, "pairs, entry 1"),
        ({"limits": [CRP, CRP | {"question": [0, 9]}]}, "limits, entry 2: .* see entry 1"),
        ({"pairs": [PAIR, PAIR | {"below": 3}]}, "pairs, entry 2: .* see entry 1"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(data: Any, where: str) -> None:
    with pytest.raises(PlausibilityError, match=where):
        from_data(data, known=DEFAULTS)


def test_limits_without_an_end_are_open() -> None:
    rf = {"variable": "rf", "unit": "IU/ml", "question": [None, 100]}
    own = from_data({"limits": [rf]}, known=DEFAULTS)
    assert own.of("rf").question == (None, Decimal(100))  # type: ignore[union-attr]
