"""Which patients become cases."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ra_registry.cohort.models import PlannedVisit, Study
from ra_registry.core.entry.fields import WholeNumberField
from scoring.services import Subset

BETWEEN_CODES = re.compile(r"[\s,;]+")


class CasesForm(forms.Form):
    """The visits whose examinations are read together, and of which patients."""

    ALL, SAMPLE, LIST = "all", "sample", "list"

    visits = forms.ModelMultipleChoiceField(
        label=_("Visits that are read together"),
        queryset=PlannedVisit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    which = forms.ChoiceField(
        label=_("Patients"),
        choices=[
            (ALL, _("Everybody who has the examinations")),
            (SAMPLE, _("A sample of them, drawn from the campaign's seed (a pilot)")),
            (LIST, _("Those of a list")),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
        required=False,
    )
    sample = WholeNumberField(label=_("Size of the sample"), low=1, high=1_000_000, required=False)
    listed = forms.CharField(
        label=_("Patient codes of the list"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "mono", "spellcheck": "false"}),
        required=False,
        max_length=400_000,
        help_text=_("One a line, or with commas or blanks between them."),
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visits"].queryset = PlannedVisit.objects.filter(study=study)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        which = cleaned.get("which") or self.ALL
        if which == self.SAMPLE and not cleaned.get("sample") and "sample" not in self.errors:
            self.add_error("sample", _("Say how many cases the sample has."))
        if which == self.LIST and not cleaned.get("listed", "").strip():
            self.add_error("listed", _("Write the codes of the patients."))
        return cleaned

    def subset(self) -> Subset:
        """Return which of the possible cases were asked for."""
        which = self.cleaned_data.get("which") or self.ALL
        if which == self.SAMPLE:
            return Subset(sample=self.cleaned_data["sample"])
        if which == self.LIST:
            codes = BETWEEN_CODES.split(self.cleaned_data["listed"].strip())
            return Subset(listed=tuple(codes))
        return Subset()
