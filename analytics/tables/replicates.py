"""How many results rest on replicates that disagree, as every table with concentrations says it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun


def mixed_counts(stored: StoredRun, codes: Collection[str]) -> str:
    """Return the number of such results of some analytes; nothing where there are none."""
    return ", ".join(
        f"{stored.variables[found.code].name} {found.mixed}"
        for found in stored.results.cohort.exposures
        if found.mixed and found.code in codes
    )


def with_mixed(stored: StoredRun, note: str) -> str:
    """Return a table's note with a sentence on them behind it."""
    counts = mixed_counts(stored, stored.variables)
    if not counts:
        return note
    said = _(
        "Results of replicates on different sides of a limit, by the rule in the methods: "
        "%(counts)s."
    ) % {"counts": counts}
    return f"{note} {said}" if note else said
