"""What can go wrong with what is known about patients."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from ra_registry.core.errors import Conflict, NotAllowed


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


class VoidedUnderKey(Conflict):
    """What is recorded exists under the same key and is voided; it can be restored instead.

    ``record`` is the voided one; ``kind`` and ``key`` name it in the addresses of restoring.
    ``anew`` says whether another one may be recorded beside it all the same.
    """

    code = "voided_under_key"

    def __init__(self, message: str, *, record: Any, kind: str, key: str, anew: bool) -> None:
        super().__init__(message)
        self.record, self.kind, self.key, self.anew = record, kind, key, anew
        self.hint = {"action": "restore", "kind": kind, "key": key, "anew": "yes" if anew else "no"}


class KeyTaken(Conflict):
    """A voided record can't come back: another one is in force under its key."""

    code = "key_taken"


class HiddenByAnother(Conflict):
    """The record hangs on a voided one, which has to be restored first."""

    code = "hangs_on_voided"

    def __init__(self, above: Any, name: str) -> None:
        super().__init__(
            gettext("It hangs on %(name)s, which is voided. Restore that first.") % {"name": name}
        )
        self.above = above


class NeedsRole(NotAllowed):
    """What hangs on the record makes voiding and restoring it the right of another role."""

    code = "needs_role"
