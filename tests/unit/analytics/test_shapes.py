"""No stored type changes its shape without a new format."""

from __future__ import annotations

from dataclasses import make_dataclass

import pytest

from analytics.design.plan import PLAN_FORMAT, PLAN_SHAPES, Plan
from analytics.results.run import Results
from analytics.results.stored import RESULTS_FORMAT, RESULTS_SHAPES
from analytics.shape import shape, shape_hash

ADVICE = (
    "The shape of a stored type has changed. Give it the next format number with an upgrader from "
    "the last one, keep a run stored by the code before as a fixture, and write the new hash here."
)


@pytest.mark.parametrize(
    ("kind", "number", "shapes"),
    [(Results, RESULTS_FORMAT, RESULTS_SHAPES), (Plan, PLAN_FORMAT, PLAN_SHAPES)],
)
def test_the_shape_is_the_one_of_its_format(kind, number, shapes):
    assert shapes[number] == shape_hash(kind), ADVICE
    assert max(shapes) == number


def test_every_field_below_counts_and_no_place_of_a_class():
    inner = make_dataclass("Inner", [("a", int)])
    other = make_dataclass("Inner", [("a", int), ("b", int)])
    hashes = {
        shape_hash(make_dataclass("Outer", [("x", tuple[each, ...]), ("y", str | None)]))
        for each in (inner, other)
    }
    assert len(hashes) == 2
    moved = make_dataclass("Inner", [("a", int)], namespace={"__module__": "elsewhere"})
    assert shape_hash(inner) == shape_hash(moved)
    assert any("PublishedCutoff" in line for line in shape(Plan))
