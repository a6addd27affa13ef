"""The entry readers' errors as sentences in the person's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ra_registry.core.entry.errors import EntryError, shown


def sentence(error: EntryError, *, expected: str = "") -> str:
    """Return the error as a sentence; ``expected`` replaces what the reader alone would expect."""
    return found_expected(error.found, expected or expectation(error))


def expectation(error: EntryError) -> str:
    """Return what was expected, for places that say themselves what was found."""
    return _(error.template).format(**error.named)


def found_expected(found: str, expected: str) -> str:
    """Return the sentence of every refused entry."""
    return _("Found %(found)s, expected %(expected)s.") % {
        "found": shown(found),
        "expected": expected,
    }
