"""Answering a question about a value."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class KeepForm(forms.Form):
    """Why an unusual value is right."""

    reason = forms.CharField(
        label=_("Why the value is right"),
        max_length=300,
        help_text=_("Stays beside the value with your name. No names of patients."),
    )
