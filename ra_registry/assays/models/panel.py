"""Analytes, panels and kit lots: master data, the same for every study."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ra_registry.core.constraints import no_delete, since_1900


class Reported(models.TextChoices):
    """Which concentration a study reports."""

    VENDOR_THEN_OWN = "vendor", "The file's value, ours where it has none"
    OWN = "own", "Ours, from the plate's calibrator curve"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Analyte(models.Model):
    """A measured substance, with the names that files use for it."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    aliases = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    unit = models.CharField(max_length=12, default="pg/ml")

    class Meta:
        ordering = ["name"]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Panel(models.Model):
    """A multiplex kit: its analytes by spot, and which concentration a study reports."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    manufacturer = models.CharField(max_length=80, blank=True)
    reported = models.CharField(
        max_length=8, choices=Reported.choices, default=Reported.VENDOR_THEN_OWN
    )
    analytes = models.ManyToManyField(Analyte, through="PanelAnalyte")

    class Meta:
        ordering = ["name"]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return self.name


class PanelAnalyte(models.Model):
    """Which analyte is on which spot of the panel's wells."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="spots")
    analyte = models.ForeignKey(Analyte, on_delete=models.PROTECT, related_name="+")
    spot = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["panel", "spot"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "spot"], name="assays_panel_spot"),
            models.UniqueConstraint(fields=["panel", "analyte"], name="assays_panel_analyte"),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.panel_id} spot {self.spot}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class KitLot(models.Model):
    """A lot of a kit, with the limits and calibrator concentrations of its certificate."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=40)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="assays_lot_number"),
            since_1900("expires_on", name="assays_lot_since"),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.panel} lot {self.number}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class KitLotLimit(models.Model):
    """Limits of one analyte in one lot, in the analyte's unit.

    As results are reported, dilution included; a plate's curve compares them in the well, divided
    by the well's dilution.
    """

    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="limits")
    analyte = models.ForeignKey(Analyte, on_delete=models.PROTECT, related_name="+")
    llod = models.FloatField()
    lloq = models.FloatField(null=True, blank=True)
    uloq = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "analyte"], name="assays_lot_limit"),
            models.CheckConstraint(
                name="assays_lot_limit_order",
                condition=Q(llod__gt=0)
                & (Q(lloq__isnull=True) | Q(lloq__gte=F("llod")))
                & (Q(uloq__isnull=True) | Q(lloq__isnull=True) | Q(uloq__gt=F("lloq"))),
                violation_error_message="Limits must rise: LLOD, LLOQ, ULOQ.",
            ),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.analyte_id}"


class CalibratorLevel(models.Model):
    """The nominal concentration of one analyte at one calibrator level (S001 highest) of a lot."""

    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="calibrators")
    analyte = models.ForeignKey(Analyte, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10)
    concentration = models.FloatField()

    class Meta:
        ordering = ["lot", "analyte", "level"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "analyte", "level"], name="assays_calibrator"),
            models.CheckConstraint(
                name="assays_calibrator_not_negative", condition=Q(concentration__gte=0)
            ),
        ]
        triggers = [no_delete()]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.level}"
