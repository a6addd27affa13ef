"""What can go wrong with what is known about patients."""

from __future__ import annotations

from typing import Any

from ra_registry.core.errors import Conflict


class AlreadyRecorded(Conflict):
    """The same thing is stored already; ``existing`` is the stored record."""

    code = "already_recorded"

    def __init__(self, message: str, *, existing: Any) -> None:
        super().__init__(message)
        self.existing = existing


class StaleForm(Conflict):
    """The record was changed after the form was opened; ``current`` is the record as stored now."""

    code = "stale_form"

    def __init__(self, current: Any) -> None:
        name = current._meta.verbose_name
        super().__init__(
            f"Somebody changed this {name} after you opened the form. Nothing of yours was saved "
            "yet: compare with what is stored now, then save again."
        )
        self.current = current


class RecordVoided(Conflict):
    """The record is voided; nothing of it changes any more."""

    code = "voided"

    def __init__(self, record: Any) -> None:
        super().__init__(
            f"This {record._meta.verbose_name} is voided ({record.void_reason}), "
            "so it can't be changed."
        )
