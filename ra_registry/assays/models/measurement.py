"""Wells and measurements, stored as accepted and never changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.assays.models.batch import Plate
from ra_registry.assays.models.panel import Analyte
from ra_registry.assays.models.sample import Sample
from ra_registry.assays.verdict import thresholds
from ra_registry.core.constraints import append_only, one_of


class WellRole(models.TextChoices):
    """What a well was used for."""

    SAMPLE = "sample", "Sample"
    CALIBRATOR = "calibrator", "Calibrator"
    CONTROL = "control", "Control"
    BLANK = "blank", "Blank"
    IGNORED = "ignored", "Left out"


class Censor(models.TextChoices):
    """Where a signal lies against curve and limits."""

    NONE = "in_range", "In range"
    BELOW_CURVE = "below_curve", "Below the curve, no number"
    BELOW_LLOD = "below_llod", "Below LLOD"
    ABOVE_ULOQ = "above_range", "Above the detection range"
    ABOVE_CURVE = "above_curve", "Above the curve"
    MIXED = "mixed", "Replicates disagree"
    UNKNOWN = "unknown", _("No result")


class ConcentrationSource(models.TextChoices):
    """Whose number is reported."""

    VENDOR = "vendor", "File"
    OWN = "own", "Own curve"
    NONE = "none", "No number"


def _between(field: str, low: float, high: float) -> Q:
    # NaN counts as the greatest number in PostgreSQL, so the upper bound refuses it too.
    return Q(**{f"{field}__gte": low, f"{field}__lte": high})


POSSIBLE_CONCENTRATION = (
    Q(concentration__isnull=True)
    | Q(concentration=0)
    | _between("concentration", thresholds.LOWEST_NUMBER, thresholds.HIGHEST_NUMBER)
    | _between("concentration", -thresholds.HIGHEST_NUMBER, -thresholds.LOWEST_NUMBER)
)

# A well reaches its study by its plate, so no foreign key can tell that the sample is of another.
SAMPLE_OF_STUDY = """
    IF NEW.sample_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assays_plate plate
        JOIN assays_batch batch ON batch.id = plate.batch_id
        JOIN assays_sample sample ON sample.study_id = batch.study_id
        WHERE plate.id = NEW.plate_id AND sample.id = NEW.sample_id
    ) THEN
        RAISE EXCEPTION 'The sample of well % is of another study', NEW.name
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Well(models.Model):
    """A well of a plate and what was in it."""

    plate = models.ForeignKey(Plate, on_delete=models.PROTECT, related_name="wells")
    name = models.CharField(max_length=4)
    role = models.CharField(max_length=10, choices=WellRole.choices)
    label = models.CharField(max_length=80, blank=True)
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="wells", null=True)
    dilution = models.FloatField(default=1)

    class Meta:
        ordering = ["plate", "name"]
        constraints = [
            models.UniqueConstraint(fields=["plate", "name"], name="assays_well_name"),
            one_of("role", WellRole.choices, name="assays_well_role_known"),
            models.CheckConstraint(
                name="assays_well_sample",
                condition=Q(role="sample", sample__isnull=False)
                | (~Q(role="sample") & Q(sample__isnull=True)),
            ),
            models.CheckConstraint(name="assays_well_dilution", condition=Q(dilution__gt=0)),
            models.CheckConstraint(
                name="assays_well_dilution_possible",
                condition=Q(dilution__gte=thresholds.LOWEST_DILUTION)
                & Q(dilution__lte=thresholds.HIGHEST_DILUTION),
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="sample_of_study",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAMPLE_OF_STUDY,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Measurement(models.Model):
    """One analyte in one well: the text of the file beside every number made of it.

    ``concentration`` is the reported one (the file's or ours, by the panel's setting), dilution
    included, in the analyte's unit; null when the signal is off the curve. ``censor`` says on which
    side and is never lost.
    """

    well = models.ForeignKey(Well, on_delete=models.PROTECT, related_name="measurements")
    analyte = models.ForeignKey(Analyte, on_delete=models.PROTECT, related_name="+")
    spot = models.PositiveSmallIntegerField()
    signal_text = models.CharField(max_length=40, blank=True)
    signal = models.FloatField(null=True)
    nominal_concentration = models.FloatField(null=True)
    vendor_text = models.CharField(max_length=40, blank=True)
    vendor_concentration = models.FloatField(null=True)
    vendor_range_text = models.CharField(max_length=60, blank=True)
    own_concentration = models.FloatField(null=True)
    concentration = models.FloatField(null=True)
    source = models.CharField(max_length=8, choices=ConcentrationSource.choices)
    censor = models.CharField(max_length=12, choices=Censor.choices)
    llod = models.FloatField(null=True)
    lloq = models.FloatField(null=True)
    uloq = models.FloatField(null=True)
    excluded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["well", "analyte"], name="assays_measurement_once"),
            one_of("censor", Censor.choices, name="assays_measurement_censor_known"),
            one_of("source", ConcentrationSource.choices, name="assays_measurement_source_known"),
            models.CheckConstraint(
                name="assays_measurement_source_number",
                condition=Q(source="none", concentration__isnull=True)
                | (~Q(source="none") & Q(concentration__isnull=False)),
            ),
            models.CheckConstraint(
                name="assays_measurement_possible",
                condition=POSSIBLE_CONCENTRATION,
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.well_id} {self.analyte_id}"

    def get_status_display(self) -> str:
        """Return the label of the status in force; rows come from ``selectors.with_status``."""
        return str(Censor(self.status).label)  # type: ignore[attr-defined]
