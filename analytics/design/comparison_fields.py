"""How a plan's form asks for comparisons: a row of three fields for each pair of endpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from analytics.codec import encode
from analytics.design.build import default_comparisons
from analytics.design.described import Endpoint
from analytics.design.options import PAIRED_TESTS

PARTS = ("first", "second", "test")
MOST_ROWS = 6
FIRST_FIELD = "comparison_1_first"

Pairs = list[dict[str, str]]


def comparison_fields(endpoints: Sequence[Endpoint]) -> dict[str, forms.Field]:
    """Return the rows; none where there are no two events to compare."""
    events = [(one.key, one.label) for one in endpoints if one.limit]
    if len(events) < len(("first", "second")):
        return {}
    chosen: list[tuple[str, Any]] = [("", "–"), *events]
    fields: dict[str, forms.Field] = {}
    for row in range(1, MOST_ROWS + 1):
        of_row: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
            "first": (_("Comparison %(n)d") % {"n": row}, chosen),
            "second": (_("against"), chosen),
            "test": (_("tested by"), list(PAIRED_TESTS.items())),
        }
        for part, (label, options) in of_row.items():
            fields[_name(row, part)] = forms.ChoiceField(
                label=label, choices=options, required=False
            )
    return fields


def initial_comparisons(chosen: Pairs | None, endpoints: Sequence[Endpoint]) -> dict[str, str]:
    """Return what stands in the rows at first: what is chosen, or what the default compares."""
    pairs = _default(endpoints) if chosen is None else chosen
    return {_name(row, part): pair[part] for row, pair in enumerate(pairs, 1) for part in PARTS}


def entered_comparisons(given: Mapping[str, Any], endpoints: Sequence[Endpoint]) -> Pairs | None:
    """Return the pairs that were entered, a row left empty being none; None for the default's."""
    rows = [
        {part: given.get(_name(row, part)) or "" for part in PARTS}
        for row in range(1, MOST_ROWS + 1)
    ]
    pairs = [row for row in rows if row["first"] or row["second"]]
    return None if pairs == _default(endpoints) else pairs


def _default(endpoints: Sequence[Endpoint]) -> Pairs:
    pairs = encode(default_comparisons(endpoints))
    return [{part: pair[part] for part in PARTS} for pair in pairs]


def _name(row: int, part: str) -> str:
    return f"comparison_{row}_{part}"
