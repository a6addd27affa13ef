"""The shape of what people enter about their account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.api import Scope
from ra_registry.core.entry.fields import WholeNumberField

SCOPE_LABELS = {
    Scope.READ: "Read everything your roles let you see",
    Scope.WRITE_COHORT: _("Answer questions about records, set limits of plausibility"),
    Scope.WRITE_SCORES: _("Enter scores"),
    Scope.WRITE_RECORDS: _("Void and restore records"),
    Scope.WRITE_ASSAYS: "Import and accept assay files",
    Scope.WRITE_ANALYSES: "Ask for a recompute",
    Scope.WRITE_EXPORTS: "Ask for an export",
}


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        max_length=80, help_text="What will use it, for example: plate reader in lab 2."
    )
    scopes = forms.MultipleChoiceField(
        label="May",
        choices=[(scope.value, label) for scope, label in SCOPE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ.value],
    )
    days = WholeNumberField(label="Valid for (days)", low=1, high=365, initial=90)
