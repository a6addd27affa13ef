"""How a plan's form asks for covariates, interactions and subgroups: a row of fields for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from analytics.design.adjustment import PRIMARY
from analytics.design.adjustment_choices import (
    LARGEST_CUT,
    MOST_COVARIATES,
    MOST_INTERACTIONS,
    MOST_SUBGROUPS,
)
from analytics.design.adjustment_words import term
from analytics.design.choices import Choices
from analytics.design.options import COVARIATES, FORMS, KNOTS, LEVELS
from ra_registry.core.entry.lists import NumberListField

# The fields of a row by the choice that it is one of; a row without its first field is none.
PARTS: dict[str, tuple[str, ...]] = {
    "covariates": ("variable", "form", "cuts", "knots"),
    "interactions": ("first", "second"),
    "subgroups": ("variable", "cuts"),
}
MOST_ROWS = {
    "covariates": MOST_COVARIATES,
    "interactions": MOST_INTERACTIONS,
    "subgroups": MOST_SUBGROUPS,
}
NOTHING = ("", "–")
_PLACE = re.compile(r"(covariates|interactions|subgroups)(?:\.(\d+)(?:\.(\w+))?)?")


def adjustment_fields() -> dict[str, forms.Field]:
    """Return the fields of every row."""
    return {
        field_of(choice, row, part): _field(choice, row, part)
        for choice, most in MOST_ROWS.items()
        for row in range(1, most + 1)
        for part in PARTS[choice]
    }


def field_of(choice: str, row: int, part: str) -> str:
    """Return the name of a field in the form."""
    return f"{choice}_{row}_{part}"


def initial_adjustment(start: Choices) -> dict[str, Any]:
    """Return what stands in the rows at first."""
    return {
        field_of(choice, row, part): _shown(choice, part, entry)
        for choice, parts in PARTS.items()
        for row, entry in enumerate(start[choice], start=1)
        for part in parts
    }


def entered_adjustment(given: Mapping[str, Any]) -> Choices:
    """Return what was entered, a row left empty being none."""
    return {
        choice: [_entry(choice, row, given) for row in filled_rows(choice, given)]
        for choice in PARTS
    }


def filled_rows(choice: str, given: Mapping[str, Any]) -> list[int]:
    """Return the rows with anything in them; the form of a covariate alone is nothing."""
    return [
        row
        for row in range(1, MOST_ROWS[choice] + 1)
        if any(given.get(field_of(choice, row, part)) for part in PARTS[choice] if part != "form")
    ]


def place_of_problem(problem: str, given: Mapping[str, Any]) -> str | None:
    """Return the field that a problem such as ``covariates.2.cuts`` stands beside."""
    found = _PLACE.fullmatch(problem)
    if found is None:
        return None
    choice, place, part = found.groups()
    rows = filled_rows(choice, given)
    row = rows[int(place) - 1] if place and int(place) <= len(rows) else 1
    return field_of(choice, row, part if part in PARTS[choice] else PARTS[choice][0])


def _entry(choice: str, row: int, given: Mapping[str, Any]) -> dict[str, Any]:
    entry = {part: given.get(field_of(choice, row, part)) or "" for part in PARTS[choice]}
    if "cuts" in entry:
        entry["cuts"] = entry["cuts"] or []
    if choice == "covariates":
        entry["knots"] = int(entry["knots"]) if entry["knots"] else None
        # Categories without an order have one form, which nobody needs to choose.
        entry["form"] = "categories" if entry["variable"] in LEVELS else entry["form"] or "linear"
    return entry


def _shown(choice: str, part: str, entry: Mapping[str, Any]) -> Any:
    value = entry[part]
    return "" if value is None else value


def _field(choice: str, row: int, part: str) -> forms.Field:
    label = LABELS[choice, part]() % {"n": row}
    if part == "cuts":
        return NumberListField(
            gives=float, low=-LARGEST_CUT, high=LARGEST_CUT, label=label, required=False
        )
    return forms.ChoiceField(label=label, choices=_options(choice, part), required=False)


def _options(choice: str, part: str) -> list[tuple[Any, Any]]:
    if part == "form":
        return list(FORMS.items())
    if part == "knots":
        return [NOTHING, *((number, str(number)) for number in KNOTS)]
    primary = [(PRIMARY, term(PRIMARY).capitalize())] if choice == "interactions" else []
    return [NOTHING, *primary, *COVARIATES.items()]


LABELS = {
    ("covariates", "variable"): lambda: _("Covariate %(n)d"),
    ("covariates", "form"): lambda: _("entered"),
    ("covariates", "cuts"): lambda: _("cut points"),
    ("covariates", "knots"): lambda: _("knots"),
    ("interactions", "first"): lambda: _("Interaction %(n)d"),
    ("interactions", "second"): lambda: _("with"),
    ("subgroups", "variable"): lambda: _("Subgroups %(n)d"),
    ("subgroups", "cuts"): lambda: _("cut points"),
}
