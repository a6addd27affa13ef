"""Cases that went to a third reader, and what came of it."""

from __future__ import annotations

from django.db import models

from ra_registry.core.constraints import append_only, one_of
from scoring.models.assignment import Assignment
from scoring.models.case import Case
from scoring.models.protocol import Adjudication
from scoring.models.reading import Reading


class AdjudicationReferral(models.Model):
    """Two readings that differ beyond the threshold of the charter version they were compared by.

    ``difference`` is the largest absolute one of ``measure``, of its change or, by status, of any
    time point. The third reader's assignment is the adjudication of the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    first = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")
    charter_version = models.CharField(max_length=20)
    measure = models.CharField(max_length=40)
    difference = models.DecimalField(max_digits=6, decimal_places=1)
    threshold = models.DecimalField(max_digits=6, decimal_places=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="scoring_referral_readings_once"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.difference}"


class AdjudicationOutcome(models.Model):
    """What an adjudicated case counts as, with its inputs and the rule that was applied.

    ``values``: ``status`` by true position and ``change``, each with the three readers' values and
    the outcome as exact fractions ``[numerator, denominator]`` or null. A corrected reading makes
    another outcome; the current one is that whose readings are all current.
    """

    referral = models.ForeignKey(
        AdjudicationReferral, on_delete=models.PROTECT, related_name="outcomes"
    )
    third = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=15, choices=Adjudication.choices)
    rule_version = models.PositiveSmallIntegerField()
    values = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["referral", "id"]
        constraints = [
            one_of("policy", Adjudication.choices, name="scoring_outcome_policy_known"),
            models.UniqueConstraint(
                fields=["referral", "third"], name="scoring_outcome_readings_once"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.policy}"
