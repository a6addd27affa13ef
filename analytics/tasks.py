"""Background work of analyses. Each task calls one service and is safe to run twice."""

from __future__ import annotations

import structlog
from kombu.exceptions import OperationalError

from analytics.exports import tasks as export_tasks
from analytics.paper.ahead import draw_ahead
from analytics.runs.claims import outdated_study_ids, stale_study_ids
from analytics.runs.services import recompute
from ra_registry.celery import app
from ra_registry.cohort.freshness import RECOMPUTE_TASK, request_recompute

logger = structlog.get_logger(__name__)
FIGURES_TASK = "analytics.draw_report_figures"

__all__ = [
    "draw_report_figures",
    "export_tasks",
    "recompute_outdated_studies",
    "recompute_stale_studies",
    "recompute_study",
]


@app.task(name=RECOMPUTE_TASK)
def recompute_study(study_id: int) -> None:
    """Bring the study's results up to its newest data, if nobody else does."""
    if recompute(study_id):
        _ask_for_figures(study_id)


@app.task(name=FIGURES_TASK)
def draw_report_figures(study_id: int) -> None:
    """Draw the figures of the study's new report, so that its first file comes at once."""
    draw_ahead(study_id)


def _ask_for_figures(study_id: int) -> None:
    """Send the task; without a broker the first file of the report draws its figures itself."""
    try:
        app.send_task(FIGURES_TASK, kwargs={"study_id": study_id}, retry=False)
    except OperationalError:
        logger.warning("figures_not_sent", study_id=study_id)


@app.task(name="analytics.recompute_stale_studies")
def recompute_stale_studies() -> None:
    """Ask again for what a lost message or a killed worker left undone."""
    for study_id in stale_study_ids():
        request_recompute(study_id)


@app.task(name="analytics.recompute_outdated_studies")
def recompute_outdated_studies() -> None:
    """After a deployment bring results of older code up to the new one, one study at a time."""
    for study_id in outdated_study_ids():
        request_recompute(study_id)
