"""What can go wrong with assay files and batches."""

from __future__ import annotations

from ra_registry.core.errors import Conflict, Locked, UploadRefused, ValidationFailed


class AssayFileRefused(UploadRefused):
    """The file can't be read as an assay file; ``details`` says where and why."""

    code = "assay_file_refused"


class NotAcceptable(ValidationFailed):
    """The preview still has points that block acceptance; ``details`` lists them."""

    code = "not_acceptable"


class StalePreview(Conflict):
    """The file was accepted from a preview that no longer shows what would be stored."""

    code = "stale_preview"


class AlreadyDecided(Locked):
    """The file was accepted or discarded before."""

    code = "already_decided"


class AlreadyVoided(Conflict):
    """The batch was taken back before."""

    code = "already_voided"
