"""Readings: one person's scores of one case, in numbered versions."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core.constraints import belongs_to, no_delete, one_of, paired
from ra_registry.core.permissions import Permission
from scoring.models.assignment import Assignment
from scoring.models.campaign import Campaign
from scoring.models.case import Case


class ReadingState(models.TextChoices):
    """A draft can change, a submitted reading cannot."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"


class CorrectionReason(models.TextChoices):
    """Why a data manager asks a reader to look again; no free text, which could un-blind."""

    SLIP = "slip", _("A slip of the hand is possible at these sites")
    COLUMNS = "columns", _("Two time points may be mixed up")
    SITES = "sites", _("Two neighbouring sites may be mixed up")
    SIDE = "side", _("The sides may be mixed up")
    REASON = "reason", _("“Not scorable” may have another reason, or none")
    RULE = "rule", _("A rule of the charter may have been applied otherwise")
    IMAGES = "images", _("Images were replaced or added")


class SignatureMeaning(models.TextChoices):
    """What a person states by signing."""

    AUTHORSHIP = "authorship", "I made this reading and these are my scores"
    TRANSCRIPTION = "transcription", "Transcribed from the reader's earlier record"


# A submitted reading changes in one way only: it stops being the current version.
SUBMITTED_IS_FINAL = """
    IF OLD.state = 'submitted' THEN
        IF to_jsonb(NEW) - 'is_current' <> to_jsonb(OLD) - 'is_current' OR NEW.is_current THEN
            RAISE EXCEPTION 'A submitted reading is never changed; correct it by a new version'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# One join for a whole bulk submission: a value or a reason for each site of each time point.
SUBMITTED_IS_COMPLETE = """
    IF EXISTS (
        SELECT 1 FROM new_rows reading
        JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id
        JOIN scoring_case kase ON kase.id = assignment.case_id
        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
        WHERE reading.state = 'submitted' AND (
            SELECT count(*) FROM scoring_sitescore score WHERE score.reading_id = reading.id
        ) <> (
            SELECT count(*) FROM scoring_casetimepoint point WHERE point.case_id = kase.id
        ) * (
            SELECT count(*) FROM scoring_instrumentitem item
            WHERE item.instrument = campaign.instrument AND item.feature = ANY (campaign.features)
        )
    ) THEN
        RAISE EXCEPTION 'A reading is submitted only when every site has a score or a reason'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


# What a lock has sealed changes through no door; unlocking comes first.
LOCKED_IS_SEALED = """
    IF EXISTS (
        SELECT 1 FROM scoring_assignment assignment
        JOIN scoring_case kase ON kase.id = assignment.case_id
        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
        WHERE assignment.id = NEW.assignment_id AND campaign.state = 'locked'
    ) THEN
        RAISE EXCEPTION 'A reading of a locked campaign is never added or changed'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _complete(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=SUBMITTED_IS_COMPLETE,
    )


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_READINGS
    ) -> ReadingQuerySet:
        """Submitted readings that the person may see: of these centres and, as yet, campaigns."""
        held = Membership.objects.held_by(user, permission)
        return self.filter(
            Q(assignment__case__campaign__study__in=held.filter(centre=None).values("study"))
            | Q(assignment__case__patient__centre__in=held.values("centre")),
            state=ReadingState.SUBMITTED,
            assignment__case__campaign__in=Campaign.objects.results_visible_to(user),
        )

    def current(self) -> ReadingQuerySet:
        return self.filter(is_current=True)

    def active(self) -> ReadingQuerySet:
        """Readings of cases of which nothing is voided."""
        return self.filter(assignment__case__in=Case.objects.active())


# The revision counts saves of a draft; what each save replaced is in the history of site scores.
@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["revision"])
class Reading(models.Model):
    """A version of an assignment's reading.

    A draft is saved score by score and is its reader's alone. Submitting locks it for good; a
    correction is a new version that names what it supersedes, why, and by whom. One submitted
    version is the current one. ``signed_as`` and ``signature_meaning`` are the signature as it was
    printed when signing; ``content_hash`` binds it to the scores.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=ReadingState.choices, default=ReadingState.DRAFT
    )
    is_current = models.BooleanField(default=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True
    )
    # The reader's own words, or what somebody who knows the patient asks for: code and cells.
    reason = models.CharField(max_length=300, blank=True)
    asked_for = models.CharField(max_length=10, choices=CorrectionReason.choices, blank=True)
    asked_cells = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    charter_version = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    signed_as = models.CharField(max_length=120, blank=True)
    signature_meaning = models.CharField(
        max_length=14, choices=SignatureMeaning.choices, blank=True
    )
    content_hash = models.CharField(max_length=64, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["assignment", "number"]
        constraints = [
            one_of("state", ReadingState.choices, name="scoring_reading_state_known"),
            paired("started_at", "started_by", name="scoring_reading_started_pair"),
            paired("submitted_at", "submitted_by", name="scoring_reading_submitted_pair"),
            models.UniqueConstraint(fields=["assignment", "number"], name="scoring_reading_number"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(is_current=True),
                name="scoring_reading_one_current",
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state="draft"),
                name="scoring_reading_one_draft",
            ),
            models.CheckConstraint(
                name="scoring_reading_submitted_state",
                condition=Q(
                    state="draft", submitted_at__isnull=True, is_current=False, content_hash=""
                )
                | (Q(state="submitted", submitted_at__isnull=False) & ~Q(content_hash="")),
            ),
            one_of(
                "signature_meaning",
                [("", ""), *SignatureMeaning.choices],
                name="scoring_reading_meaning_known",
            ),
            models.CheckConstraint(
                name="scoring_reading_signature",
                condition=Q(state="draft", signed_as="", signature_meaning="")
                | (Q(state="submitted") & ~Q(signed_as="") & ~Q(signature_meaning="")),
                violation_error_message="A submitted reading is signed, a draft is not.",
            ),
            models.CheckConstraint(
                name="scoring_reading_correction",
                condition=Q(number=1, supersedes__isnull=True)
                | (Q(number__gt=1, supersedes__isnull=False) & (~Q(reason="") | ~Q(asked_for=""))),
                violation_error_message=_("A correction names what it supersedes and why."),
            ),
            models.CheckConstraint(
                name="scoring_reading_asked",
                condition=Q(asked_for="", asked_cells=[])
                | (Q(number__gt=1, reason="") & ~Q(asked_for="")),
                violation_error_message=_("What is asked for has a code and no free text."),
            ),
            one_of(
                "asked_for",
                [("", ""), *CorrectionReason.choices],
                name="scoring_reading_asked_for_known",
            ),
            models.CheckConstraint(
                name="scoring_reading_not_itself", condition=~Q(supersedes=F("id"))
            ),
        ]
        triggers = [
            no_delete(),
            pgtrigger.Trigger(
                name="submitted_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SUBMITTED_IS_FINAL,
            ),
            pgtrigger.Trigger(
                name="locked_is_sealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=LOCKED_IS_SEALED,
            ),
            _complete("complete_insert", pgtrigger.Insert),
            _complete("complete_update", pgtrigger.Update),
            belongs_to(
                name="supersedes_own",
                column="supersedes_id",
                parent_table="scoring_reading",
                own="assignment_id",
                parents="assignment_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} v{self.number}"
