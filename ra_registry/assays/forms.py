"""The shape of what people send: files, choices, samples, kit lots. Rules are in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ra_registry.assays.models import Analyte, KitLot, Panel
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.models.sample import Material
from ra_registry.assays.parsers.detect import TEXT_SUFFIXES, WORKBOOK_SUFFIX
from ra_registry.assays.reading_fields import (
    ANSWER_CHOICES,
    ANSWER_HELP,
    ENCODING_CHOICES,
    MARK_CHOICES,
)
from ra_registry.assays.services.answers import FileAnswers
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.lots import FEWEST_LEVELS, dilution_series
from ra_registry.cohort.forms.fields import Choice
from ra_registry.cohort.forms.records import RecordForm
from ra_registry.cohort.models import Centre, Patient, PlannedVisit, Visit
from ra_registry.core.entry.fields import DayField, NumberField, WholeNumberField

ACCEPTED = ",".join(sorted([*TEXT_SUFFIXES, WORKBOOK_SUFFIX]))
REASON = "reason:"
"""What the name of a reason's field begins with; the finding's key follows."""

CHOICES = {
    "confirm_roles": "Wells without a stated role hold what their label names: a sample of the "
    "study, or a calibrator level of the kit lot",
    "leave_out_unknown": "Store the wells of unknown samples as left out, with their signals",
    "accept_repeats": "Accept plates and samples again that were measured before; "
    "analyses use the batch accepted last",
}


def _file(*, required: bool = True, **kwargs: Any) -> forms.FileField:
    """Return a file field that leaves empty and oversized files to the service, which audits."""
    widget = forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    return forms.FileField(required=required, allow_empty_file=True, widget=widget, **kwargs)


class UploadForm(forms.Form):
    """A plate file, and the layout that says what its wells hold where the file does not."""

    file = _file(label="Plate file")
    layout = _file(required=False, label="Plate layout")


class LayoutForm(forms.Form):
    layout = _file(label="Plate layout")


class AnswersForm(forms.Form):
    """How a file and its layout are to be read; what stays empty stays as it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in ANSWER_CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                choices=[("", ""), *choices], required=False, label=ANSWER_HELP[name]
            )

    def answers(self) -> FileAnswers:
        """Return the answers of a valid form."""
        return FileAnswers(**self.cleaned_data)


