"""Patients, their visits, assessments and treatments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.records import RecordForm, Sections
from ra_registry.cohort.models import Centre
from ra_registry.cohort.models.assessment import CrpUnit
from ra_registry.cohort.models.patient import PSEUDONYM, Diagnosis, Hand, Sex
from ra_registry.cohort.models.treatment import TreatmentKind
from ra_registry.core.entry.fields import (
    CensoredField,
    DayField,
    NumberField,
    PartialDateField,
    WholeNumberField,
)

HAQ_STEP = Decimal("0.125")
SEROLOGY_HELP = _(
    "Value, unit and the laboratory's upper limit of normal go together. A value beyond the "
    "laboratory's range is entered as printed: <15 or >340."
)
ACUTE_PHASE_HELP = _("A value beyond the laboratory's range is entered as printed: <0.3 or >140.")
KNOWN_HELP = _("As far as it is known: a day, a month or a year.")


class PatientForm(RecordForm):
    """A patient's facts. ``centres`` are those that the person may use."""

    centre = forms.ModelChoiceField(Centre.objects.none(), empty_label="Choose")
    sex = Choice(choices=Sex.choices)
    birth_year = WholeNumberField(low=1900, high=2100, label="Year of birth")
    dominant_hand = Choice(choices=Hand.choices, required=False, empty="Not known")
    enrolled_on = DayField(label="Enrolled on")
    diagnosis = Choice(choices=Diagnosis.choices)
    diagnosed_on = PartialDateField(label=_("Diagnosed"), help_text=KNOWN_HELP, required=False)
    symptom_onset = PartialDateField(label=_("First symptom"), help_text=KNOWN_HELP, required=False)
    rf_value = CensoredField(high=9999999, places=2, label="RF", required=False)
    rf_unit = forms.CharField(label="RF unit", max_length=12, required=False)
    rf_uln = NumberField(
        low=0, high=9999999, places=2, label="RF upper limit of normal", required=False
    )
    acpa_value = CensoredField(high=9999999, places=2, label="ACPA", required=False)
    acpa_unit = forms.CharField(label="ACPA unit", max_length=12, required=False)
    acpa_uln = NumberField(
        low=0, high=9999999, places=2, label="ACPA upper limit of normal", required=False
    )

    sections: Sections = (
        ("Enrolment", ("centre", "enrolled_on")),
        ("Person", ("sex", "birth_year", "dominant_hand")),
        ("Disease", ("diagnosis", "diagnosed_on", "symptom_onset")),
        ("Rheumatoid factor", ("rf_value", "rf_unit", "rf_uln")),
        ("Anti-citrullinated protein antibodies", ("acpa_value", "acpa_unit", "acpa_uln")),
    )
    section_help: Mapping[str, str | Promise] = {
        "Rheumatoid factor": SEROLOGY_HELP,
        "Anti-citrullinated protein antibodies": SEROLOGY_HELP,
    }

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres


class PseudonymField(forms.CharField):
    """A pseudonym, in capital letters however it was typed."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value).upper()


class EnrolForm(PatientForm):
    """A new patient, under the pseudonym that the server drew or another one."""

    pseudonym = PseudonymField(
        max_length=20,
        validators=[PSEUDONYM],
        help_text=(
            "Drawn at random. Note it in the centre's own identification log; overwrite it only "
            "if the study hands out pseudonyms itself. Never use initials or hospital numbers."
        ),
    )
    sections = (
        ("Enrolment", ("pseudonym", "centre", "enrolled_on")),
        *PatientForm.sections[1:],
    )

    def __init__(self, *args: Any, pseudonym: str, today: date, **kwargs: Any) -> None:
        start = {"pseudonym": pseudonym, "enrolled_on": today}
        super().__init__(*args, initial=start, **kwargs)


class VisitForm(RecordForm):
    """The day a planned visit took place."""

    took_place_on = DayField(label="Took place on")
    note = forms.CharField(
        max_length=500,
        required=False,
        help_text="No names, and nothing that tells who the patient is.",
    )


class AssessmentForm(RecordForm):
    """Components of disease activity; what was not recorded stays empty."""

    tjc28 = WholeNumberField(low=0, high=28, label="Tender joints (TJC28)", required=False)
    sjc28 = WholeNumberField(low=0, high=28, label="Swollen joints (SJC28)", required=False)
    ptga_mm = WholeNumberField(
        low=0, high=100, unit="mm", label="Patient global (PtGA)", required=False
    )
    phga_mm = WholeNumberField(
        low=0, high=100, unit="mm", label="Physician global (PhGA)", required=False
    )
    esr = CensoredField(high=200, places=0, unit="mm/h", label="ESR", required=False)
    crp_value = CensoredField(high=9999, places=3, label="CRP", required=False)
    crp_unit = Choice(
        choices=CrpUnit.choices, label="CRP unit", required=False, empty="Choose the unit"
    )
    haq_di = NumberField(low=0, high=3, step=HAQ_STEP, label="HAQ-DI", required=False)

    sections = (
        ("Joints, of 28", ("tjc28", "sjc28")),
        ("Global assessment, 0 to 100 mm", ("ptga_mm", "phga_mm")),
        ("Acute phase", ("esr", "crp_value", "crp_unit")),
        ("Function", ("haq_di",)),
    )
    section_help: Mapping[str, str | Promise] = {
        "Acute phase": ACUTE_PHASE_HELP,
        "Function": "From 0 to 3 in steps of 0.125.",
    }


class TreatmentForm(RecordForm):
    """A drug from one day to another; an open end means it goes on."""

    kind = Choice(choices=TreatmentKind.choices, label="Class")
    drug = forms.CharField(max_length=80)
    dose = NumberField(low=0, high=999999, places=2, required=False)
    dose_unit = forms.CharField(max_length=16, required=False, label="Unit")
    frequency = forms.CharField(max_length=40, required=False)
    started_on = PartialDateField(label=_("Started"), help_text=KNOWN_HELP)
    stopped_on = PartialDateField(label=_("Stopped"), help_text=KNOWN_HELP, required=False)
    stop_reason = forms.CharField(max_length=200, required=False, label="Reason for stopping")

    sections = (
        ("Drug", ("kind", "drug", "dose", "dose_unit", "frequency")),
        ("Time", ("started_on", "stopped_on", "stop_reason")),
    )


class StopForm(RecordForm):
    """The end of a treatment."""

    asks_reason = False
    stopped_on = PartialDateField(label=_("Stopped"), help_text=KNOWN_HELP)
    stop_reason = forms.CharField(max_length=200, label="Reason for stopping")


def centres_for(access: Any, permission: Any) -> Any:
    """Return the centres for which the person holds ``permission``."""
    centres = Centre.objects.filter(study=access.study)
    ids = access.centre_ids(permission)
    return centres if ids is None else centres.filter(pk__in=ids)
