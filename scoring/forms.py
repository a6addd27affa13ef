"""The shape of input of the campaign pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership, PlannedVisit, Study
from ra_registry.core.entry.fields import WholeNumberField
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import roles_with
from scoring.instruments import all_instruments, feature_labels
from scoring.models import Campaign
from scoring.models.campaign import ReadingMode, SurgeryPolicy
from scoring.models.reading import CorrectionReason
from scoring.services import Protocol, Strategy

CODE = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
    "Use small letters, digits and hyphens, for example: mri-year-1.",
)


def _instrument_choices() -> list[tuple[str, str]]:
    return [("", gettext("Choose an instrument"))] + [
        (one.key, one.name) for one in all_instruments()
    ]


def _feature_choices() -> list[tuple[str, str]]:
    """Return every feature of every instrument once; which belong together is checked on saving."""
    return list(feature_labels().items())


def _features_of_each() -> str:
    """Say which instrument scores what, as their files define them."""
    return " ".join(
        gettext("%(instrument)s scores %(features)s.")
        % {
            "instrument": instrument.name,
            "features": ", ".join(feature.label for feature in instrument.features),
        }
        for instrument in all_instruments()
    )


STRATEGIES = [
    (Strategy.FIXED.value, _("The same readers for every case")),
    (Strategy.POOL.value, _("A team for each case, drawn from these readers")),
]


class CampaignForm(forms.Form):
    """The reading protocol of a campaign."""

    code = forms.CharField(max_length=40, validators=[CODE], help_text="Part of the address.")
    title = forms.CharField(max_length=120)
    instrument = forms.ChoiceField(choices=_instrument_choices)
    features = forms.MultipleChoiceField(
        choices=_feature_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy(_features_of_each, str)(),
    )
    step_half_units = forms.TypedChoiceField(
        label="Scoring step",
        choices=Campaign._meta.get_field("step_half_units").choices,
        coerce=int,
        initial=2,
    )
    readers_per_case = WholeNumberField(low=1, high=6, initial=2)
    reading_mode = forms.ChoiceField(
        choices=ReadingMode.choices,
        initial=ReadingMode.SET_UNKNOWN_ORDER,
        help_text=(
            "In sets of unknown order the columns of each case and reader are in a drawn order "
            "that is stored and stays hidden from the reader."
        ),
    )
    totals_visible = forms.BooleanField(
        label="Readers see running totals",
        required=False,
        help_text="Whether seeing them biases readers is unknown. Change is never shown.",
    )
    surgery_policy = forms.ChoiceField(
        label="Operated joints", choices=SurgeryPolicy.choices, initial=SurgeryPolicy.EXCLUDE
    )
    charter_version = forms.CharField(
        label="Charter version",
        max_length=20,
        initial="1",
        help_text="Version of the imaging charter; each reading carries it.",
    )

    def protocol(self) -> Protocol:
        """Return the checked input."""
        return Protocol(**{key: self.cleaned_data[key] for key in Protocol.__annotations__})

    @classmethod
    def of(cls, campaign: Campaign, data: Any = None) -> CampaignForm:
        """Return the form filled with a campaign; its code can't be changed."""
        initial = {key: getattr(campaign, key) for key in Protocol.__annotations__}
        form = cls(data, initial={**initial, "code": campaign.code})
        form.fields["code"].disabled = True
        return form


class CasesForm(forms.Form):
    """The visits whose examinations are read together."""

    visits = forms.ModelMultipleChoiceField(
        label="Visits that are read together",
        queryset=PlannedVisit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visits"].queryset = PlannedVisit.objects.filter(study=study)


class ReadersForm(forms.Form):
    """Who reads the cases."""

    readers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    strategy = forms.ChoiceField(
        choices=STRATEGIES,
        initial=Strategy.FIXED.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holding = Membership.objects.current().filter(
            study=study, role__in=roles_with(Permission.READ_CASES)
        )
        self.fields["readers"].queryset = User.objects.filter(
            pk__in=holding.values("user"), is_active=True
        ).order_by("full_name")


class AskForCorrectionForm(forms.Form):
    """Why a reader should look again; the sites are ticked in the grid."""

    asked_for = forms.ChoiceField(
        label=_("Why should the reader look again?"),
        choices=CorrectionReason.choices,
        widget=forms.RadioSelect,
    )
