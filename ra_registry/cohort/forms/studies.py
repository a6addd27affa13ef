"""A study's own facts, its centres, its planned visits, its members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.records import RecordForm
from ra_registry.cohort.models import Centre
from ra_registry.cohort.models.study import CODE
from ra_registry.cohort.services.studies import FARTHEST_DAY
from ra_registry.core.entry.fields import DayField, WholeNumberField
from ra_registry.core.roles import ROLE_CHOICES
from ra_registry.core.time_zones import check_zone, zone_names

UTC = "UTC"
AS_THE_STUDY = _("As the study")
ZONE_HELP = _("Which day it is: visits fall due, and the future begins, by this calendar.")
SYNTHETIC_HELP = "Every page of the study then says that no patient of it exists."


class AccountField(forms.EmailField):
    """An e-mail address of an account that exists."""

    def clean(self, value: Any) -> User:
        address = super().clean(value)
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise forms.ValidationError(f"No account has the address {address}.", code="unknown")
        return user


class ZoneField(forms.CharField):
    """A time zone by its IANA name, chosen from a list; ``empty`` is what no choice means."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        first = [("", empty)] if empty else []
        super().__init__(
            label=_("Time zone"),
            widget=forms.Select(choices=[*first, *((name, name) for name in zone_names())]),
            validators=[check_zone],
            **kwargs,
        )


class StudyForm(RecordForm):
    """Texts of a study; they can change at any time."""

    asks_reason = False
    title = forms.CharField(max_length=200)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    time_zone = ZoneField(initial=UTC, required=False, help_text=ZONE_HELP)
    is_synthetic = forms.BooleanField(
        required=False, label="Synthetic data", help_text=SYNTHETIC_HELP
    )

    def clean_time_zone(self) -> str:
        """Return the zone that was chosen; without a choice the study keeps its own."""
        stored = UTC if self.record is None else self.record.time_zone
        return self.cleaned_data["time_zone"] or stored


class NewStudyForm(StudyForm):
    """A new study. The code becomes part of every address and never changes."""

    code = forms.CharField(
        max_length=40, validators=[CODE], help_text="Part of every address; never changes."
    )
    data_manager = AccountField(
        label="E-mail of the data manager",
        help_text="Sets up centres, visits and members. The account must exist.",
    )
    field_order = ["code", "title", "description", "time_zone", "is_synthetic", "data_manager"]


class CentreForm(RecordForm):
    """A new centre."""

    asks_reason = False
    code = forms.CharField(
        max_length=20, validators=[CODE], help_text="Short, for tables and files; never changes."
    )
    name = forms.CharField(max_length=200)
    time_zone = ZoneField(empty=AS_THE_STUDY, required=False, help_text=ZONE_HELP)


class CentreChangeForm(RecordForm):
    """A centre's name and time zone."""

    asks_reason = False
    name = forms.CharField(max_length=200)
    time_zone = ZoneField(empty=AS_THE_STUDY, required=False, help_text=ZONE_HELP)


class PlannedVisitForm(RecordForm):
    """When a visit is planned, and how far from that day it may take place."""

    asks_reason = False
    name = forms.CharField(max_length=80)
    day = WholeNumberField(
        low=-FARTHEST_DAY, high=FARTHEST_DAY, unit="days from enrolment", label="Planned day"
    )
    days_before = WholeNumberField(low=0, high=999, unit="days before", label="Window opens")
    days_after = WholeNumberField(low=0, high=999, unit="days after", label="Window closes")


class NewPlannedVisitForm(PlannedVisitForm):
    """A visit that the schedule does not have yet."""

    code = forms.CharField(
        max_length=12, validators=[CODE], help_text="Short, for tables and files; never changes."
    )
    field_order = ["code", "name", "day", "days_before", "days_after"]


class _RoleFields(forms.Form):
    role = Choice(choices=ROLE_CHOICES)
    centre = forms.ModelChoiceField(
        Centre.objects.none(), required=False, empty_label="All centres"
    )

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres


class GrantForm(_RoleFields, RecordForm):
    """A role for somebody who has an account."""

    user = AccountField(label="E-mail")
    field_order = ["user", "role", "centre"]


class InviteForm(_RoleFields, RecordForm):
    """An account for a new person, with their first role."""

    email = forms.EmailField(label="E-mail")
    full_name = forms.CharField(max_length=120, label="Full name")
    field_order = ["full_name", "email", "role", "centre"]


class PeriodForm(forms.Form):
    """From which day to which the audit trail is shown."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
