"""A study's own facts, its centres, its planned visits, its members."""

from __future__ import annotations

from typing import Any

from django import forms

from ra_registry.accounts.models import User
from ra_registry.cohort.forms.fields import Choice, WholeNumber
from ra_registry.cohort.forms.records import RecordForm
from ra_registry.cohort.models import Centre
from ra_registry.cohort.models.study import CODE
from ra_registry.cohort.services.studies import FARTHEST_DAY
from ra_registry.core.roles import ROLE_CHOICES

SYNTHETIC_HELP = "Every page of the study then says that no patient of it exists."


class AccountField(forms.EmailField):
    """An e-mail address of an account that exists."""

    def clean(self, value: Any) -> User:
        address = super().clean(value)
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise forms.ValidationError(f"No account has the address {address}.", code="unknown")
        return user


class StudyForm(RecordForm):
    """Texts of a study; they can change at any time."""

    asks_reason = False
    title = forms.CharField(max_length=200)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    is_synthetic = forms.BooleanField(
        required=False, label="Synthetic data", help_text=SYNTHETIC_HELP
    )


class NewStudyForm(StudyForm):
    """A new study. The code becomes part of every address and never changes."""

    code = forms.CharField(
        max_length=40, validators=[CODE], help_text="Part of every address; never changes."
    )
    data_manager = AccountField(
        label="E-mail of the data manager",
        help_text="Sets up centres, visits and members. The account must exist.",
    )
    field_order = ["code", "title", "description", "is_synthetic", "data_manager"]


class CentreForm(RecordForm):
    """A new centre."""

    asks_reason = False
    code = forms.CharField(
        max_length=20, validators=[CODE], help_text="Short, for tables and files; never changes."
    )
    name = forms.CharField(max_length=200)


class CentreNameForm(RecordForm):
    """A centre's name."""

    asks_reason = False
    name = forms.CharField(max_length=200)


class PlannedVisitForm(RecordForm):
    """When a visit is planned, and how far from that day it may take place."""

    asks_reason = False
    name = forms.CharField(max_length=80)
    day = WholeNumber(
        low=-FARTHEST_DAY, high=FARTHEST_DAY, unit="days from enrolment", label="Planned day"
    )
    days_before = WholeNumber(low=0, high=999, unit="days before", label="Window opens")
    days_after = WholeNumber(low=0, high=999, unit="days after", label="Window closes")


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
