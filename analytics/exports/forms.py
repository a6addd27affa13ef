"""The shape of a request for an export."""

from __future__ import annotations

from django import forms


class ExportForm(forms.Form):
    """What a person says when asking for an export."""

    purpose = forms.CharField(
        max_length=200,
        help_text="For example: tables for the year-one report. It is logged with every download.",
    )
