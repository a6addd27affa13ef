"""Places where apps above the cohort show something on its pages.

The cohort can't import readings or assays, so those apps register providers when they start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.history import Change
from ra_registry.cohort.models import Patient
from ra_registry.cohort.rules import Record
from ra_registry.core.models import ClinicalModel
from ra_registry.core.permissions import Permission


@dataclass(frozen=True)
class NextStep:
    """A line of the home page: something a person can do now. ``count`` 0 means nothing waits."""

    title: str
    text: str
    url: str
    count: int = 0
    order: int = 100
    urgent: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """Something that belongs to a patient's visit: an examination, a reading, a sample."""

    visit_id: int
    kind: str
    label: str
    state: str = ""
    detail: str = ""
    url: str = ""
    on: date | None = None


@dataclass(frozen=True)
class VisitAction:
    """Something a person can record at a visit, shown beside it."""

    visit_id: int
    label: str
    url: str


@dataclass(frozen=True)
class StudyTab:
    """A tab of the study's navigation, shown to those who hold ``permission``.

    The tab is marked on its page, on the pages below that, and on those below ``also``: a part of
    the study's addresses, such as ``readings/``.
    """

    label: str
    url_name: str
    permission: Permission
    order: int
    whole_study: bool = False
    also: str = ""


@dataclass(frozen=True)
class Figure:
    """A number on the study's overview page."""

    label: str
    value: str
    text: str = ""
    url: str = ""
    order: int = 100


@dataclass(frozen=True)
class Hanging:
    """What hangs on a record, of one kind: how many, what they are called, where they are shown.

    ``needs`` is the right to void what they hang on, where that takes more than the record's own.
    """

    key: str
    label: str
    count: int
    links: tuple[tuple[str, str], ...] = ()
    needs: Permission | None = None


@dataclass(frozen=True)
class VoidableKind:
    """A kind of record that is voided and restored.

    ``name`` says which record it is, ``audit`` what the audit trail calls it. ``rivals`` are the
    records in force under the same key, beside which it can't be restored.
    """

    key: str
    model: type[ClinicalModel]
    permission: Permission
    related: tuple[str, ...]
    name: Callable[[Any], str]
    audit: Callable[[Any], dict[str, str]]
    rivals: Callable[[Any], QuerySet[Any]]
    lookup: str = "pk"


@dataclass
class _Registry:
    next_steps: list[Callable[[StudyAccess], Iterable[NextStep]]] = field(default_factory=list)
    timeline: list[Callable[[StudyAccess, Patient], Iterable[TimelineEntry]]] = field(
        default_factory=list
    )
    visit_actions: list[Callable[[StudyAccess, Patient], Iterable[VisitAction]]] = field(
        default_factory=list
    )
    history: list[Callable[[StudyAccess, Patient], Iterable[Change]]] = field(default_factory=list)
    figures: list[Callable[[StudyAccess], Iterable[Figure]]] = field(default_factory=list)
    tabs: list[StudyTab] = field(default_factory=list)
    kinds: dict[str, VoidableKind] = field(default_factory=dict)
    hanging: list[Callable[[ClinicalModel, StudyAccess | None], Iterable[Hanging]]] = field(
        default_factory=list
    )
    records: list[Callable[[Mapping[int, Record]], Iterable[tuple[int, Record]]]] = field(
        default_factory=list
    )
    record_urls: list[Callable[[Collection[tuple[str, int]]], dict[tuple[str, int], str]]] = field(
        default_factory=list
    )

    # How a particular of an event is said, by its name in the event; empty leaves it out.
    particulars: dict[str, Callable[[Any], str]] = field(default_factory=dict)
    # Those that are said by what else the event holds: features by their instrument.
    particulars_by_event: dict[str, Callable[[Any, Mapping[str, Any]], str]] = field(
        default_factory=dict
    )

    def add_kinds(self, *kinds: VoidableKind) -> None:
        self.kinds |= {kind.key: kind for kind in kinds}


registry = _Registry()


def next_steps(access: StudyAccess) -> list[NextStep]:
    """Return what the person can do in the study, most pressing first."""
    found = [step for provider in registry.next_steps for step in provider(access)]
    return sorted(found, key=lambda step: (not step.urgent, step.order, step.title))


def timeline(access: StudyAccess, patient: Patient) -> list[TimelineEntry]:
    """Return everything that hangs on the patient's visits and that the person may see."""
    return [entry for provider in registry.timeline for entry in provider(access, patient)]


def visit_actions(access: StudyAccess, patient: Patient) -> list[VisitAction]:
    """Return what else the person can record at the patient's visits."""
    return [action for provider in registry.visit_actions for action in provider(access, patient)]


def history(access: StudyAccess, patient: Patient) -> list[Change]:
    """Return the changes of the records that other apps keep of the patient."""
    return [change for provider in registry.history for change in provider(access, patient)]


def hanging(record: ClinicalModel, access: StudyAccess | None = None) -> list[Hanging]:
    """Return what hangs on a record and so leaves or comes back with it; nothing of count 0.

    With ``access``, links to what the person may see.
    """
    found = [part for provider in registry.hanging for part in provider(record, access)]
    return [part for part in found if part.count]


def kind_of(record: ClinicalModel) -> VoidableKind:
    """Return the kind of a record."""
    return next(kind for kind in registry.kinds.values() if isinstance(record, kind.model))


def records(visits: Mapping[int, Record]) -> Iterator[tuple[int, Record]]:
    """Yield what other apps record at visits, as the rules see it, with the patient's id."""
    for provider in registry.records:
        yield from provider(visits)


def record_urls(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return where records, by kind and id, are corrected; of some kinds there is no form."""
    found: dict[tuple[str, int], str] = {}
    for provider in registry.record_urls:
        found |= provider(keys)
    return found


def figures(access: StudyAccess) -> list[Figure]:
    """Return the overview's numbers that the person may see."""
    found = [figure for provider in registry.figures for figure in provider(access)]
    return sorted(found, key=lambda figure: figure.order)


def tabs(access: StudyAccess) -> list[StudyTab]:
    """Return the study's tabs that the person may open."""
    shown = [
        tab
        for tab in registry.tabs
        if (
            access.whole_study(tab.permission) if tab.whole_study else access.allows(tab.permission)
        )
    ]
    return sorted(shown, key=lambda tab: tab.order)
