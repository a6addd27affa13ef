"""Requesting, making, downloading and removing exports."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from analytics.exports.build import build
from analytics.exports.scores import scores_for
from analytics.models import Export
from analytics.models.export import ExportState
from analytics.openness import required_open
from analytics.runs.claims import needs_computing
from ra_registry.accounts.models import User
from ra_registry.celery import app
from ra_registry.cohort.models import Study
from ra_registry.core import audit, progress
from ra_registry.core.errors import Conflict, ValidationFailed
from ra_registry.core.events import EventKind

logger = structlog.get_logger(__name__)

MAKE_TASK = "analytics.make_export"
KEPT_FOR = timedelta(days=14)
CLAIM_LASTS = timedelta(minutes=30)
SEND_AGAIN_AFTER = timedelta(minutes=1)


@transaction.atomic
def request_export(
    *, study: Study, purpose: str, by: User, byte_order_mark: bool = False
) -> Export:
    """Ask for an export. While the same person's earlier request waits, that one is returned.

    ``byte_order_mark``: whether the CSV files begin with one.

    Raises:
        ValidationFailed: no purpose; every download is logged with one.
    """
    purpose = purpose.strip()
    if not purpose:
        problem = "Say what the export is for; it is logged with every download."
        raise ValidationFailed(problem, field_errors={"purpose": [problem]})
    Study.objects.select_for_update().get(pk=study.pk)  # a double click waits for the first one
    waiting = Export.objects.filter(
        study=study, requested_by=by, state__in=[ExportState.WAITING, ExportState.RUNNING]
    ).first()
    if waiting is not None:
        return waiting
    export = Export.objects.create(
        study=study,
        purpose=purpose,
        byte_order_mark=byte_order_mark,
        requested_at=timezone.now(),
        requested_by=by,
    )
    audit.record(
        EventKind.EXPORT_REQUESTED,
        by=by,
        study_code=study.code,
        target=export,
        data={"purpose": purpose},
    )
    transaction.on_commit(partial(send, export.pk))
    return export


def send(export_id: int) -> None:
    """Hand the export to a worker. Should the broker be away, a periodic task sends it again."""
    try:
        app.send_task(MAKE_TASK, kwargs={"export_id": export_id}, retry=False)
    except OperationalError:
        logger.warning("export_not_sent", export_id=export_id)


def make_export(*, export_id: int) -> None:
    """Make the file. Safe to run twice: only one worker can claim the export.

    The study's analysis is brought up to its newest data first. Where that can't be, because it
    fails, a person cancelled it or another worker is at it, the file says so.
    """
    now = timezone.now()
    claimed = Export.objects.filter(_unclaimed(now), pk=export_id).update(
        state=ExportState.RUNNING, claimed_at=now
    )
    if not claimed:
        return
    export = Export.objects.select_related("study", "requested_by").get(pk=export_id)

    note = partial(progress.report, progress_key(export))
    target = path_of(export)
    try:
        note(0, _("Computing the analysis set"))
        bring_up_to_date(export.study_id)
        built = build(
            study=export.study,
            target=target,
            purpose=export.purpose,
            at=now,
            progress=note,
            scores=scores_for(export.study_id, export.requested_by),
            bom=export.byte_order_mark,
        )
    except Exception:
        target.with_suffix(".partial").unlink(missing_ok=True)
        _finish(export, now, state=ExportState.FAILED, error="The export could not be made.")
        raise
    _finish(
        export,
        now,
        state=ExportState.READY,
        size=built.size,
        sha256=built.sha256,
        data_version=built.data_version,
        manifest=built.manifest,
        campaigns=list(built.campaigns),
        file_name=f"{export.study.code}-{now:%Y%m%d-%H%M}.zip",
    )


def bring_up_to_date(study_id: int) -> None:
    """Compute a study's analysis where its results are not of its newest data."""
    if needs_computing(study_id):
        # Brings along everything that computes, a third of an export's memory.
        from analytics.runs.services import recompute

        recompute(study_id)


def _unclaimed(now: datetime) -> Q:
    return Q(state=ExportState.WAITING) | Q(
        state=ExportState.RUNNING, claimed_at__lt=now - CLAIM_LASTS
    )


def _finish(export: Export, claimed_at: datetime, **fields: object) -> None:
    """Store the outcome, unless another worker has taken the export over meanwhile."""
    Export.objects.filter(pk=export.pk, claimed_at=claimed_at).update(
        finished_at=timezone.now(), **fields
    )
    progress.clear(progress_key(export))


def progress_key(export: Export) -> str:
    """Return the name under which the export's progress is noted."""
    return f"export-{export.pk}"


def path_of(export: Export) -> Path:
    """Return where the export's file is, or will be."""
    return Path(settings.EXPORT_DIR) / f"{export.token}.zip"


@transaction.atomic
def open_download(*, export: Export, by: User) -> Path:
    """Log a download and return the file's path.

    Raises:
        Conflict: the file is not made yet, or has been removed.
        ScoresClosed: it holds scores that this person may not see as yet.
    """
    path = path_of(export)
    if export.state != ExportState.READY or not path.is_file():
        raise Conflict("This export has no file. Ask for a new one.")
    campaigns = required_open(export.campaigns, by)
    audit.record(
        EventKind.EXPORT_DOWNLOADED,
        by=by,
        study_code=export.study.code,
        target=export,
        data={
            "purpose": export.purpose,
            "sha256": export.sha256,
            "preliminary": [one.code for one in campaigns if one.is_preliminary],
        },
    )
    return path


def resume_exports() -> int:
    """Send exports again whose task or worker was lost; return how many."""
    now = timezone.now()
    lost = Export.objects.filter(_unclaimed(now), requested_at__lt=now - SEND_AGAIN_AFTER)
    ids = list(lost.values_list("pk", flat=True))
    for export_id in ids:
        send(export_id)
    return len(ids)


def delete_old_exports() -> int:
    """Remove the files of old exports; their rows, hashes and purposes stay."""
    old = Export.objects.filter(state=ExportState.READY, finished_at__lt=timezone.now() - KEPT_FOR)
    removed = 0
    for export in old:
        path_of(export).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(state=ExportState.DELETED)
        removed += 1
    return removed
