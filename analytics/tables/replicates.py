"""How many results rest on replicates that disagree, as every table with concentrations says it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.report import Report


def mixed_note(report: Report) -> str:
    """Return a sentence with the number by analyte; nothing where no replicates disagree.

    Runs from before results were versions don't tell.
    """
    counts = [
        f"{row['label']} {row['mixed']}"
        for row in report.results["cohort"]["rows"]
        if row.get("mixed")
    ]
    if not counts:
        return ""
    return _(
        "Results of replicates on different sides of a limit, by the rule in the methods: "
        "%(counts)s."
    ) % {"counts": ", ".join(counts)}


def with_mixed(report: Report, note: str) -> str:
    """Return a table's note with that sentence behind it."""
    return " ".join(part for part in (note, mixed_note(report)) if part)
