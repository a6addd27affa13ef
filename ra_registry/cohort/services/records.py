"""What creating, changing and voiding have in common, whatever the record.

Every function here runs inside its caller's transaction; the caller writes the audit event last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext, gettext_lazy

from ra_registry.accounts.models import User
from ra_registry.cohort.errors import AlreadyRecorded, RecordVoided, StaleForm, VoidedUnderKey
from ra_registry.cohort.history import shown
from ra_registry.cohort.models import Patient
from ra_registry.cohort.models.laboratory import columns_of, put_value, stored_value
from ra_registry.cohort.providers import kind_of
from ra_registry.cohort.services.values import as_stored
from ra_registry.core.entry.partial_dates import PartialDate, certainly_before
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.identifiers import Misreading, misreading
from ra_registry.core.models import ClinicalModel

Record = TypeVar("Record", bound=models.Model)
Clinical = TypeVar("Clinical", bound=ClinicalModel)


@dataclass(frozen=True)
class Changed:
    """What a correction changed: field -> (old, new) as text; empty when nothing differed."""

    fields: dict[str, tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.fields)

    def for_audit(self, reason: str) -> dict[str, Any]:
        return {"changed": {name: list(pair) for name, pair in self.fields.items()}} | (
            {"reason": reason} if reason else {}
        )


def insert(
    record: Record,
    *,
    by: User,
    existing: Callable[[], Record | None],
    message: str,
    voided: Callable[[], Record | None] = lambda: None,
    anew: bool = False,
) -> Record:
    """Store a new record that may exist only once.

    ``existing`` looks for the record that would be in the way, before the write and again should
    another request be quicker; ``voided`` for one that could be restored instead, unless the person
    said that this one is another (``anew``).

    Raises:
        AlreadyRecorded: it exists; carries ``message`` and the existing record.
        VoidedUnderKey: it exists and is voided.
        ValidationFailed: the record breaks a rule of its model.
    """
    if isinstance(record, ClinicalModel):
        record.created_by = by
    check(record)
    in_the_way = existing()
    if in_the_way is not None:
        raise AlreadyRecorded(message, existing=in_the_way)
    if isinstance(record, ClinicalModel):
        refuse_voided_key(record, None if anew else voided())
    with pghistory.context(user=by.pk, reason=""):
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError as error:
            in_the_way = existing()
            if in_the_way is not None:
                raise AlreadyRecorded(message, existing=in_the_way) from error
            raise refused(record, error) from error
    return record


def refuse_voided_key(record: ClinicalModel, voided: Any | None) -> None:
    """Refuse to record again what is voided under the same key, and offer to restore that.

    A pseudonym is never given twice; of everything else the person may say that it is another one.
    """
    if voided is None:
        return
    kind = kind_of(record)
    is_patient = isinstance(record, Patient)
    if is_patient:
        message = gettext(
            "%(name)s is the pseudonym of a patient whose record is voided. Restore that record, "
            "or choose another pseudonym."
        )
    else:
        message = gettext(
            "There is a voided record of the same: %(name)s. Restore it, or record another one."
        )
    raise VoidedUnderKey(
        message % {"name": kind.name(voided)},
        record=voided,
        kind=kind.key,
        key=str(getattr(voided, kind.lookup)),
        anew=not is_patient,
    )


def correct(
    record: Clinical,
    *,
    by: User,
    revision: int,
    reason: str,
    changes: dict[str, Any],
    rule: Callable[[Clinical], None],
) -> Changed:
    """Change a clinical record in place if it still is what the form started from.

    A form that is sent twice finds its own values stored and changes nothing the second time.
    ``record`` is refreshed to what is stored.

    Raises:
        StaleForm: the stored revision is another one and the values differ.
        RecordVoided: the record is voided, or hangs on one that is.
        ValidationFailed: no reason, or the changed record breaks a rule.
    """
    stored = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    above = stored.voided_above()
    if above is not None:
        raise RecordVoided(above)
    changed = _apply(stored, changes)
    if changed and stored.revision != revision:
        stored.refresh_from_db()
        raise StaleForm(stored)
    if changed:
        needs_reason(reason)
        stored.revision += 1
        rule(stored)
        check(stored)
        _save(stored, [*columns_of(stored, changed.fields), "revision"], by=by, reason=reason)
    record.refresh_from_db()
    return changed


def replace(record: Record, *, by: User, changes: dict[str, Any], reason: str = "") -> Changed:
    """Change a record of the study's set-up, which has no revision of its own."""
    changed = _apply(record, changes)
    if changed:
        check(record)
        _save(record, list(changed.fields), by=by, reason=reason)
    return changed


