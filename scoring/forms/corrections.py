"""What a reader is asked to look at again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.models.reading import CorrectionReason


class AskForCorrectionForm(forms.Form):
    """Why a reader should look again; the sites are ticked in the grid."""

    asked_for = forms.ChoiceField(
        label=_("Why should the reader look again?"),
        choices=CorrectionReason.choices,
        widget=forms.RadioSelect,
    )
