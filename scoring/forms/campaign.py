"""The reading protocol of a campaign, in the sections of its form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.fields import DayField, NumberField, WholeNumberField
from scoring.instruments import all_instruments, feature_labels
from scoring.models import Campaign
from scoring.models.protocol import (
    AdjudicatedValue,
    Adjudication,
    CampaignKind,
    Comparison,
    FormOrder,
    MissingPolicy,
    ReadingMode,
    ResultsAccess,
    SurgeryPolicy,
)
from scoring.services import Protocol

EMPTY: tuple[Any, ...] = (None, "")

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


def _measure_choices() -> list[tuple[str, str]]:
    """Return every total of every instrument once; which of them is scored is checked on saving."""
    names: dict[str, str] = {}
    for instrument in all_instruments():
        for total in instrument.totals:
            names.setdefault(total.key, total.name)
    return [("", gettext("No total chosen")), *names.items()]


class CampaignForm(forms.Form):
    """The reading protocol of a campaign."""

    code = forms.CharField(max_length=40, validators=[CODE], help_text=_("Part of the address."))
    title = forms.CharField(max_length=120)
    kind = forms.ChoiceField(
        label=_("What for"),
        choices=CampaignKind.choices,
        initial=CampaignKind.STUDY,
        help_text=_(
            "In a calibration readers are compared with an expert and see the differences; its "
            "cases are read in no other campaign."
        ),
    )
    instrument = forms.ChoiceField(choices=_instrument_choices)
    features = forms.MultipleChoiceField(
        choices=_feature_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy(_features_of_each, str)(),
    )
    step_half_units = forms.TypedChoiceField(
        label=_("Scoring step"),
        choices=Campaign._meta.get_field("step_half_units").choices,
        coerce=int,
        initial=2,
    )
    readers_per_case = WholeNumberField(low=1, high=30, initial=2)
    reading_mode = forms.ChoiceField(
        choices=ReadingMode.choices,
        initial=ReadingMode.SET_UNKNOWN_ORDER,
        help_text=_(
            "In sets of unknown order the columns of each case and reader are in a drawn order "
            "that is stored and stays hidden from the reader."
        ),
    )
    form_order = forms.ChoiceField(
        label=_("Order of the form"),
        choices=FormOrder.choices,
        initial=FormOrder.FEATURE,
        help_text=_("Joint by joint is how films are read; feature by feature suits MRI series."),
    )
    totals_visible = forms.BooleanField(
        label=_("Readers see running totals"),
        required=False,
        help_text=_("Whether seeing them biases readers is unknown. Change is never shown."),
    )
    re_read_percent = WholeNumberField(
        label=_("Cases read again, in percent"),
        low=0,
        high=100,
        initial=0,
        help_text=_(
            "Of each reader's cases, drawn and hidden: another number, another order of columns. "
            "They tell how well a reader repeats the own scores; 10 is customary."
        ),
    )
    re_read_days = WholeNumberField(label=_("Earliest after, in days"), low=0, high=365, initial=14)
    adjudication = forms.ChoiceField(
        label=_("Third reader"),
        choices=Adjudication.choices,
        initial=Adjudication.NONE,
        help_text=_("How the third score counts where two readers differ beyond the threshold."),
    )
    adjudication_measure = forms.ChoiceField(
        label=_("Total that is compared"), choices=_measure_choices, required=False
    )
    adjudication_value = forms.ChoiceField(
        label=_("Compared by"),
        choices=AdjudicatedValue.choices,
        initial=AdjudicatedValue.CHANGE,
    )
    adjudication_comparison = forms.ChoiceField(
        label=_("Adjudicated when the difference is"),
        choices=Comparison.choices,
        initial=Comparison.AT_LEAST,
    )
    adjudication_threshold = NumberField(
        label=_("Threshold, in points"), low=0, high=999, places=1, initial=Decimal(5)
    )
    adjudicator_sees_readings = forms.BooleanField(
        label=_("The adjudicator sees both blinded readings side by side"), required=False
    )
    surgery_policy = forms.ChoiceField(
        label=_("Operated joints"), choices=SurgeryPolicy.choices, initial=SurgeryPolicy.EXCLUDE
    )
    missing_policy = forms.ChoiceField(
        label=_("Sites without a score"),
        choices=MissingPolicy.choices,
        initial=MissingPolicy.PAIRWISE,
        help_text=_("The default of endpoints that are made from this campaign."),
    )
    calibration_required = forms.BooleanField(
        label=_("Readers need a valid certificate for the instrument"), required=False
    )
    certificate_status_icc = NumberField(
        label=_("ICC of status above"), low=0, high="0.99", places=2, initial=Decimal("0.80")
    )
    certificate_change_icc = NumberField(
        label=_("ICC of change above"), low=0, high="0.99", places=2, initial=Decimal("0.70")
    )
    certificate_cases = WholeNumberField(
        label=_("Over at least so many cases"), low=2, high=1000, initial=10
    )
    certificate_days = WholeNumberField(
        label=_("Valid for so many days"), low=1, high=3650, initial=365
    )
    results_access = forms.ChoiceField(
        label=_("Who sees scores before lock"),
        choices=[
            choice for choice in ResultsAccess.choices if choice[0] != ResultsAccess.AS_BEFORE
        ],
        initial=ResultsAccess.LOCKED,
        help_text=_(
            "Data managers of the whole study see them as preliminary, whatever is chosen."
        ),
    )
    due_on = DayField(label=_("Readings are due on"), required=False)
    charter_version = forms.CharField(
        label=_("Charter version"),
        max_length=20,
        initial="1",
        help_text=_("Version of the imaging charter; each reading carries it."),
    )

    SECTIONS = (
        (_("What is read"), ("code", "title", "kind", "instrument", "features", "step_half_units")),
        (
            _("How it is read"),
            ("readers_per_case", "reading_mode", "form_order", "totals_visible", "due_on"),
        ),
        (_("Hidden re-reads"), ("re_read_percent", "re_read_days")),
        (
            _("Adjudication"),
            (
                "adjudication",
                "adjudication_measure",
                "adjudication_value",
                "adjudication_comparison",
                "adjudication_threshold",
                "adjudicator_sees_readings",
            ),
        ),
        (_("What scores count as"), ("surgery_policy", "missing_policy", "results_access")),
        (
            _("Calibration"),
            (
                "calibration_required",
                "certificate_status_icc",
                "certificate_change_icc",
                "certificate_cases",
                "certificate_days",
            ),
        ),
        (_("Charter"), ("charter_version",)),
    )

    # What has a customary value; a field that is left empty, or is not sent, has it.
    CUSTOMARY = (
        "kind",
        "form_order",
        "re_read_percent",
        "re_read_days",
        "adjudication",
        "adjudication_value",
        "adjudication_comparison",
        "adjudication_threshold",
        "missing_policy",
        "certificate_status_icc",
        "certificate_change_icc",
        "certificate_cases",
        "certificate_days",
        "results_access",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.CUSTOMARY:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.CUSTOMARY:
            if cleaned.get(name) in EMPTY and name not in self.errors:
                cleaned[name] = self.fields[name].initial
        return cleaned

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the form."""
        return [(str(legend), [self[name] for name in names]) for legend, names in self.SECTIONS]

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
