"""Campaigns: a set of cases read under one stated protocol."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of, paired
from ra_registry.core.permissions import Permission
from scoring.models.campaign_rules import INSTRUMENT_IS_OFFERED, PROTOCOL_IS_FIXED
from scoring.models.protocol import (
    AdjudicatedValue,
    Adjudication,
    CampaignKind,
    CampaignState,
    Comparison,
    FormOrder,
    MissingPolicy,
    ReadingMode,
    ResultsAccess,
    Strategy,
    SurgeryPolicy,
)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_CAMPAIGNS
    ) -> CampaignQuerySet:
        return self.filter(study__in=Membership.objects.held_by(user, permission).values("study"))

    def results_open(self) -> CampaignQuerySet:
        """Campaigns whose scores everybody who may view readings sees: see `ResultsAccess`."""
        return self.filter(
            Q(state=CampaignState.LOCKED)
            | Q(results_access__in=[ResultsAccess.INVESTIGATORS, ResultsAccess.AS_BEFORE])
        )

    def results_visible_to(self, user: User) -> CampaignQuerySet:
        """Campaigns whose scores the person may see at present, in some centre at least.

        Before lock they are a data manager's of the whole study alone, whatever other roles hold.
        """
        managed = Membership.objects.held_by(user, Permission.MANAGE_CAMPAIGNS).filter(centre=None)
        return self.filter(
            Q(study__in=managed.values("study")) | Q(pk__in=Campaign.objects.results_open())
        )


def _known_choices() -> list[models.CheckConstraint]:
    """Return the checks that each newer choice of the protocol is a known one."""
    return [
        one_of("kind", CampaignKind.choices, name="scoring_campaign_kind_known"),
        one_of("strategy", Strategy.choices, name="scoring_campaign_strategy_known"),
        one_of("form_order", FormOrder.choices, name="scoring_campaign_form_order_known"),
        one_of("adjudication_value", AdjudicatedValue.choices, name="scoring_campaign_value_known"),
        one_of(
            "adjudication_comparison", Comparison.choices, name="scoring_campaign_comparison_known"
        ),
        one_of("missing_policy", MissingPolicy.choices, name="scoring_campaign_missing_known"),
        one_of("results_access", ResultsAccess.choices, name="scoring_campaign_access_known"),
    ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Campaign(models.Model):
    """The reading protocol: instrument, readers, order, blinding, and how scores are used."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="campaigns")
    kind = models.CharField(max_length=12, choices=CampaignKind.choices, default=CampaignKind.STUDY)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    instrument = models.CharField(max_length=20)
    features = ArrayField(models.CharField(max_length=20))
    step_half_units = models.PositiveSmallIntegerField(
        default=2, choices=[(2, "Whole points"), (1, "Half points")]
    )
    readers_per_case = models.PositiveSmallIntegerField(default=2)
    strategy = models.CharField(max_length=8, choices=Strategy.choices, default=Strategy.FIXED)
    reading_mode = models.CharField(
        max_length=15, choices=ReadingMode.choices, default=ReadingMode.SET_UNKNOWN_ORDER
    )
    totals_visible = models.BooleanField(default=False)
    form_order = models.CharField(
        max_length=8, choices=FormOrder.choices, default=FormOrder.FEATURE
    )
    # Hidden re-reads: the share of each reader's cases in percent, read again under another number
    # and in another order, so many days after the first reading at the earliest.
    re_read_percent = models.PositiveSmallIntegerField(default=0)
    re_read_days = models.PositiveSmallIntegerField(default=14)
    adjudication = models.CharField(
        max_length=15, choices=Adjudication.choices, default=Adjudication.NONE
    )
    # Of which total (a measure of the instrument), in points of that total.
    adjudication_measure = models.CharField(max_length=40, blank=True)
    adjudication_value = models.CharField(
        max_length=8, choices=AdjudicatedValue.choices, default=AdjudicatedValue.CHANGE
    )
    adjudication_comparison = models.CharField(
        max_length=4, choices=Comparison.choices, default=Comparison.AT_LEAST
    )
    adjudication_threshold = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(5))
    adjudicator_sees_readings = models.BooleanField(default=False)
    missing_policy = models.CharField(
        max_length=14, choices=MissingPolicy.choices, default=MissingPolicy.PAIRWISE
    )
    # In a campaign of the study: whether a certificate is needed. In a calibration: what earns one.
    calibration_required = models.BooleanField(default=False)
    certificate_status_icc = models.DecimalField(
        max_digits=3, decimal_places=2, default=Decimal("0.80")
    )
    certificate_change_icc = models.DecimalField(
        max_digits=3, decimal_places=2, default=Decimal("0.70")
    )
    certificate_cases = models.PositiveSmallIntegerField(default=10)
    certificate_days = models.PositiveSmallIntegerField(default=365)
    results_access = models.CharField(
        max_length=14, choices=ResultsAccess.choices, default=ResultsAccess.LOCKED
    )
    due_on = models.DateField(null=True, blank=True)
    surgery_policy = models.CharField(
        max_length=15, choices=SurgeryPolicy.choices, default=SurgeryPolicy.EXCLUDE
    )
    charter_version = models.CharField(max_length=20, default="1")
    seed = models.BigIntegerField()
    state = models.CharField(
        max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="scoring_campaign_code"),
            one_of("state", CampaignState.choices, name="scoring_campaign_state_known"),
            *_known_choices(),
            one_of("reading_mode", ReadingMode.choices, name="scoring_campaign_mode_known"),
            one_of("adjudication", Adjudication.choices, name="scoring_campaign_adjudication"),
            one_of("surgery_policy", SurgeryPolicy.choices, name="scoring_campaign_surgery_known"),
            models.CheckConstraint(
                name="scoring_campaign_step", condition=Q(step_half_units__in=[1, 2])
            ),
            models.CheckConstraint(
                name="scoring_campaign_readers",
                condition=Q(readers_per_case__gte=1, readers_per_case__lte=31),
            ),
            models.CheckConstraint(
                name="scoring_campaign_re_reads",
                condition=Q(re_read_percent__lte=100, re_read_days__lte=365),
            ),
            models.CheckConstraint(
                name="scoring_campaign_adjudicated",
                condition=Q(adjudication="none")
                | (~Q(adjudication_measure="") & Q(readers_per_case=2)),
                violation_error_message=_("A third reader decides between two, on a named total."),
            ),
            models.CheckConstraint(
                name="scoring_campaign_threshold", condition=Q(adjudication_threshold__gte=0)
            ),
            models.CheckConstraint(
                name="scoring_campaign_certificate",
                condition=Q(
                    certificate_status_icc__lt=1,
                    certificate_change_icc__lt=1,
                    certificate_status_icc__gte=0,
                    certificate_change_icc__gte=0,
                    certificate_cases__gte=2,
                    certificate_days__gte=1,
                ),
            ),
            paired("locked_at", "locked_by", name="scoring_campaign_locked_pair"),
            paired("opened_at", "opened_by", name="scoring_campaign_opened_pair"),
            paired("closed_at", "closed_by", name="scoring_campaign_closed_pair"),
            models.CheckConstraint(
                name="scoring_campaign_state_dates",
                condition=Q(
                    state="draft",
                    opened_at__isnull=True,
                    closed_at__isnull=True,
                    locked_at__isnull=True,
                )
                | Q(
                    state="open",
                    opened_at__isnull=False,
                    closed_at__isnull=True,
                    locked_at__isnull=True,
                )
                | Q(
                    state="closed",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    locked_at__isnull=True,
                )
                | Q(
                    state="locked",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    locked_at__isnull=False,
                ),
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Trigger(
                name="protocol_is_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PROTOCOL_IS_FIXED,
            ),
            pgtrigger.Trigger(
                name="instrument_is_offered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=INSTRUMENT_IS_OFFERED,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_preliminary(self) -> bool:
        """Whether its scores can still change; pages that show them say so."""
        return self.state != CampaignState.LOCKED