class LotForFileForm(forms.Form):
    """Which kit lot a file was measured with."""

    lot = forms.ModelChoiceField(queryset=KitLot.objects.none(), label="Kit lot")

    def __init__(self, *args: Any, lots: QuerySet[KitLot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = lots


class ReplicatesForm(forms.Form):
    """What becomes of a result whose replicates disagree. The reason is checked by the service."""

    replicates = forms.ChoiceField(
        label=_("When replicates lie on different sides of a limit"), choices=Replicates.choices
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput,
        help_text=_("It is kept with the version and stands in the audit trail."),
    )


class ChoicesForm(forms.Form):
    """What the coordinator decides about a file; each box clears one kind of block."""

    confirm_roles = forms.BooleanField(required=False, label=CHOICES["confirm_roles"])
    leave_out_unknown = forms.BooleanField(required=False, label=CHOICES["leave_out_unknown"])
    accept_repeats = forms.BooleanField(required=False, label=CHOICES["accept_repeats"])

    def choices(self) -> Choices:
        """Return what is ticked, and the reasons sent beside it, by the finding's key."""
        self.full_clean()
        ticked = {name: self.cleaned_data[name] for name in self.fields}
        reasons = {
            name.removeprefix(REASON): str(text)
            for name, text in self.data.items()
            if name.startswith(REASON)
        }
        return Choices(**ticked, reason=str(self.data.get("reason", "")), reasons=reasons)


class SampleForm(RecordForm):
    """One tube. The code may stay empty: then one is made of pseudonym and visit."""

    patient = forms.CharField(label="Patient", max_length=20, help_text="The study pseudonym.")
    visit = forms.ModelChoiceField(queryset=PlannedVisit.objects.none(), to_field_name="code")
    material = Choice(choices=list(Material.choices), initial=Material.PLASMA)
    taken_on = DayField(label="Taken on", required=False, help_text="Empty: the day of the visit.")
    code = forms.CharField(
        label="Sample code",
        required=False,
        max_length=40,
        help_text="What the tube and the plate file call it. Empty: pseudonym and visit.",
    )

    def __init__(
        self, *args: Any, visits: QuerySet[Visit], centres: QuerySet[Centre], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._visits, self._centres = visits, centres
        planned = PlannedVisit.objects.filter(visits__in=visits).distinct()
        self.fields["visit"].queryset = planned.order_by("day")

    def _voided(self, pseudonym: str) -> bool:
        voided = Patient.objects.filter(voided_at__isnull=False, pseudonym__iexact=pseudonym)
        return voided.filter(centre__in=self._centres).exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        patient, planned = cleaned.pop("patient", ""), cleaned.get("visit")
        if not patient or planned is None:
            return cleaned
        visits = self._visits.filter(patient__pseudonym__iexact=patient.strip())
        visit = visits.filter(planned=planned).first()
        if visit is not None:
            cleaned["visit"] = visit
        elif visits.exists():
            raise ValidationError(
                {"visit": f"{patient} has no visit {planned} yet: record the visit first."}
            )
        elif self._voided(patient.strip()):
            raise ValidationError(
                {"patient": _("The record of this patient is voided: restore it first.")}
            )
        else:
            expected = "a patient of the study who has a recorded visit"
            raise ValidationError({"patient": f"Found {patient}, expected {expected}."})
        return cleaned

    def same_as(self, record: models.Model) -> bool:
        """Tell whether the stored sample is what was typed; an empty field left it to the form."""
        typed = {name: value for name, value in self.values().items() if value}
        return all(getattr(record, name) == value for name, value in typed.items())


class SamplesForVisitForm(forms.Form):
    """One sample for every patient who had a visit."""

    visit = forms.ModelChoiceField(queryset=PlannedVisit.objects.none(), to_field_name="code")
    material = Choice(choices=list(Material.choices), initial=Material.PLASMA)

    def __init__(self, *args: Any, planned: QuerySet[PlannedVisit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visit"].queryset = planned


class SampleListForm(forms.Form):
    """A pasted list of samples."""

    lines = forms.CharField(
        label="One sample a line",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "mono"}),
        help_text="code, pseudonym, visit, material, date. Code, material and date may be empty.",
    )
    anew = forms.BooleanField(
        required=False,
        label=_("Codes of voided samples are the codes of other tubes here"),
    )


class LotForm(forms.Form):
    """A kit lot: its number, and its certificate as a file or as numbers typed in."""

    panel = forms.ModelChoiceField(queryset=Panel.objects.none())
    number = forms.CharField(label="Lot number", max_length=40)
    expires_on = DayField(label="Expires on", required=False)
    certificate = _file(required=False, label="Certificate as a table (CSV)")
    encoding = forms.ChoiceField(
        choices=[("", _("As the table shows")), *ENCODING_CHOICES],
        required=False,
        label=_("Encoding of the table"),
        help_text=_("To be chosen where the table is refused because it leaves that open."),
    )
    decimal_mark = forms.ChoiceField(
        choices=[("", _("As the table shows")), *MARK_CHOICES],
        required=False,
        label=_("Marks in its numbers"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = Panel.objects.all()


class LotByHandForm(forms.Form):
    """Limits and top calibrator of each analyte; the levels follow from the dilution series."""

    fold = NumberField(label="Fold between levels", initial=4, low="1.01", high=100, gives=float)
    levels = WholeNumberField(
        label="Levels, the zero calibrator included",
        initial=8,
        low=FEWEST_LEVELS,
        high=16,
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel = panel
        self.analytes = [spot.analyte for spot in panel.spots.select_related("analyte")]
        for analyte in self.analytes:
            for column in ("llod", "lloq", "uloq", "top"):
                self.fields[f"{column}-{analyte.code}"] = NumberField(
                    label=f"{_COLUMNS[column]} of {analyte.name}",
                    low=0,
                    gives=float,
                    required=column in {"llod", "top"},
                )

    def table(self) -> list[tuple[Analyte, list[forms.BoundField]]]:
        """Return the fields of each analyte, for a table with a line for each."""
        return [
            (analyte, [self[f"{column}-{analyte.code}"] for column in _COLUMNS])
            for analyte in self.analytes
        ]

    def rows(self) -> list[CertificateRow]:
        """Return the numbers as the lines of a certificate."""
        typed = self.cleaned_data
        return [
            CertificateRow(
                analyte=analyte.code,
                llod=typed[f"llod-{analyte.code}"],
                lloq=typed[f"lloq-{analyte.code}"],
                uloq=typed[f"uloq-{analyte.code}"],
                levels=dilution_series(
                    typed[f"top-{analyte.code}"], fold=typed["fold"], levels=typed["levels"]
                ),
                line=line,
            )
            for line, analyte in enumerate(self.analytes, 1)
        ]


_COLUMNS = {"llod": "LLOD", "lloq": "LLOQ", "uloq": "ULOQ", "top": "Top calibrator"}
