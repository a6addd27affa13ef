"""Nothing of a refused file is kept, but the audit trail names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.errors import UploadRefused, ValidationFailed
from ra_registry.core.events import EventKind


@contextmanager
def refusals_audited(study: Study, upload: Upload, by: User) -> Iterator[None]:
    """Record name, size and hash of a file whose reading fails here, then let the error pass.

    Not to be used inside a transaction: the error would take the record back with it.
    """
    try:
        yield
    except (UploadRefused, ValidationFailed) as error:
        with transaction.atomic():
            audit.record(
                EventKind.UPLOAD_REFUSED,
                by=by,
                study_code=study.code,
                data={
                    "name": upload.safe_name,
                    "sha256": upload.sha256,
                    "size": upload.size,
                    "reason": " ".join([error.message, *error.details[:1]]),
                },
            )
        raise
