"""Campaigns: a set of cases read under one stated protocol."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import no_delete, one_of, paired
from ra_registry.core.permissions import Permission


class ReadingMode(models.TextChoices):
    """How films are put before the reader."""

    SINGLE = "single", "Single films"
    SET_UNKNOWN_ORDER = "set", "Sets, order unknown to the reader"
    CHRONOLOGICAL = "chronological", "Sets in chronological order"


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", "Being set up"
    OPEN = "open", "Open for reading"
    CLOSED = "closed", "Closed"


class Adjudication(models.TextChoices):
    """How an adjudicator's score is used; a way is added here with the code that carries it out."""

    NONE = "none", "No adjudication"


class SurgeryPolicy(models.TextChoices):
    """What surgery at a site means for change."""

    EXCLUDE = "exclude", "Exclude the site from change"
    CARRY_FORWARD = "carry-forward", "Carry the last score before surgery forward"
    MAXIMUM = "maximum", "Assign the site's maximum"


# Once open, the protocol that readers worked under stays what it was, and states run one way only.
PROTOCOL_IS_FIXED = """
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - MAY_CHANGE <> to_jsonb(OLD) - MAY_CHANGE THEN
        RAISE EXCEPTION 'The protocol of an opened campaign is never changed'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.state, NEW.state) IN (('open', 'draft'), ('closed', 'open'), ('closed', 'draft')) THEN
        RAISE EXCEPTION 'A campaign goes from draft to open to closed, never back'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
""".replace(
    "MAY_CHANGE",
    "'{title,charter_version,state,opened_at,opened_by_id,closed_at,closed_by_id}'::text[]",
)

# The service refuses with a sentence; this holds for everybody who writes the table.
INSTRUMENT_IS_OFFERED = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.instrument = NEW.instrument THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM scoring_instrumentrow instrument
        WHERE instrument.key = NEW.instrument AND instrument.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Campaign refused: no instrument % is there to be chosen', NEW.instrument
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_CAMPAIGNS
    ) -> CampaignQuerySet:
        return self.filter(study__in=Membership.objects.held_by(user, permission).values("study"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Campaign(models.Model):
    """The reading protocol: instrument, readers, order, blinding, and how scores are used."""

    study = models.ForeignKey("cohort.Study", on_delete=models.PROTECT, related_name="campaigns")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    instrument = models.CharField(max_length=20)
    features = ArrayField(models.CharField(max_length=20))
    step_half_units = models.PositiveSmallIntegerField(
        default=2, choices=[(2, "Whole points"), (1, "Half points")]
    )
    readers_per_case = models.PositiveSmallIntegerField(default=2)
    reading_mode = models.CharField(
        max_length=15, choices=ReadingMode.choices, default=ReadingMode.SET_UNKNOWN_ORDER
    )
    totals_visible = models.BooleanField(default=False)
    adjudication = models.CharField(
        max_length=15, choices=Adjudication.choices, default=Adjudication.NONE
    )
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

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="scoring_campaign_code"),
            one_of("state", CampaignState.choices, name="scoring_campaign_state_known"),
            one_of("reading_mode", ReadingMode.choices, name="scoring_campaign_mode_known"),
            one_of("adjudication", Adjudication.choices, name="scoring_campaign_adjudication"),
            one_of("surgery_policy", SurgeryPolicy.choices, name="scoring_campaign_surgery_known"),
            models.CheckConstraint(
                name="scoring_campaign_step", condition=Q(step_half_units__in=[1, 2])
            ),
            models.CheckConstraint(
                name="scoring_campaign_readers",
                condition=Q(readers_per_case__gte=1, readers_per_case__lte=6),
            ),
            paired("opened_at", "opened_by", name="scoring_campaign_opened_pair"),
            paired("closed_at", "closed_by", name="scoring_campaign_closed_pair"),
            models.CheckConstraint(
                name="scoring_campaign_state_dates",
                condition=Q(state="draft", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
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
