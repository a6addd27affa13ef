"""The shape of a new version of the plan as it comes in; what it must hold, ``check`` decides."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from analytics.plan import default_outcomes
from analytics.plans.choices import (
    DOSE_GROUPS,
    HIGH,
    IMPUTATIONS,
    LOW,
    RESAMPLES,
    SEEDS,
    Choices,
)
from analytics.plans.words import GROUPS, LABELS, OPTIONS, WITHOUT, Names, value_of
from ra_registry.core.entry.fields import NumberField, WholeNumberField
from ra_registry.core.entry.lists import NumberListField

REASON = "Why the plan changes. It is shown beside the version for good."
HELP: dict[str, Any] = {
    "primary_exposure": "The analyte of the models, the dose-response and the key figures.",
    "left_out": "Not analysed: no curve, and not counted in the adjustment for several tests.",
    "covariate": "Stands beside the primary exposure in every model.",
    "below_limit": "ROC and ranks tie all values below the highest limit, whatever is chosen here.",
    "prevalence": "A share between 0 and 1, for example 0.30. Adds predictive values for patients "
    "elsewhere.",
    "cost_ratio": "How many false alarms one missed event weighs, for example 2. Adds the "
    "cut-off of least expected cost, at the prevalence above.",
    "adjustment": "Over the P values of all curves of an outcome.",
    "level": "For example 0.95.",
    "resamples": "Above 1000 patients fewer are drawn.",
    "seed": "The same seed gives the same resamples.",
    "sensitivity.thresholds": _(
        "Of progression, separated by semicolons; repair takes them below zero."
    ),
    "sensitivity.sdc_levels": _("For example 0.95; 0.80."),
}
GROUP_HELP: dict[str, Any] = {
    "Outcomes": "Say with which concentrations an endpoint is expected before looking at results; "
    "it is never chosen from the data.",
    "Sensitivity analyses": "The main results again under other choices.",
}
# A choice that the form asks for in two fields.
PUBLISHED = ("published_cutoff.analyte", "published_cutoff.value")


class PlanForm(forms.Form):
    """A new version, starting from the choices in force."""

    based_on = WholeNumberField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        version: int,
        start: Choices,
        names: Names,
        endpoints: list[dict[str, Any]],
        **kwargs: Any,
    ) -> None:
        self.endpoints = endpoints
        initial = {"based_on": version, **_initial(start, endpoints)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields |= _outcome_fields(endpoints) | _fields(start, names)
        self.fields["reason"] = forms.CharField(
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=REASON,
        )

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the fields under their legends."""
        for title, keys in GROUPS:
            yield {"legend": title, "help": GROUP_HELP.get(title, ""), "fields": self._bound(keys)}
        yield {"legend": "", "help": "", "fields": [self["reason"]]}

    def choices(self) -> Choices:
        """Return what was entered, shaped as the default."""
        given = self.cleaned_data
        found: Choices = {"sensitivity": {}}
        for field in LABELS:
            if field in {"outcomes", "published_cutoff"}:
                continue
            place, _, key = field.rpartition(".")
            value = given[field_name(field)]
            (found[place] if place else found)[key] = None if value == "" else value
        found["quantile_type"] = int(found["quantile_type"])
        found["outcomes"] = self._outcomes()
        analyte, number = (given[field_name(field)] for field in PUBLISHED)
        nothing = not analyte and number is None
        found["published_cutoff"] = (
            None if nothing else {"analyte": analyte or None, "value": number}
        )
        return found

    def place_of(self, problem: str) -> str | None:
        """Return the field that a problem of ``check`` stands beside."""
        if problem == "outcomes":
            return next((f"outcome_{e['key']}" for e in self.endpoints), None)
        name = field_name(problem)
        return name if name in self.fields else None

    def _outcomes(self) -> list[dict[str, str]] | None:
        """The chosen outcomes; None where they are what no choice would give as well."""
        chosen = [
            {"endpoint": endpoint["key"], "exposure_direction": direction}
            for endpoint in self.endpoints
            if (direction := self.cleaned_data[f"outcome_{endpoint['key']}"])
        ]
        return None if chosen == default_outcomes(self.endpoints) else chosen

    def _bound(self, keys: tuple[str, ...]) -> list[BoundField]:
        bound = []
        for key in keys:
            if key == "outcomes":
                bound += [self[f"outcome_{endpoint['key']}"] for endpoint in self.endpoints]
            elif key == "published_cutoff":
                bound += [self[field_name(field)] for field in PUBLISHED]
            else:
                bound.append(self[field_name(key)])
        return bound


def field_name(field: str) -> str:
    """Return a choice's name in the form."""
    return field.replace(".", "_")


def _initial(start: Choices, endpoints: list[dict[str, Any]]) -> dict[str, Any]:
    values = {
        field_name(field): value_of(start, field)
        for field in LABELS
        if field not in {"outcomes", "published_cutoff"}
    }
    outcomes = start["outcomes"] or default_outcomes(endpoints)
    values |= {f"outcome_{o['endpoint']}": o["exposure_direction"] for o in outcomes}
    published = start["published_cutoff"] or {"analyte": "", "value": None}
    return values | {field_name(field): published[field.split(".")[1]] for field in PUBLISHED}


def _outcome_fields(endpoints: list[dict[str, Any]]) -> dict[str, forms.Field]:
    options = [
        ("", "Not an outcome"),
        (HIGH, "Expected with high concentrations"),
        (LOW, "Expected with low concentrations"),
    ]
    return {
        f"outcome_{endpoint['key']}": forms.ChoiceField(
            label=endpoint["label"], choices=options, required=False
        )
        for endpoint in endpoints
    }


def _fields(start: Choices, names: Names) -> dict[str, forms.Field]:
    """One field for each choice that isn't an outcome, in the order of the labels."""
    # A stored plan may name what is no longer measured; it is shown, and refused when stored.
    named = {code: code for code in (start["primary_exposure"], *start["left_out"]) if code}
    analytes = list({**named, **names.analytes}.items())
    without = [("", WITHOUT["primary_exposure"])]
    made: dict[str, forms.Field] = {
        "primary_exposure": forms.ChoiceField(choices=without + analytes, required=False),
        "left_out": forms.MultipleChoiceField(
            choices=analytes, required=False, widget=forms.CheckboxSelectMultiple
        ),
        "covariate": _select("covariate", none=WITHOUT["covariate"]),
        "published_cutoff.analyte": forms.ChoiceField(
            label="Published cut-off of", choices=[("", "None"), *analytes], required=False
        ),
        "published_cutoff.value": NumberField(
            gives=float, label="Published cut-off, concentration", required=False
        ),
        "prevalence": NumberField(gives=float, required=False),
        "cost_ratio": NumberField(gives=float, required=False),
        "dose_groups": _whole(DOSE_GROUPS),
        "level": NumberField(gives=float),
        "resamples": _whole(RESAMPLES),
        "seed": _whole(SEEDS),
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
        made_field.label = made_field.label or LABELS[field]
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
