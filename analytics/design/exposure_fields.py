"""How a plan's form asks which variables are exposures, and which of them leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.design.choices import Choices
from analytics.design.variable import Offered
from analytics.design.words import WITHOUT


def exposure_fields(start: Choices, offered: Offered) -> dict[str, forms.Field]:
    """Which variables are exposures, and which of them leads.

    A stored plan may name what is no longer measured; it is shown, and refused when stored.
    """
    analytes = {one.code: one.with_unit for one in offered.analytes}
    further = {one.variable.code: one.variable.with_unit for one in offered.further}
    every = analytes | further
    primary = {code: code for code in (start["primary_exposure"],) if code and code not in every}
    without = [("", WITHOUT["primary_exposure"])]
    return {
        "primary_exposure": forms.ChoiceField(
            choices=[*without, *(primary | every).items()], required=False
        ),
        "left_out": _several(start["left_out"], analytes),
        "further_exposures": _several(start["further_exposures"] or [], further),
        "published_cutoff.analyte": forms.ChoiceField(
            label=_("Published cut-off of"),
            choices=[("", "None"), *(primary | every).items()],
            required=False,
        ),
    }


def _several(chosen: Sequence[str], known: Mapping[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(({code: code for code in chosen} | dict(known)).items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
