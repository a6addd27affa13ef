"""The shape of a new version of the plan as it comes in; what it must hold, ``check`` decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from analytics.codec import encode
from analytics.design.adjustment_fields import (
    MOST_ROWS,
    adjustment_fields,
    entered_adjustment,
    field_of,
    initial_adjustment,
    place_of_problem,
)
from analytics.design.adjustment_fields import PARTS as ADJUSTMENT
from analytics.design.build import default_outcomes
from analytics.design.choices import DOSE_GROUPS, IMPUTATIONS, RESAMPLES, SEEDS, Choices
from analytics.design.comparison_fields import (
    FIRST_FIELD,
    comparison_fields,
    entered_comparisons,
    initial_comparisons,
)
from analytics.design.comparison_fields import PARTS as COMPARED
from analytics.design.described import Endpoint
from analytics.design.exposure_fields import exposure_fields
from analytics.design.help import GROUP_HELP, HELP
from analytics.design.options import HIGH, LOW
from analytics.design.variable import Offered
from analytics.design.words import GROUPS, LABELS, OPTIONS, value_of
from ra_registry.core.entry.fields import NumberField, WholeNumberField
from ra_registry.core.entry.lists import NumberListField

REASON = "Why the plan changes. It is shown beside the version for good."
# A choice that the form asks for in two fields.
BY_THEMSELVES = {"outcomes", "comparisons", "published_cutoff", *ADJUSTMENT}
# How many fields stand in a row of a choice that has rows.
ROWS_OF = {"comparisons": len(COMPARED)} | {key: len(parts) for key, parts in ADJUSTMENT.items()}
PUBLISHED = ("published_cutoff.analyte", "published_cutoff.value")


class PlanForm(forms.Form):
    """A new version, starting from the choices in force."""

    based_on = WholeNumberField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        version: int,
        start: Choices,
        offered: Offered,
        endpoints: Sequence[Endpoint],
        **kwargs: Any,
    ) -> None:
        self.endpoints, self.offered = endpoints, offered
        initial = {"based_on": version, **_initial(start, endpoints, offered)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields |= (
            _outcome_fields(endpoints)
            | comparison_fields(endpoints)
            | adjustment_fields()
            | _fields(start, offered)
        )
        self.fields["reason"] = forms.CharField(
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=REASON,
        )

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the fields under their legends."""
        for title, keys in GROUPS:
            rows = self._rows(keys)
            wanted = _wanted(rows) if keys[0] in ROWS_OF else len(rows)
            yield {
                "legend": title,
                "help": GROUP_HELP.get(str(title), ""),
                "rows": rows[:wanted],
                "spare": rows[wanted:],
            }
        yield {"legend": "", "help": "", "rows": [[self["reason"]]], "spare": []}

    def choices(self) -> Choices:
        """Return what was entered, shaped as the default."""
        given = self.cleaned_data
        found: Choices = {"sensitivity": {}}
        for field in LABELS:
            if field in BY_THEMSELVES:
                continue
            place, _, key = field.rpartition(".")
            value = given[field_name(field)]
            (found[place] if place else found)[key] = None if value == "" else value
        found["quantile_type"] = int(found["quantile_type"])
        found["outcomes"] = self._outcomes()
        # What no choice would give as well is none, so that the study's later values join it.
        if found["further_exposures"] == self.offered.proposed:
            found["further_exposures"] = None
        found["comparisons"] = entered_comparisons(given, self.endpoints)
        found |= entered_adjustment(given)
        analyte, number = (given[field_name(field)] for field in PUBLISHED)
        nothing = not analyte and number is None
        found["published_cutoff"] = (
            None if nothing else {"analyte": analyte or None, "value": number}
        )
        return found

    def place_of(self, problem: str) -> str | None:
        """Return the field that a problem of ``check`` stands beside."""
        if problem == "comparisons":
            return FIRST_FIELD if FIRST_FIELD in self.fields else None
        if problem == "outcomes":
            return next((f"outcome_{e.key}" for e in self.endpoints), None)
        placed = place_of_problem(problem, self.cleaned_data)
        name = placed or field_name(problem)
        return name if name in self.fields else None

    def _outcomes(self) -> list[dict[str, str]] | None:
        """The chosen outcomes; None where they are what no choice would give as well."""
        chosen = [
            {"endpoint": endpoint.key, "exposure_direction": direction}
            for endpoint in self.endpoints
            if (direction := self.cleaned_data[f"outcome_{endpoint.key}"])
        ]
        return None if chosen == encode(default_outcomes(self.endpoints)) else chosen

    def _rows(self, keys: tuple[str, ...]) -> list[list[BoundField]]:
        """The fields of a group in rows: each comparison and each covariate has one of its own."""
        bound = self._bound(keys)
        (first, *_) = keys
        length = ROWS_OF.get(first) or max(1, len(bound))
        return [bound[start : start + length] for start in range(0, len(bound), length)]

    def _bound(self, keys: tuple[str, ...]) -> list[BoundField]:
        bound = []
        for key in keys:
            if key == "outcomes":
                bound += [
                    self[f"outcome_{endpoint.key}"] for endpoint in self.endpoints if endpoint.limit
                ]
            elif key == "comparisons":
                bound += [self[name] for name in comparison_fields(self.endpoints)]
            elif key in ADJUSTMENT:
                bound += [
                    self[field_of(key, row, part)]
                    for row in range(1, MOST_ROWS[key] + 1)
                    for part in ADJUSTMENT[key]
                ]
            elif key == "published_cutoff":
                bound += [self[field_name(field)] for field in PUBLISHED]
            else:
                bound.append(self[field_name(key)])
        return bound


