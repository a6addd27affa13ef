"""The shape of endpoint definitions as they come in."""

from __future__ import annotations

from typing import Any

from django import forms

from analytics.endpoints import Definition, definition_of
from analytics.models import EndpointDefinition
from analytics.models.endpoint import ChangeDirection
from analytics.tables.names import feature_name
from ra_registry.cohort.models import PlannedVisit, Study
from ra_registry.core.entry.fields import NumberField, WholeNumberField
from scoring.instruments import Modality, all_instruments
from scoring.models import Campaign


def instruments_of(modality: Modality) -> list[str]:
    """Return the keys of the instruments that read a modality."""
    return [i.key for i in all_instruments() if i.modality == modality]


class DefaultEndpointsForm(forms.Form):
    """Which campaigns and visits the four endpoints are made of."""

    mri = forms.ModelChoiceField(
        Campaign.objects.none(), label="MRI campaign", empty_label="Choose a campaign"
    )
    radiograph = forms.ModelChoiceField(
        Campaign.objects.none(), label="Radiograph campaign", empty_label="Choose a campaign"
    )
    baseline = forms.ModelChoiceField(PlannedVisit.objects.none(), label="From visit")
    follow_up = forms.ModelChoiceField(PlannedVisit.objects.none(), label="To visit")

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.filter(study=study)
        visits = PlannedVisit.objects.filter(study=study)
        self.fields["mri"].queryset = campaigns.filter(instrument__in=instruments_of(Modality.MR))
        self.fields["radiograph"].queryset = campaigns.filter(
            instrument__in=instruments_of(Modality.XR)
        )
        self.fields["baseline"].queryset = visits
        self.fields["follow_up"].queryset = visits


class EndpointForm(forms.Form):
    """A new version, starting from the latest one."""

    based_on = WholeNumberField(widget=forms.HiddenInput)
    label = forms.CharField(max_length=120)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), empty_label=None)
    feature = forms.ChoiceField()
    baseline = forms.ModelChoiceField(
        PlannedVisit.objects.none(), label="From visit", empty_label=None
    )
    follow_up = forms.ModelChoiceField(
        PlannedVisit.objects.none(), label="To visit", empty_label=None
    )
    direction = forms.ChoiceField(choices=ChangeDirection.choices)
    threshold = NumberField(
        low="-9999.99",
        high="9999.99",
        places=2,
        help_text="In points of the mean of the readers; a change equal to it is no event.",
    )
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why the definition changes. It is shown beside the version for good.",
    )

    def __init__(self, *args: Any, study: Study, latest: EndpointDefinition, **kwargs: Any) -> None:
        start = definition_of(latest)
        initial = {"based_on": latest.version, **vars(start)}
        super().__init__(*args, initial=initial, **kwargs)
        visits = PlannedVisit.objects.filter(study=study)
        campaigns = Campaign.objects.filter(study=study)
        self.fields["campaign"].queryset = campaigns
        self.fields["baseline"].queryset = visits
        self.fields["follow_up"].queryset = visits
        read = sorted({feature for campaign in campaigns for feature in campaign.features})
        self.fields["feature"].choices = [(feature, feature_name(feature)) for feature in read]

    def definition(self) -> Definition:
        """Return what was entered."""
        fields = {name: self.cleaned_data[name] for name in Definition.__dataclass_fields__}
        return Definition(**fields)
