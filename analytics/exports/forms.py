"""The shape of a request for an export."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """What a person says when asking for an export."""

    purpose = forms.CharField(
        max_length=200,
        help_text="For example: tables for the year-one report. It is logged with every download.",
    )
    byte_order_mark = forms.BooleanField(
        required=False,
        label=_("CSV files with a byte order mark"),
        help_text=_("For spreadsheet programs; statistics programs read the files without it."),
    )
