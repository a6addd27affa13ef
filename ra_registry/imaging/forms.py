"""The shape of what is entered about an examination."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.records import RecordForm
from ra_registry.core.entry.fields import DayField, WholeNumberField
from ra_registry.imaging.modalities import Modality
from ra_registry.imaging.models import Side, SideRule
from ra_registry.imaging.services import MOST_PLANES

NOTE_HELP = "No names, and nothing that tells who the patient is."
SIDE = ("side", "side_rule")
SERIES = ("has_t1", "has_t1_contrast", "has_t2_fs_or_stir", "planes")


class ExaminationForm(RecordForm):
    """An examination: when, of what side and why that one, and the series of an MRI.

    A modality keeps the fields that mean something for it: radiographs show both sides always, and
    only MRI has series that decide what can be scored.
    """

    acquired_on = DayField(label="Taken on")
    note = forms.CharField(max_length=300, required=False, help_text=NOTE_HELP)
    side = Choice(choices=Side.choices)
    side_rule = Choice(
        choices=[choice for choice in SideRule.choices if choice[0]], label="Chosen as"
    )
    has_t1 = forms.BooleanField(required=False, label="T1")
    has_t1_contrast = forms.BooleanField(
        required=False, label="T1 after contrast", help_text="Needed to score synovitis."
    )
    has_t2_fs_or_stir = forms.BooleanField(
        required=False,
        label="T2 fat-saturated or STIR",
        help_text="Needed to score bone marrow oedema.",
    )
    planes = WholeNumberField(low=1, high=MOST_PLANES, initial=2)

    def __init__(self, *args: Any, modality: Modality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = (("Examination", ("acquired_on", *SIDE)), ("Series", SERIES))
        if not modality.has_series:
            self._leave_out(SERIES)
        if len(modality.sides) == 1:
            self._leave_out(SIDE)
            self.sections = ()
        else:
            self._offer(modality)

    def _leave_out(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.fields[name]
        self.sections = tuple(section for section in self.sections if section[1] != names)

    def _offer(self, modality: Modality) -> None:
        """Offer the sides that the modality can show; both sides need no reason for a choice."""
        self.fields["side"] = Choice(
            choices=[(side, str(Side(side).label)) for side in modality.sides],
            label=_("Hand") if modality.is_of_one_hand else _("Side"),
        )
        self.fields["side_rule"].required = modality.is_of_one_hand
