"""Drawing a new run's figures before anybody asks for its report."""

from __future__ import annotations

from analytics.models import AnalysisState
from analytics.paper.build import build_document
from analytics.paper.images import drawing
from analytics.results.stored_run import StoredRun
from analytics.selectors import HEAVY


def draw_ahead(study_id: int) -> int:
    """Draw the figures of a study's current report; return how many it has.

    Drawing takes a second or two in all, and the first file of a run would wait for it.
    """
    state = (
        AnalysisState.objects.select_related("current", "study")
        .defer(*(f"current__{field}" for field in HEAVY))
        .filter(study=study_id)
        .first()
    )
    if state is None or state.current is None:
        return 0
    report = StoredRun(state.current)
    figures = list(build_document(report, state.study).figures())
    for part in figures:
        drawing(report, part)
    return len(figures)
