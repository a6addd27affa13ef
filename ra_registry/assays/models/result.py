"""What measurements amount to: statuses and sample results as versions, and the policy behind them.

Measurements stay as they were accepted. A status decided later and every result of a sample are
rows of their own that are only ever added; the one without a successor is in force.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.assays.models.batch import Batch, StudyScopedQuerySet
from ra_registry.assays.models.measurement import Censor, Measurement
from ra_registry.assays.models.panel import Analyte, Panel
from ra_registry.assays.models.sample import Sample
from ra_registry.assays.verdict import Basis, Place, ReplicateRule
from ra_registry.core.constraints import append_only, one_of


class Replicates(models.TextChoices):
    """What becomes of a result whose replicates lie on different sides of a limit."""

    LIMIT_AWARE = ReplicateRule.LIMIT_AWARE.value, _("The limit stands for the replicate beyond it")
    ALL_OR_NONE = ReplicateRule.ALL_OR_NONE.value, _("All replicates in range, or no result")
    DROP = ReplicateRule.DROP.value, _("The replicate beyond the limit is dropped")


class Side(models.TextChoices):
    """Where the result of a sample lies."""

    BELOW = Place.BELOW.value, _("Below the limit")
    IN_RANGE = Place.IN_RANGE.value, _("In range")
    ABOVE = Place.ABOVE.value, _("Above the range")
    MIXED = Place.MIXED.value, _("Replicates disagree")
    UNKNOWN = Place.UNKNOWN.value, _("No result")


class DecidedBy(models.TextChoices):
    """What decided where a measurement lies."""

    FILE = Basis.FILE.value, _("The file's statement")
    LOT = Basis.LOT.value, _("The kit lot's limits")
    FILE_LIMITS = Basis.FILE_LIMITS.value, _("The file's detection limits")
    CURVE = Basis.CURVE.value, _("Our curve")
    NUMBER = Basis.NUMBER.value, _("The number itself; no limit is known")
    NONE = Basis.NONE.value, _("Nothing: neither number nor side")


class Cause(models.TextChoices):
    """Why a version was made."""

    ACCEPTED = "accepted", _("Accepted with its file")
    POLICY = "policy", _("Replicate policy changed")
    RULES = "rules", _("Classified by newer rules")


class ResultPolicy(models.Model):
    """How a study makes results of one panel's replicates: a version, never changed.

    ``rules`` is the version of the classification that was in the code. ``made_by`` is empty where
    the system made the version, for example after an upgrade.
    """

    study = models.ForeignKey(
        "cohort.Study", on_delete=models.PROTECT, related_name="result_policies"
    )
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    replicates = models.CharField(max_length=12, choices=Replicates.choices)
    rules = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = StudyScopedQuerySet.as_manager()

    class Meta:
        ordering = ["study", "panel", "version"]
        verbose_name_plural = _("result policies")
        constraints = [
            models.UniqueConstraint(
                fields=["study", "panel", "version"], name="assays_resultpolicy_version"
            ),
            one_of("replicates", Replicates.choices, name="assays_resultpolicy_known"),
            models.CheckConstraint(
                name="assays_resultpolicy_reason",
                condition=Q(version=1) | Q(made_by__isnull=True) | ~Q(reason=""),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.panel_id} {self.version}"


def _chained(table: str, *same: str) -> pgtrigger.Trigger:
    """Return a trigger that a version follows the one before it, of the same thing."""
    matching = " AND ".join(f"before.{column} = NEW.{column}" for column in same)  # unseen
    return pgtrigger.Trigger(
        name="follows_its_predecessor",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.predecessor_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {table} before
                WHERE before.id = NEW.predecessor_id AND before.version = NEW.version - 1
                    AND {matching}
            ) THEN
                RAISE EXCEPTION '%: a version follows the one before it, of the same thing',
                    TG_TABLE_NAME USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - names come from models, never from input
    )


class MeasurementStatus(models.Model):
    """A later decision on where a measurement lies; version 1 is what was accepted with it."""

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="statuses")
    version = models.PositiveIntegerField()
    censor = models.CharField(max_length=12, choices=Censor.choices)
    basis = models.CharField(max_length=12, choices=DecidedBy.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    policy = models.ForeignKey(ResultPolicy, on_delete=models.PROTECT, related_name="+")
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="successor", null=True
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("measurement statuses")
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "version"], name="assays_measurementstatus_version"
            ),
            one_of("censor", Censor.choices, name="assays_measurementstatus_censor_known"),
            models.CheckConstraint(
                name="assays_measurementstatus_predecessor",
                condition=Q(version=2, predecessor__isnull=True)
                | Q(version__gt=2, predecessor__isnull=False),
            ),
        ]
        triggers = [
            *append_only(),
            _chained("assays_measurementstatus", "measurement_id"),
        ]

    def __str__(self) -> str:
        return f"{self.measurement_id} {self.censor}"


class Result(models.Model):
    """One analyte of a sample in one batch: what its replicates amount to under a policy.

    ``concentration`` is in the analyte's unit, dilution included; null where there is none.
    ``mixed``: replicates lie on different sides of a limit. ``other_concentration`` and
    ``other_place`` are the same result under the other rule for mixed replicates, for the
    sensitivity analysis. ``used`` of ``replicates`` wells carry it.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="results")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="results")
    analyte = models.ForeignKey(Analyte, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    concentration = models.FloatField(null=True)
    place = models.CharField(max_length=10, choices=Side.choices)
    mixed = models.BooleanField(default=False)
    other_concentration = models.FloatField(null=True)
    other_place = models.CharField(max_length=10, choices=Side.choices)
    replicates = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField()
    llod = models.FloatField(null=True)
    lloq = models.FloatField(null=True)
    uloq = models.FloatField(null=True)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    policy = models.ForeignKey(ResultPolicy, on_delete=models.PROTECT, related_name="results")
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="successor", null=True
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sample", "analyte", "version"], name="assays_result_version"
            ),
            one_of("place", Side.choices, name="assays_result_place_known"),
            one_of("other_place", Side.choices, name="assays_result_other_place_known"),
            models.CheckConstraint(
                name="assays_result_predecessor",
                condition=Q(version=1, predecessor__isnull=True)
                | Q(version__gt=1, predecessor__isnull=False),
            ),
            models.CheckConstraint(
                name="assays_result_in_range_number",
                condition=~Q(place="in_range") | Q(concentration__isnull=False),
            ),
        ]
        triggers = [
            *append_only(),
            _chained("assays_result", "batch_id", "sample_id", "analyte_id"),
            pgtrigger.Trigger(
                name="sample_of_study",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM assays_batch batch
                        JOIN assays_sample sample ON sample.study_id = batch.study_id
                        JOIN assays_resultpolicy policy ON policy.study_id = batch.study_id
                        WHERE batch.id = NEW.batch_id AND sample.id = NEW.sample_id
                            AND policy.id = NEW.policy_id
                    ) THEN
                        RAISE EXCEPTION 'A result, its sample and its policy are of one study'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.analyte_id}"
