"""Which version a study's data have; analyses compare it with the one they were computed from."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from ra_registry.celery import app
from ra_registry.cohort.models import StudyVersion

logger = structlog.get_logger(__name__)

RECOMPUTE_TASK = "analytics.recompute_study"


def mark_study_changed(study_id: int) -> None:
    """Raise the study's data version in the caller's transaction; ask for a recompute after commit.

    Every write that can move a statistic calls this. Should the broker be away, the request is not
    lost: the version is stored, and a periodic task compares versions.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A changed study needs a transaction around it."
        )
    raised = StudyVersion.objects.filter(study_id=study_id).update(
        number=F("number") + 1, changed_at=timezone.now()
    )
    if not raised:
        StudyVersion.objects.create(study_id=study_id, number=1)
    transaction.on_commit(partial(request_recompute, study_id))


def request_recompute(study_id: int) -> None:
    """Send the recompute task; many requests for one study collapse into one run there."""
    try:
        app.send_task(RECOMPUTE_TASK, kwargs={"study_id": study_id}, retry=False)
    except OperationalError:
        logger.warning("recompute_not_sent", study_id=study_id)


def data_version(study_id: int) -> int:
    """Return the version of the study's data now."""
    return (
        StudyVersion.objects.filter(study_id=study_id).values_list("number", flat=True).first() or 0
    )
