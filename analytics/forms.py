"""The shape of endpoint definitions as they come in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.design.clinical import VARIABLES
from analytics.design.endpoints.definition import Definition, definition_of
from analytics.design.endpoints.presets import PRESETS
from analytics.design.rules import CHANGE_RULES, LIMITS, READER_RULES, SIDES, STATUS_RULES
from analytics.models import EndpointDefinition
from ra_registry.cohort.models import PlannedVisit, Study
from ra_registry.core.entry.fields import NumberField, WholeNumberField
from ra_registry.imaging.modalities import MR, XR, Modality
from scoring.instruments import all_instruments, chosen_sites, get_instrument, measures_of
from scoring.instruments.errors import UnknownItemError
from scoring.models import Campaign

CLINICAL, SITES = "clinical", "sites"
Choices = list[tuple[str, Any]]


def instruments_of(modality: Modality) -> list[str]:
    """Return the keys of the instruments that read a modality."""
    return [i.key for i in all_instruments() if i.modality == modality]


class PresetForm(forms.Form):
    """A ready-made set of endpoints, and the campaigns and visits it is made of."""

    preset = forms.ChoiceField(
        choices=[(one.key, one.label) for one in PRESETS.values()], label=_("Endpoints")
    )
    mri = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("MRI campaign"),
        empty_label=_("None"),
        required=False,
    )
    radiograph = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("Radiograph campaign"),
        empty_label=_("None"),
        required=False,
    )
    baseline = forms.ModelChoiceField(PlannedVisit.objects.none(), label=_("From visit"))
    follow_up = forms.ModelChoiceField(PlannedVisit.objects.none(), label=_("To visit"))

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.filter(study=study)
        visits = PlannedVisit.objects.filter(study=study).order_by("day")
        for name, modality in (("mri", MR), ("radiograph", XR)):
            found = campaigns.filter(instrument__in=instruments_of(modality)).order_by("pk")
            self.fields[name].queryset = found
            self.fields[name].initial = found.first()
        for name, visit in (("baseline", visits.first()), ("follow_up", visits.last())):
            self.fields[name].queryset = visits
            self.fields[name].initial = visit


class EndpointForm(forms.Form):
    """An endpoint of any kind: a new one, or a new version that starts from the latest."""

    based_on = WholeNumberField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(max_length=120, label=_("Name"))
    of = forms.ChoiceField(
        label=_("What is measured"),
        help_text=_("A feature, a part or a named total of a campaign, or a clinical variable."),
    )
    sites = forms.CharField(
        required=False,
        label=_("Chosen sites"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Codes of sites, separated by spaces; only with “chosen sites” above."),
    )
    baseline = forms.ModelChoiceField(
        PlannedVisit.objects.none(), label=_("From visit"), empty_label=None
    )
    follow_up = forms.ModelChoiceField(
        PlannedVisit.objects.none(),
        label=_("To visit"),
        required=False,
        empty_label=_("None: the value at the first visit itself"),
    )
    side = forms.ChoiceField(
        choices=[("", _("None: a number, no event")), *SIDES.items()],
        required=False,
        label=_("An event lies"),
    )
    limit_by = forms.ChoiceField(
        choices=[("", "–"), *LIMITS.items()], required=False, label=_("Limit")
    )
    threshold = NumberField(
        low="-9999.99",
        high="9999.99",
        places=2,
        required=False,
        label=_("Number"),
        help_text=_(
            "In points of the score, in the variable's unit or in per cent; below zero for a fall. "
            "Empty where the readers' smallest detectable change decides."
        ),
    )
    reader_rule = forms.ChoiceField(
        choices=[("", "–"), *READER_RULES.items()], required=False, label=_("Readers")
    )
    missing_rule = forms.ChoiceField(
        choices=[("", "–"), *{**CHANGE_RULES, **STATUS_RULES}.items()],
        required=False,
        label=_("Sites without a score"),
    )
    reason = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why the definition changes. It is shown beside the version for good."),
    )

    def __init__(
        self, *args: Any, study: Study, latest: EndpointDefinition | None = None, **kwargs: Any
    ) -> None:
        visits = PlannedVisit.objects.filter(study=study).order_by("day")
        initial = _initial(latest) if latest else {**NEW, "follow_up": visits.last()}
        super().__init__(*args, initial=initial, **kwargs)
        self.campaigns = {str(one.pk): one for one in Campaign.objects.filter(study=study)}
        self.fields["baseline"].queryset = visits
        self.fields["follow_up"].queryset = visits
        self.fields["of"].choices = [*_measures(self.campaigns), _clinical()]
        if latest is None:
            del self.fields["reason"]

    def clean_sites(self) -> tuple[str, ...]:
        """Codes in the order of the instrument's form come later; here they are only told apart."""
        return tuple(self.cleaned_data["sites"].replace(",", " ").replace(";", " ").split())

    def definition(self) -> Definition:
        """Return what was entered.

        Rules for readers and sites belong to scores; those of a form that was left on a clinical
        variable are dropped.
        """
        given = self.cleaned_data
        kept = ("label", "baseline", "follow_up", "side", "limit_by", "threshold")
        fields = {name: given[name] for name in kept}
        if not given["side"]:
            fields["limit_by"] = ""  # a choice that was only left standing
        source, _slash, key = given["of"].partition("/")
        if source == CLINICAL:
            return Definition(**fields, variable=key)
        campaign = self.campaigns[source]
        sites: tuple[str, ...] = ()
        if key == SITES:
            key, sites = _sites(campaign, given["sites"])
        rules = {name: given[name] for name in ("reader_rule", "missing_rule")}
        return Definition(**fields, **rules, campaign=campaign, measure=key, sites=sites)

    def place_of(self, field: str) -> str:
        """Return the field of this form that a field of a definition is asked in."""
        return {"campaign": "of", "measure": "of", "variable": "of"}.get(field, field)


NEW = {"reader_rule": "mean", "missing_rule": "pairwise", "side": "above", "limit_by": "points"}


def _initial(latest: EndpointDefinition) -> dict[str, Any]:
    said = vars(definition_of(latest))
    if latest.campaign_id is None:
        of = f"{CLINICAL}/{latest.variable}"
    else:
        of = f"{latest.campaign_id}/{SITES if latest.sites else latest.measure}"
    return {**said, "based_on": latest.version, "of": of, "sites": " ".join(latest.sites)}


def _sites(campaign: Campaign, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The key of chosen sites, their codes in form order; unknown codes are told by the check."""
    try:
        measure = chosen_sites(get_instrument(campaign.instrument), codes)
    except UnknownItemError:
        return "sites:", codes
    return measure.key, tuple(item.code for item in measure.items)


def _measures(campaigns: dict[str, Campaign]) -> Iterator[tuple[str, Choices]]:
    for key, campaign in campaigns.items():
        instrument = get_instrument(campaign.instrument)
        offered: Choices = [
            (f"{key}/{measure.key}", measure.label)
            for measure in measures_of(instrument, campaign.features)
        ]
        yield campaign.title, [*offered, (f"{key}/{SITES}", _("Chosen sites"))]


def _clinical() -> tuple[str | Promise, Choices]:
    found: Choices = [(f"{CLINICAL}/{key}", one.label) for key, one in VARIABLES.items()]
    return _("Clinical assessments"), found


class RetireForm(forms.Form):
    """Taking an endpoint out of force."""

    based_on = WholeNumberField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it is retired. It is shown beside the version for good."),
    )
