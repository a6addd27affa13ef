"""What readers have not submitted, named before a campaign is closed."""

from __future__ import annotations

from scoring.models import Assignment, Campaign
from scoring.models.assignment import AssignmentStatus


def unsubmitted(campaign: Campaign) -> list[Assignment]:
    """Return the assignments without a submitted latest version, by case and reader. One query."""
    return list(
        Assignment.objects.active()
        .filter(case__campaign=campaign)
        .exclude(status=AssignmentStatus.SUBMITTED)
        .select_related("case", "reader")
        .order_by("case__number", "kind", "reader_number")
    )
