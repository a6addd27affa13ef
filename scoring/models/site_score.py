"""Site scores: the smallest judgement, one site of one time point."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from scoring.instruments import UnscorableReason
from scoring.models.case import CaseTimePoint
from scoring.models.instrument_item import InstrumentItem
from scoring.models.reading import Reading

# Statement triggers check a whole bulk write with one join instead of row by row. Each joins what a
# score must agree with: its reading's state, its campaign's step and features, its item's range.
# The lock on the reading makes a save and a submit at the same moment wait for each other.
CHECK_NEW_ROWS = """
    PERFORM 1 FROM scoring_reading reading
        WHERE reading.id IN (SELECT DISTINCT reading_id FROM new_rows)
        ORDER BY reading.id FOR SHARE;
    SELECT CASE
        WHEN reading.state <> 'draft' THEN item.code || ' of a submitted reading'
        ELSE format(
            '%s: found %s, allowed is 0 to %s in steps of %s',
            item.code, coalesce(trim_scale(score.half_units / 2.0)::text, score.reason),
            trim_scale(item.maximum_half_units / 2.0), trim_scale(campaign.step_half_units / 2.0)
        )
    END INTO broken
    FROM new_rows score
    JOIN scoring_reading reading ON reading.id = score.reading_id
    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id
    JOIN scoring_case kase ON kase.id = assignment.case_id
    JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id
    JOIN scoring_instrumentitem item ON item.id = score.item_id
    JOIN scoring_casetimepoint point ON point.id = score.time_point_id
    WHERE reading.state <> 'draft'
        OR item.instrument <> campaign.instrument
        OR NOT item.feature = ANY (campaign.features)
        OR point.case_id <> kase.id
        OR score.half_units > item.maximum_half_units
        OR score.half_units % campaign.step_half_units <> 0
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'Site score refused: %', broken USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
KEEP_SUBMITTED_ROWS = """
    PERFORM 1 FROM scoring_reading reading
        WHERE reading.id IN (SELECT DISTINCT reading_id FROM old_rows)
        ORDER BY reading.id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM old_rows score JOIN scoring_reading reading ON reading.id = score.reading_id
        WHERE reading.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'Scores of a submitted reading are never changed or deleted'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def _statement_trigger(
    name: str, operation: pgtrigger.Operation, func: str, **tables: str
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        declare=[("broken", "TEXT")],
        func=func,
    )


@pghistory.track(pghistory.UpdateEvent(row="OLD"), pghistory.DeleteEvent())
class SiteScore(models.Model):
    """A value in half units, or the reason why the site can't be scored; never both or neither.

    A site without a row has not been looked at yet, which only a draft may contain. History keeps
    each replaced or cleared score; the row itself is its own latest state.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="scores")
    time_point = models.ForeignKey(CaseTimePoint, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(InstrumentItem, on_delete=models.PROTECT, related_name="+")
    half_units = models.SmallIntegerField(null=True)
    reason = models.CharField(
        max_length=24, null=True, choices=[(r.value, r.label) for r in UnscorableReason]
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "time_point", "item"], name="scoring_sitescore_once"
            ),
            models.CheckConstraint(
                name="scoring_sitescore_value_or_reason",
                # Without "is not null" an absent reason makes the check unknown, which passes.
                condition=Q(half_units__isnull=False, reason__isnull=True)
                | Q(
                    half_units__isnull=True,
                    reason__isnull=False,
                    reason__in=[r.value for r in UnscorableReason],
                ),
                violation_error_message="A site has a score or a reason, never both or neither.",
            ),
            models.CheckConstraint(
                name="scoring_sitescore_not_negative",
                condition=Q(half_units__isnull=True) | Q(half_units__gte=0),
            ),
        ]
        triggers = [
            _statement_trigger("check_insert", pgtrigger.Insert, CHECK_NEW_ROWS, new="new_rows"),
            _statement_trigger("check_update", pgtrigger.Update, CHECK_NEW_ROWS, new="new_rows"),
            _statement_trigger(
                "keep_update", pgtrigger.Update, KEEP_SUBMITTED_ROWS, old="old_rows"
            ),
            _statement_trigger(
                "keep_delete", pgtrigger.Delete, KEEP_SUBMITTED_ROWS, old="old_rows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.item_id}"
