"""Acts on an opened campaign that need a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ra_registry.core.entry.fields import DayField


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class ExtendForm(ReasonForm):
    """Until when, and why."""

    due_on = DayField(label=_("Readings are due on"))

    field_order = ("due_on", "reason")
