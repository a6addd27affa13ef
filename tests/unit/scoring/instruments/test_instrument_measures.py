"""What can be summed of an instrument."""

from __future__ import annotations

import pytest

from scoring.instruments import (
    UnknownItemError,
    UnknownMeasureError,
    all_instruments,
    chosen_sites,
    get_instrument,
    get_measure,
    measures_of,
)

RAMRIS = get_instrument("ramris-2016")
SVDH = get_instrument("svdh")


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.key)
def test_every_measure_is_found_by_its_key_and_sums_other_sites(instrument):
    found = measures_of(instrument)
    assert len({measure.items for measure in found}) == len(found)
    for measure in found:
        assert measure.items
        assert get_measure(instrument, measure.key) == measure
    assert [measure.key for measure in found[: len(instrument.features)]] == list(
        instrument.feature_keys
    )


def test_parts_and_totals_say_what_they_are():
    labels = {measure.key: measure.label for measure in measures_of(RAMRIS)}
    assert labels["erosion@wrist"] == "Erosion, wrist"
    assert labels["total:inflammation"].startswith("Inflammation sum")
    assert get_measure(SVDH, "total:mtss.total").maximum_half_units == 2 * 448


def test_what_is_not_read_is_not_offered():
    keys = {measure.key for measure in measures_of(SVDH, ["erosion"])}
    assert "erosion@RH" in keys
    assert not any("jsn" in key or "mtss" in key for key in keys)


def test_chosen_sites_are_the_same_sum_in_any_order():
    codes = [item.code for item in RAMRIS.items[:3]]
    one, two = chosen_sites(RAMRIS, codes), chosen_sites(RAMRIS, reversed(codes))
    assert one == two
    assert get_measure(RAMRIS, one.key, codes) == one
    assert chosen_sites(RAMRIS, codes[:2]).key != one.key
    assert "3 chosen sites" in one.label


def test_unknown_keys_and_sites_are_refused():
    with pytest.raises(UnknownMeasureError):
        get_measure(RAMRIS, "erosion@elbow")
    with pytest.raises(UnknownMeasureError):
        get_measure(RAMRIS, "sites:3-000000", [RAMRIS.items[0].code])
    with pytest.raises(UnknownItemError):
        chosen_sites(RAMRIS, ["erosion.NONE"])
