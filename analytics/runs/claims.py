"""Who computes a study's analysis: at most one worker at a time, none for ever.

A claim is a moment in ``AnalysisState.claimed_at``. Its holder renews it with every step; a worker
that was killed stops renewing, and the claim runs out by itself. Every write of the holder demands
its own claim, so one who lost it (a machine that slept, a person who cancelled) can store nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from analytics.models import AnalysisRun, AnalysisState
from analytics.runs.code import code_version
from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import Study

# Far above the longest step between two renewals with 10 000 patients.
LEASE = timedelta(minutes=2)
# After a failure the same data are tried again this much later; new data at once.
RETRY_AFTER = timedelta(minutes=15)


class ClaimLost(Exception):
    """A person cancelled or another worker took over; what this one computed is not stored."""


@dataclass
class Claim:
    """One worker's right to compute one study.

    ``seen`` is the version stored when it began, ``wish`` the version that somebody asked for.
    """

    study_id: int
    stamp: datetime
    seen: int | None
    wish: int | None = None
    requested_by: User | None = None

    def _own(self) -> QuerySet[AnalysisState]:
        return AnalysisState.objects.filter(study_id=self.study_id, claimed_at=self.stamp)

    def renew(self, percent: int, text: str) -> None:
        """Report progress and keep the claim. Raises ClaimLost."""
        now = timezone.now()
        if not self._own().update(claimed_at=now, progress=percent, progress_text=text[:80]):
            raise ClaimLost
        self.stamp = now

    @transaction.atomic
    def store(self, run: AnalysisRun, version: int) -> None:
        """Make ``run`` the study's current one, computed from data ``version``.

        Compare-and-swap on the version that was stored when this claim began. Raises ClaimLost.
        """
        if run.pk is None:  # an earlier run of the same inputs is stored already, for good
            run.save(force_insert=True)
        unchanged = (
            {"computed_version__isnull": True}
            if self.seen is None
            else {"computed_version": self.seen}
        )
        moved = self._own().filter(**unchanged)
        if not moved.update(computed_version=version, current=run, last_error=""):
            raise ClaimLost
        self.seen = version
        # A wish that came in meanwhile for newer data stays.
        answered = max(version, self.wish or 0)
        self._own().filter(requested_version__lte=answered).update(
            requested_version=None, requested_at=None, requested_by=None
        )

    def release(self) -> None:
        """Let others compute; without effect where the claim is lost already."""
        self._own().update(claimed_at=None, progress=0, progress_text="")

    def fail(self, sentence: str) -> None:
        """Store why nothing was computed, and ask for another try later."""
        self._own().update(
            claimed_at=None,
            progress=0,
            progress_text="",
            last_error=sentence[:500],
            requested_version=data_version(self.study_id),
            requested_at=timezone.now(),
        )


def state_of(study_id: int) -> AnalysisState:
    """Return the study's state, made at the first use."""
    state, _ = AnalysisState.objects.get_or_create(study_id=study_id)
    return state


def take(study_id: int) -> Claim | None:
    """Claim a study that needs computing. None: nothing to do, or somebody is at it."""
    if not Study.objects.filter(pk=study_id).exists():
        return None
    state_of(study_id)
    with transaction.atomic():
        state = _states().select_for_update(of=("self",)).get(study_id=study_id)
        if is_live(state.claimed_at) or not _needs_computing(state):
            return None
        state.claimed_at = timezone.now()
        state.progress, state.progress_text = 0, "Reading the data"
        state.clear_cancelling()
        state.save()
        return Claim(
            study_id,
            state.claimed_at,
            seen=state.computed_version,
            wish=state.requested_version,
            requested_by=state.requested_by,
        )


def needs_computing(study_id: int) -> bool:
    """Tell whether there is anything to compute, without claiming it."""
    state_of(study_id)
    return _needs_computing(_states().get(study_id=study_id))


def _states() -> QuerySet[AnalysisState]:
    """States with what is asked of their run, whose data and results are megabytes."""
    return AnalysisState.objects.select_related("requested_by", "current").defer(
        "current__data_set", "current__results", "current__plan"
    )


def is_live(claimed_at: datetime | None) -> bool:
    """Tell whether a claim of this moment still holds."""
    return claimed_at is not None and claimed_at > timezone.now() - LEASE


def _needs_computing(state: AnalysisState) -> bool:
    version = data_version(state.study_id)
    if state.requested_version is None:
        if version == state.cancelled_version:
            return False
        return version != state.computed_version or by_older_code(state.current)
    # Many messages may wait for the data that just failed; they would all fail again.
    failed_lately = (
        bool(state.last_error)
        and state.requested_version == version
        and state.requested_at is not None
        and state.requested_at > timezone.now() - RETRY_AFTER
    )
    return not failed_lately


def by_older_code(run: AnalysisRun | None) -> bool:
    """Tell whether a stored run was computed by other code than this process has."""
    return run is not None and run.code_version != code_version()


STALE = """
SELECT version.study_id
FROM cohort_studyversion version
LEFT JOIN analytics_analysisstate state ON state.study_id = version.study_id
WHERE (
        (
            state.computed_version IS DISTINCT FROM version.number
            AND state.cancelled_version IS DISTINCT FROM version.number
        )
        OR state.requested_version IS NOT NULL
    )
    AND coalesce(state.claimed_at <= %(expired)s, true)
    AND (coalesce(state.last_error, '') = '' OR state.requested_at <= %(retry)s)
ORDER BY version.study_id
"""


OUTDATED = """
SELECT state.study_id
FROM analytics_analysisstate state
JOIN analytics_analysisrun run ON run.id = state.current_id
LEFT JOIN cohort_studyversion version ON version.study_id = state.study_id
WHERE run.code_version <> %(code)s
    AND state.cancelled_version IS DISTINCT FROM coalesce(version.number, 0)
    AND coalesce(state.claimed_at <= %(expired)s, true)
    AND (coalesce(state.last_error, '') = '' OR state.requested_at <= %(retry)s)
ORDER BY run.computed_at, state.study_id
LIMIT 1
"""


def outdated_study_ids() -> list[int]:
    """Return the one study whose results older code computed and whose turn it is, if any.

    None while any study is computed or has newer data: people who wait for their data come first.
    The study whose results are the oldest is next; the one before it has new ones by then.
    """
    now = timezone.now()
    busy = AnalysisState.objects.filter(claimed_at__gt=now - LEASE).exists()
    if busy or stale_study_ids():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            OUTDATED,
            {"code": code_version(), "expired": now - LEASE, "retry": now - RETRY_AFTER},
        )
        return [study_id for (study_id,) in cursor.fetchall()]


def stale_study_ids() -> list[int]:
    """Return studies with newer data or a waiting wish that nobody computes. One query.

    A study whose last try failed is left alone for ``RETRY_AFTER``, one whose computation a person
    cancelled until its data change or somebody asks.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"expired": now - LEASE, "retry": now - RETRY_AFTER})
        return [study_id for (study_id,) in cursor.fetchall()]