def _apply(record: models.Model, changes: dict[str, Any]) -> Changed:
    fields = {}
    for name, value in changes.items():
        column = record._meta.get_field(name)
        old, new = stored_value(record, name), as_stored(record, name, value)
        if old != new:
            fields[name] = (_text(column, old), _text(column, new))
            put_value(record, name, new)
    return Changed(fields)


def _text(column: Any, value: Any) -> str:
    return str(value or "") if column.is_relation else shown(column, value)


def _save(record: models.Model, fields: list[str], *, by: User, reason: str) -> None:
    with pghistory.context(user=by.pk, reason=reason.strip()):
        try:
            with transaction.atomic():
                record.save(update_fields=fields)
        except IntegrityError as error:
            raise refused(record, error) from error


def check(record: models.Model) -> None:
    """Check each field of a record against its model.

    Constraints are left to the database, which checks them all without another query; ``refused``
    turns its answer into their sentence.
    """
    # A null that the database allows is no mistake, even where a form would never leave it empty.
    absent = {
        column.name
        for column in record._meta.concrete_fields
        if column.null and getattr(record, column.attname) is None
    }
    try:
        record.full_clean(exclude=absent, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise invalid(error) from error


def invalid(error: ValidationError) -> ValidationFailed:
    """Return a model's complaint as the error of the domain; ``__all__`` is the whole record."""
    fields = {name: list(messages) for name, messages in error.message_dict.items()}
    first = next(iter(fields.items()))
    place = "" if first[0] == "__all__" else f"{first[0]}: "
    return ValidationFailed(f"{place}{first[1][0]}", field_errors=fields)


def refused(record: models.Model, error: IntegrityError) -> ValidationFailed:
    """Return the database's refusal as the sentence of the constraint it names."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for _model, constraints in record.get_constraints():
        for constraint in constraints:
            if constraint.name == name:
                return ValidationFailed(str(constraint.get_violation_error_message()))
    message = getattr(diagnosis, "message_primary", None) or str(error)
    return ValidationFailed(f"The database refused this: {message}.")


def field_problem(field: str, message: str) -> ValidationFailed:
    """Return the error of one field."""
    return ValidationFailed(f"{field}: {message}", field_errors={field: [message]})


def needs_reason(reason: str) -> None:
    """Refuse a correction or a void without its reason (21 CFR 11.10(e): why)."""
    if not reason.strip():
        raise field_problem("reason", "Say why: the history keeps your reason beside the change.")


READ_AS = {
    Misreading.NUMBER: gettext_lazy("a number"),
    Misreading.DATE: gettext_lazy("a date"),
    Misreading.TIME: gettext_lazy("a time of day"),
    Misreading.TRUTH: gettext_lazy("yes or no"),
    Misreading.MISSING: gettext_lazy("a missing value"),
}


def survives_spreadsheets(**codes: str) -> None:
    """Refuse a new code that spreadsheet programs turn into something else; asked when it is made.

    What is stored already stays: a code that readers and tubes carry is not changed any more.
    """
    for field, code in codes.items():
        taken_for = misreading(code)
        if taken_for is not None:
            raise field_problem(
                field,
                gettext(
                    "Found %(code)s, which spreadsheet programs read as %(what)s and so change. "
                    "Expected a code that stays text, with a letter in front, such as S-%(code)s."
                )
                % {"code": code, "what": READ_AS[taken_for]},
            )


def not_in_future(*, today: date, **days: PartialDate | date | None) -> None:
    """Refuse days after ``today``, which is the centre's (``cohort.clock``)."""
    for field, day in days.items():
        if day is not None and certainly_before(today, day):
            raise field_problem(
                field,
                gettext(
                    "Found %(found)s, expected a day that is not in the future; today is %(today)s."
                )
                % {"found": day, "today": today},
            )
