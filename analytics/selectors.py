"""Reading what was computed: a study's state, its runs, and one run's results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from analytics.models import AnalysisRun, AnalysisState
from analytics.runs.claims import by_older_code, is_live
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.freshness import data_version
from ra_registry.core.permissions import Permission

# Megabytes each: the data set is fetched where points are drawn or listed, the results where they
# aren't kept as typed values (`StoredRun.results`).
HEAVY = ("data_set", "results")


@dataclass(frozen=True)
class Freshness:
    """How a study's results stand against its data.

    ``state``: never (nothing computed), fresh, outdated (of the newest data, but computed by older
    code), stale (newer data exist), waiting (asked for), running, failed or cancelled.
    ``older_code``: the results shown were computed by older code, whatever the state. ``run_id``
    and ``computed_at`` are those of the results shown.
    """

    state: str
    data_version: int
    computed_version: int | None
    run_id: int | None
    computed_at: datetime | None
    patients: int | None
    progress: int
    progress_text: str
    error: str
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    older_code: bool = False

    @property
    def in_motion(self) -> bool:
        """Tell whether new results may come by themselves."""
        return self.state in {"running", "waiting", "stale", "outdated"}

    @property
    def mark(self) -> str:
        """What a page compares to notice that something new was stored, failed or was cancelled."""
        stopped = 2 if self.state == "cancelled" else int(bool(self.error))
        return f"{self.run_id}-{self.computed_version}-{stopped}"


def freshness(study_id: int) -> Freshness:
    """Return how the study's results stand. Two queries."""
    state = (
        AnalysisState.objects.filter(study_id=study_id)
        .select_related("current", "cancelled_by")
        .defer(*(f"current__{field}" for field in (*HEAVY, "plan")))
        .first()
    )
    version = data_version(study_id)
    if state is None:
        return Freshness("never", version, None, None, None, None, 0, "", "")
    run = state.current
    return Freshness(
        state=_state(state, version),
        data_version=version,
        computed_version=state.computed_version,
        run_id=run.pk if run else None,
        computed_at=run.computed_at if run else None,
        patients=run.n_patients if run else None,
        progress=state.progress,
        progress_text=state.progress_text,
        error=state.last_error,
        cancelled_by=str(state.cancelled_by or ""),
        cancelled_at=state.cancelled_at,
        older_code=by_older_code(run),
    )


def _state(state: AnalysisState, version: int) -> str:
    if is_live(state.claimed_at):
        return "running"
    if state.last_error:
        return "failed"
    if state.requested_version is not None:
        return "waiting"
    return _standing(state, version)


def _standing(state: AnalysisState, version: int) -> str:
    """How the results stand where nothing moves and nothing failed."""
    outdated = by_older_code(state.current)
    if version == state.cancelled_version and (version != state.computed_version or outdated):
        return "cancelled"
    if state.current is None:
        return "never"
    if state.computed_version != version:
        return "stale"
    return "outdated" if outdated else "fresh"


def current_run(access: StudyAccess) -> AnalysisRun | None:
    """Return the run that the study's pages show, without its data set and results.

    Whoever shows it opens it by `analytics.openness.opened`.
    """
    state = (
        AnalysisState.objects.filter(study=access.study)
        .select_related("current")
        .defer(*(f"current__{field}" for field in HEAVY))
        .first()
    )
    return state.current if state else None


def runs(access: StudyAccess) -> QuerySet[AnalysisRun]:
    """Return the study's runs that the person may see, newest first, without the heavy fields."""
    return (
        AnalysisRun.objects.visible_to(access.user, Permission.VIEW_ANALYSES)
        .filter(study=access.study)
        .select_related("requested_by")
        .defer(*HEAVY, "plan", "package_versions")
    )


def run(access: StudyAccess, run_id: int) -> AnalysisRun | None:
    """Return one run of the study, without its data set and results.

    Whoever shows it opens it by `analytics.openness.opened`, which can say why it is closed.
    """
    return (
        AnalysisRun.objects.of_studies_of(access.user, Permission.VIEW_ANALYSES)
        .filter(study=access.study, pk=run_id)
        .select_related("requested_by")
        .defer(*HEAVY)
        .first()
    )


def run_before(access: StudyAccess, run: AnalysisRun) -> int | None:
    """Return the id of the run that was computed last before this one."""
    earlier = runs(access).filter(computed_at__lt=run.computed_at)
    return earlier.order_by("-computed_at").values_list("pk", flat=True).first()
