"""What a read set of readers is called, and which of its occasions there are."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.results.readers import OccasionAgreement, ReaderAgreement, TeamAgreement
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import read_visits
from analytics.tables.names import feature_name

OCCASIONS = {"baseline": "Status, first visit", "follow_up": "Status, second visit",
             "change": "Change"}  # fmt: skip


def heading(stored: StoredRun, found: ReaderAgreement) -> str:
    """Return ``MRI: Erosion``, as it stands over what is said of it."""
    return f"{found.title}: {what(stored, found)}"


def what(stored: StoredRun, found: ReaderAgreement) -> str:
    """Return the feature; and the visits where others of this name have others."""
    name = feature_name(found.feature, found.instrument)
    same = [
        one
        for one in stored.results.readers
        if (one.title, one.feature) == (found.title, found.feature)
    ]
    visits = read_visits(stored.plan).get(found.read_set, "")
    return f"{name}, {visits}" if visits and len(same) > 1 else name


def occasions(
    found: ReaderAgreement,
) -> Iterator[tuple[int, TeamAgreement, str, OccasionAgreement]]:
    """Yield each team's number, the team, and name and agreement of each of its occasions.

    A visit alone is neither the first nor the second.
    """
    for number, team in enumerate(found.teams, 1):
        if team.follow_up is None:
            yield number, team, _("Status"), team.baseline
            continue
        for occasion, name in OCCASIONS.items():
            agreement = team.occasion(occasion)
            if agreement is not None:
                yield number, team, name, agreement


def drawn_sdc(found: OccasionAgreement | None) -> float | None:
    """Return the smallest detectable change of the mean where it can be drawn as a band."""
    size = found.sdc_95.value if found and found.sdc_95 else None
    return size if isinstance(size, float) and size else None
