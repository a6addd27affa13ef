"""What the forms of all records share: entry and correction, and the stale form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ra_registry.cohort.errors import StaleForm, VoidedUnderKey
from ra_registry.cohort.history import latest_event, shown
from ra_registry.cohort.models.laboratory import stored_value
from ra_registry.cohort.questions.asking import Unusual
from ra_registry.core.entry.fields import WholeNumberField
from ra_registry.core.entry.numbers import CensoredNumber
from ra_registry.core.errors import DomainError, ValidationFailed

Sections = tuple[tuple[str, tuple[str, ...]], ...]
BOOKKEEPING = ("revision", "reason", "anew", "keep")


@dataclass(frozen=True)
class Difference:
    """A field in which a stale form and the stored record differ."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True)
class FieldGroup:
    """Fields that stand together under a legend."""

    legend: str
    help: str | Promise
    fields: list[forms.BoundField]


class RecordForm(forms.Form):
    """A form for a new record, or with ``record`` for its correction.

    A correction carries the revision it started from and asks for a reason.
    """

    asks_reason = True
    sections: Sections = ()
    section_help: Mapping[str, str | Promise] = MappingProxyType({})

    def __init__(
        self, *args: Any, record: models.Model | None = None, initial: Any = None, **kwargs: Any
    ) -> None:
        self.record = record
        self.status = 400
        self.differences: list[Difference] = []
        self.existing: Any = None
        self.voided: VoidedUnderKey | None = None
        start = dict(initial or {})
        if record is not None:
            stored = {name: stored_value(record, name) for name in self.base_fields}
            start = stored | start | {"revision": _revision(record)}
        super().__init__(*args, initial=start, **kwargs)
        if self.data.get("anew"):
            self._ask_anew()
        if record is not None:
            self.fields["revision"] = WholeNumberField(widget=forms.HiddenInput)
            if self.asks_reason:
                self.fields["reason"] = forms.CharField(
                    label="Reason for the change",
                    max_length=300,
                    help_text="Stays in the history beside the old and the new value.",
                )

    @property
    def anew(self) -> bool:
        """Tell whether the person said that this is another record than the voided one."""
        return bool(self.data.get("anew"))

    def _ask_anew(self) -> None:
        self.fields["anew"] = forms.BooleanField(
            label=_("This is another one: record it and leave the voided one voided"),
            required=False,
        )

    def values(self) -> dict[str, Any]:
        """Return the record's fields without the form's own bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name not in BOOKKEEPING}

    def correction(self) -> dict[str, Any]:
        """Return what a correcting service takes beside the values."""
        names = ("revision", "reason") if self.asks_reason else ("revision",)
        return {name: self.cleaned_data[name] for name in names}

    def kept(self) -> list[str]:
        """Return the marks of the unusual values that the person says are right."""
        data = self.data
        return data.getlist("keep") if isinstance(data, QueryDict) else list(data.get("keep", []))

    def groups(self) -> list[FieldGroup]:
        """Return the visible fields in their sections; what no section names comes last."""
        named = {name for _, names in self.sections for name in names}
        rest = tuple(field.name for field in self.visible_fields() if field.name not in named)
        sections = [*self.sections, *([("", rest)] if rest else [])]
        return [
            FieldGroup(legend, self.section_help.get(legend, ""), [self[name] for name in names])
            for legend, names in sections
        ]

    def same_as(self, record: models.Model) -> bool:
        """Tell whether ``record`` holds what was typed: the form was sent twice.

        What the record has no field for can't differ.
        """
        return all(
            not hasattr(record, name) or _same(stored_value(record, name), value)
            for name, value in self.values().items()
        )

    def show(self, error: DomainError) -> None:
        """Put a service's error where the person can act on it; keeps what was typed."""
        self.status = error.status
        if isinstance(error, VoidedUnderKey):
            self.voided = error
            if error.anew:
                self._ask_anew()
        if isinstance(error, Unusual):
            self._ask(error)
        if isinstance(error, StaleForm):
            self._compare(error.current)
        if isinstance(error, ValidationFailed) and error.field_errors:
            for name, messages in error.field_errors.items():
                self.add_error(name if name in self.fields else None, messages)
            return
        self.add_error(None, error.message)

    def _ask(self, error: Unusual) -> None:
        """Put a tick beside each unusual value; ticked, the same form stores it."""
        marks = [one.mark for one in error.findings]
        self.fields["keep"] = forms.MultipleChoiceField(
            label=_("Unusual values"),
            choices=list(zip(marks, error.details, strict=True)),
            widget=forms.CheckboxSelectMultiple,
        )

    def _compare(self, current: Any) -> None:
        """List what is stored now beside what was typed; saving again then overwrites knowingly."""
        for name, typed in self.values().items():
            stored = stored_value(current, name)
            if not _same(stored, typed):
                column = current._meta.get_field(name)
                self.differences.append(
                    Difference(
                        str(self[name].label),
                        _text(column, stored),
                        _text(column, typed),
                    )
                )
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data["revision"] = str(_revision(current))
        self.data = data


def _same(stored: Any, typed: Any) -> bool:
    """Tell whether two values say the same: 48 and 48.0 do, 48 and <48 don't."""
    if isinstance(stored, CensoredNumber) and isinstance(typed, CensoredNumber):
        return (stored.number, stored.sign) == (typed.number, typed.sign)
    return bool(stored == typed)


def _revision(record: models.Model) -> int:
    return record.revision if hasattr(record, "revision") else latest_event(record)


def _text(column: Any, value: Any) -> str:
    return str(value or "") if column.is_relation else shown(column, value)


class VoidForm(forms.Form):
    """Why a record is voided or restored, or a role ended."""

    status = 400
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def refuse(self, error: DomainError) -> None:
        """Put a service's refusal above the form; keeps what was typed."""
        self.status = error.status
        self.add_error(None, error.message)
