"""Storing the charter of a campaign, version after version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked
from scoring.models import Campaign, Case, Charter
from scoring.models.protocol import CampaignState
from scoring.services.adjudication import settle_cases
from scoring.services.locking import lock_campaign
from scoring.services.reasons import required_reason

TEXT_LENGTH = 100_000
FILE_BYTES = 10 * 1024 * 1024
PDF_BEGINS = b"%PDF-"


@dataclass(frozen=True)
class CharterDocument:
    """What a version says: a text, a PDF, or both."""

    version: str
    text: str = ""
    file_name: str = ""
    content: bytes | None = None

    @property
    def sha256(self) -> str:
        """Hash of the text and the file, in this order."""
        return hashlib.sha256(self.text.encode() + (self.content or b"")).hexdigest()


@transaction.atomic
def store_charter(
    *,
    campaign: Campaign,
    document: CharterDocument,
    by: User,
    reason: str = "",
    threshold: Decimal | None = None,
) -> Charter:
    """Store a version of the charter; readings that are started from now on carry it.

    In an opened campaign a later version needs a reason. It may change the text and the threshold
    of adjudication; what else the protocol says stays as it was opened.

    Raises:
        CampaignLocked: the campaign is closed.
        ValidationFailed: no text and no file, a file that is no PDF or too large, a version that is
            stored already, or no reason.
    """
    locked = lock_campaign(campaign)
    if locked.state not in {CampaignState.DRAFT, CampaignState.OPEN}:
        raise CampaignLocked(_("The campaign is closed: its charter stays as it is."))
    _check(locked, document)
    opened = locked.state != CampaignState.DRAFT
    why = required_reason(reason) if opened else ""
    charter = Charter.objects.create(
        campaign=locked,
        version=document.version,
        text=document.text,
        file_name=document.file_name,
        content=document.content,
        sha256=document.sha256,
        reason=why,
        created_by=by,
    )
    locked.charter_version = document.version
    before = locked.adjudication_threshold
    if threshold is not None:
        locked.adjudication_threshold = threshold
    locked.save(update_fields=["charter_version", "adjudication_threshold"])
    audit.record(
        EventKind.CHARTER_CHANGED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "campaign": locked.code,
            "charter_version": charter.version,
            "sha256": charter.sha256,
            "reason": why,
            "threshold_before": str(before),
            "threshold_after": str(locked.adjudication_threshold),
        },
    )
    if locked.adjudication_threshold != before and opened:
        settle_cases(locked, Case.objects.active().filter(campaign=locked), by=by)
        # A case that is referred now has no adjudicated score until its third reader has read.
        mark_study_changed(locked.study_id)
    return charter


def _check(campaign: Campaign, document: CharterDocument) -> None:
    problems: dict[str, list[str]] = {}
    if not document.text.strip() and document.content is None:
        problems["text"] = [_("Write the charter, or choose a PDF.")]
    if len(document.text) > TEXT_LENGTH:
        problems["text"] = [
            _("The text has %(found)d signs; allowed are %(most)d.")
            % {"found": len(document.text), "most": TEXT_LENGTH}
        ]
    if document.content is not None and not document.content.startswith(PDF_BEGINS):
        problems["file"] = [
            _("“%(name)s” is no PDF: it begins otherwise.") % {"name": document.file_name[:60]}
        ]
    elif document.content is not None and len(document.content) > FILE_BYTES:
        problems["file"] = [_("The file is larger than 10 MB.")]
    if campaign.charters.filter(version=document.version).exists():
        problems["version"] = [
            _("Version %(version)s is stored already; it stays as it is.")
            % {"version": document.version}
        ]
    if problems:
        raise ValidationFailed(_("The charter can't be stored so."), field_errors=problems)