def field_name(field: str) -> str:
    """Return a choice's name in the form."""
    return field.replace(".", "_")


def _initial(start: Choices, endpoints: Sequence[Endpoint], offered: Offered) -> dict[str, Any]:
    values = {
        field_name(field): value_of(start, field) for field in LABELS if field not in BY_THEMSELVES
    }
    if start["further_exposures"] is None:
        values["further_exposures"] = offered.proposed
    outcomes = start["outcomes"] or encode(default_outcomes(endpoints))
    values |= {f"outcome_{o['endpoint']}": o["exposure_direction"] for o in outcomes}
    values |= initial_comparisons(start["comparisons"], endpoints) | initial_adjustment(start)
    published = start["published_cutoff"] or {"analyte": "", "value": None}
    return values | {field_name(field): published[field.split(".")[1]] for field in PUBLISHED}


def _wanted(rows: Sequence[Sequence[BoundField]]) -> int:
    """How many rows are in use or wrong, and one more: the others wait until they are asked for."""
    used = [
        place
        for place, row in enumerate(rows, start=1)
        if row[0].value() or any(field.errors for field in row)
    ]
    return max(used, default=0) + 1


def _outcome_fields(endpoints: Sequence[Endpoint]) -> dict[str, forms.Field]:
    options = [
        ("", "Not an outcome"),
        (HIGH, _("Expected with high values")),
        (LOW, _("Expected with low values")),
    ]
    return {
        f"outcome_{endpoint.key}": forms.ChoiceField(
            label=endpoint.label, choices=options, required=False
        )
        for endpoint in endpoints
        if endpoint.limit
    }


def _fields(start: Choices, offered: Offered) -> dict[str, forms.Field]:
    """One field for each choice that isn't an outcome, in the order of the labels."""
    made: dict[str, forms.Field] = {
        **exposure_fields(start, offered),
        "published_cutoff.value": NumberField(
            gives=float, label=_("Published cut-off"), required=False
        ),
        "prevalence": NumberField(gives=float, required=False),
        "cost_ratio": NumberField(gives=float, required=False),
        "dose_groups": _whole(DOSE_GROUPS),
        "level": NumberField(gives=float),
        "resamples": _whole(RESAMPLES),
        "seed": _whole(SEEDS),
        "bootstrap_tests": forms.BooleanField(required=False),
        "supplement": forms.MultipleChoiceField(
            choices=list(OPTIONS["supplement"].items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "sensitivity.thresholds": NumberListField(places=2, gives=_points, required=False),
        "sensitivity.sdc_levels": NumberListField(gives=float, required=False),
        "sensitivity.single_readers": forms.BooleanField(required=False),
        "sensitivity.below_limit": forms.MultipleChoiceField(
            choices=list(OPTIONS["sensitivity.below_limit"].items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "sensitivity.imputations": _whole(IMPUTATIONS),
    }
    made |= {field: _select(field) for field in OPTIONS if field not in made}
    for field, made_field in made.items():
        made_field.label = made_field.label or str(LABELS[field])
        made_field.help_text = HELP.get(field, "")
    return {field_name(field): made_field for field, made_field in made.items()}


def _select(field: str, none: str | None = None) -> forms.ChoiceField:
    first = [] if none is None else [("", none)]
    return forms.ChoiceField(choices=first + list(OPTIONS[field].items()), required=none is None)


def _whole(limits: tuple[int, int]) -> WholeNumberField:
    return WholeNumberField(low=limits[0], high=limits[1])


def _points(threshold: Decimal) -> str:
    """Return points as definitions of endpoints store them."""
    return f"{threshold:.2f}"
