"""The shape of what is entered about an examination."""

from __future__ import annotations

from django import forms

from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.records import RecordForm
from ra_registry.core.entry.fields import DayField, WholeNumberField
from ra_registry.imaging.models import Side, SideRule
from ra_registry.imaging.services import MOST_PLANES

NOTE_HELP = "No names, and nothing that tells who the patient is."


class RadiographForm(RecordForm):
    """Radiographs of both hands and feet."""

    acquired_on = DayField(label="Taken on")
    note = forms.CharField(max_length=300, required=False, help_text=NOTE_HELP)


class MriForm(RadiographForm):
    """MRI of one hand: which, why that one, and the series that decide what can be scored."""

    side = Choice(choices=[(Side.RIGHT.value, "Right"), (Side.LEFT.value, "Left")], label="Hand")
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

    sections = (
        ("Examination", ("acquired_on", "side", "side_rule")),
        ("Series", ("has_t1", "has_t1_contrast", "has_t2_fs_or_stir", "planes")),
    )
