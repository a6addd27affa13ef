"""What the registry stores of an image: numbers and coded words under names with their units."""

from __future__ import annotations

import json

import pytest
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify import kept, read_file
from tests.unit.imaging.deidentify.images import cleaned, cr, enhanced_mr, mr, reread
from tests.unit.imaging.deidentify.poison import poison


def test_a_slice_is_stored_with_its_geometry_and_physics():
    found = kept(reread(mr()))
    assert found["modality"] == "MR"
    assert found["vendor"] == "SIEMENS"
    assert (found["rows"], found["columns"]) == (4, 6)
    assert found["pixel_spacing_mm"] == [0.292969, 0.292969]
    assert found["orientation"] == [1, 0, 0, 0, 0, -1]
    assert found["repetition_time_ms"] == 520
    assert found["echo_time_ms"] == 11.5
    assert found["field_strength_t"] == 1.5
    assert found["scanning_sequence"] == ["SE"]
    assert found["is_signed"] == 0
    assert found["series_number"] == 5
    assert "contrast" not in found
    assert "tube_voltage_kv" not in found


def test_a_film_is_stored_with_its_view():
    found = kept(reread(cr()))
    assert (found["body_part"], found["view"]) == ("HAND", "PA")
    assert found["detector_spacing_mm"] == [0.1, 0.1]
    assert found["tube_voltage_kv"] == 50


def test_an_enhanced_image_is_stored_with_what_stands_in_its_groups():
    found = kept(reread(enhanced_mr()))
    assert found["frames"] == 3
    assert found["pixel_spacing_mm"] == [0.5, 0.5]
    assert found["echo_time_ms"] == 12
    assert found["repetition_time_ms"] == 600
    assert found["position_mm"] == [0, 0, 0]


@pytest.mark.parametrize("maker", [mr, cr, enhanced_mr])
def test_the_original_and_the_rebuilt_file_give_the_same_but_for_contrast(maker):
    before = reread(maker())
    assert kept(before) == kept(read_file(cleaned(before)))


@pytest.mark.parametrize("maker", [mr, cr, enhanced_mr])
def test_nothing_stored_names_a_patient_a_day_or_a_uid(maker):
    text = json.dumps(kept(reread(poison(maker()))))
    for planted in ("CNRY", "2021", "1931", "7230010", "Yamamoto", "HOSP"):
        assert planted not in text


@pytest.mark.parametrize(
    ("agent", "volume", "expected"),
    [
        ("Gadovist 7 ml Dr. Smith", None, True),
        ("NONE", None, False),
        ("ohne", None, False),
        ("", None, None),
        (None, "7.5", True),
        (None, "0", None),
        ("none", "7.5", True),
    ],
)
def test_contrast_is_a_yes_or_no(agent, volume, expected):
    made = mr()
    if agent is not None:
        made.ContrastBolusAgent = agent
    if volume is not None:
        made.ContrastBolusVolume = volume
    assert kept(reread(made)).get("contrast") is expected


def test_a_listed_agent_is_contrast():
    made = mr()
    made.ContrastBolusAgentSequence = [Dataset()]
    made.ContrastBolusAgentSequence[0].CodeValue = "C-B0322"
    assert kept(reread(made))["contrast"] is True
