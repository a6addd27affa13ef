"""Cells: names, texts and what they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.core.errors import ValidationFailed
from scoring.cells import REASON_LETTERS, cell_name, parse_cell, split_name, state_of, text_of
from scoring.instruments import (
    HALF_STEP,
    WHOLE_STEP,
    Entry,
    ScoreError,
    UnscorableReason,
    all_instruments,
    get_instrument,
)

RADIUS = get_instrument("ramris-2016").item("erosion.RAD")
ITEMS = [item for instrument in all_instruments() for item in instrument.items]


@given(item=st.sampled_from(ITEMS), column=st.integers(1, 9))
def test_a_name_is_read_back(item: object, column: int) -> None:
    name = cell_name(item.code, column)
    assert split_name(name, n_columns=9) == (item.code, column)


@pytest.mark.parametrize(
    "name",
    ["", "erosion.RAD", "@1", "erosion.RAD@", "erosion.RAD@0", "erosion.RAD@3", "a@²", "a@-1"],
)
def test_what_is_no_cell_is_refused(name: str) -> None:
    with pytest.raises(ValidationFailed):
        split_name(name, n_columns=2)


def test_every_reason_has_its_own_three_letters() -> None:
    assert set(REASON_LETTERS) == set(UnscorableReason)
    assert len(set(REASON_LETTERS.values())) == len(UnscorableReason)
    assert all(len(letters) == 3 and letters.isupper() for letters in REASON_LETTERS.values())


@given(st.sampled_from([*UnscorableReason]))
def test_the_letters_of_a_reason_are_read_back(reason: UnscorableReason) -> None:
    entry = Entry(reason=reason)
    assert parse_cell(text_of(entry).lower(), item=RADIUS, step=WHOLE_STEP) == entry
    assert state_of(entry) == "reason"


@given(st.integers(0, 20))
def test_a_score_is_read_back_exactly(halves: int) -> None:
    text = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    entry = parse_cell(text, item=RADIUS, step=HALF_STEP)
    assert entry.value * 2 == halves
    assert text_of(entry) == text
    assert state_of(entry) == "saved"


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_is_no_entry(text: str) -> None:
    assert parse_cell(text, item=RADIUS, step=WHOLE_STEP) is None
    assert text_of(None) == ""
    assert state_of(None) == "empty"


@pytest.mark.parametrize("text", ["11", "-1", "2.5", "two", "1e1", "XYZ", "NaN"])
def test_a_refused_text_is_answered_with_site_and_range(text: str) -> None:
    with pytest.raises(ScoreError) as caught:
        parse_cell(text, item=RADIUS, step=WHOLE_STEP)
    assert "distal radius" in caught.value.message
    assert "0 to 10 in steps of 1" in caught.value.message
