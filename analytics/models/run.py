"""Analysis runs, and for each study which of its data they reflect."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of, paired
from ra_registry.core.permissions import Permission
from scoring.models import Campaign


class RunKind(models.TextChoices):
    """What a run computed."""

    MAIN = "main", "Main analysis"


class AnalysisState(models.Model):
    """One row a study: the run that is shown, and the request that is waiting.

    ``requested_version`` is null when nothing waits: however many writes ask, one recompute is
    pending. ``current`` moves by compare-and-swap on ``computed_version`` only.
    ``cancelled_version`` is the version of the data that a person doesn't want computed; newer data
    or a new request are computed again.
    """

    study = models.OneToOneField(
        "cohort.Study", on_delete=models.PROTECT, primary_key=True, related_name="analysis_state"
    )
    requested_version = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    claimed_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=80, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    computed_version = models.BigIntegerField(null=True)
    current = models.OneToOneField(
        "analytics.AnalysisRun", on_delete=models.PROTECT, related_name="+", null=True
    )

    cancelled_version = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            paired("cancelled_at", "cancelled_by", name="analytics_state_cancelled"),
        ]

    def __str__(self) -> str:
        return f"state of {self.study_id}"

    def clear_cancelling(self) -> None:
        """Forget that somebody cancelled, without storing it."""
        self.cancelled_version = self.cancelled_at = self.cancelled_by = None

    def clear_request(self) -> None:
        """Forget what was asked for and how the last try failed, without storing it."""
        self.requested_version = self.requested_at = self.requested_by = None
        self.last_error = ""


class RunQuerySet(models.QuerySet["AnalysisRun"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_ANALYSES
    ) -> RunQuerySet:
        """Runs of studies where the person holds ``permission`` for every centre.

        A statistic is of all centres together, so a role for one centre opens none. Runs with
        scores of a campaign whose scores the person may not see are left out.
        """
        open_to = Campaign.objects.results_visible_to(user).values("pk")
        return self.of_studies_of(user, permission).filter(
            campaigns__contained_by=ArraySubquery(open_to)
        )

    def of_studies_of(
        self, user: User, permission: Permission = Permission.VIEW_ANALYSES
    ) -> RunQuerySet:
        """The same without regard to campaigns: whether there is such a run, not what it says."""
        held = Membership.objects.held_by(user, permission).filter(centre__isnull=True)
        return self.filter(study__in=held.values("study"))


class AnalysisRun(models.Model):
    """One computation of a study's statistics, with everything needed to repeat it."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=12, choices=RunKind.choices, default=RunKind.MAIN)
    data_version = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    code_version = models.CharField(max_length=64)
    package_versions = models.JSONField()
    plan = models.JSONField()
    # Ids of the campaigns whose scores the run holds: what `campaigns_of` says of its plan.
    campaigns = ArrayField(models.BigIntegerField(), default=list, blank=True)
    seed = models.BigIntegerField()
    n_patients = models.PositiveIntegerField()
    data_set = models.BinaryField(null=True)
    results = models.JSONField()
    seconds = models.FloatField()
    computed_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at"]
        constraints = [one_of("kind", RunKind.choices, name="analytics_run_kind_known")]
        indexes = [
            models.Index(fields=["study", "fingerprint"], name="analytics_run_fingerprint"),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.study_id}"
