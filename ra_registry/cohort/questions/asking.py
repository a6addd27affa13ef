"""Whether a write asks about what is unusual, or stores it and lists the question.

A page asks: the person who typed the value is still there. The API, an import and a command store
the record; their answer carries the warning, and the question is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ra_registry.core.errors import DomainError

if TYPE_CHECKING:
    from ra_registry.cohort.rules import Finding

_kept: ContextVar[frozenset[str] | None] = ContextVar("kept", default=None)


class Unusual(DomainError):
    """Something unusual was typed; nothing is stored until the person says that it is right."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unusual"

    def __init__(self, findings: Sequence[Finding], sentences: Sequence[str]) -> None:
        super().__init__(
            _("Nothing is saved yet. Look at the values below, then keep or correct them."),
            details=list(sentences),
        )
        self.findings = list(findings)


@contextmanager
def asking(kept: Collection[str]) -> Iterator[None]:
    """Ask about unusual values in this block, but not again about those whose mark is ``kept``."""
    token = _kept.set(frozenset(kept))
    try:
        yield
    finally:
        _kept.reset(token)


def kept_marks() -> frozenset[str] | None:
    """Return the marks that the person has ticked; None where nobody is there to be asked."""
    return _kept.get()
