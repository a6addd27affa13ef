"""Comparisons: the paired 2 x 2 table, and every variant of its test."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.tables.table import Column, Table
from analytics.topics.imaging.names import labels, title


def comparison(stored: StoredRun, key: str) -> Table:
    """The paired 2 x 2 table in one row a cell, as the download has it."""
    found = stored.comparison(key)
    cells = found.result.table
    yes, no = _("yes"), _("no")
    return Table(
        f"comparison-{key}",
        title(stored, found),
        [
            *(Column(label, "text") for label in labels(stored, found)),
            Column(_("Patients"), "count"),
        ],
        [
            [yes, yes, cells.both],
            [yes, no, cells.only_first],
            [no, yes, cells.only_second],
            [no, no, cells.neither],
        ],
    )


def crosstab(stored: StoredRun, key: str) -> Table:
    """The paired 2 x 2 table as a square with its totals, as a paper prints it."""
    found = stored.comparison(key)
    first, second = labels(stored, found)
    result, cells = found.result, found.result.table
    yes, no, total = _("%(endpoint)s: yes"), _("no"), _("Total")
    return Table(
        f"crosstab-{key}",
        title(stored, found),
        [
            Column(_("Patients"), "text"),
            Column(yes % {"endpoint": second}, "count"),
            Column(no, "count"),
            Column(total, "count"),
        ],
        [
            [yes % {"endpoint": first}, cells.both, cells.only_first, result.first.successes],
            [no, cells.only_second, cells.neither, cells.only_second + cells.neither],
            [total, result.second.successes, cells.only_first + cells.neither, cells.n],
        ],
    )


def comparison_tests(stored: StoredRun, key: str) -> Table:
    """Every variant of the paired test, named."""
    found = stored.comparison(key)
    result, cells = found.result, found.result.table
    return Table(
        f"tests-{key}",
        _("Paired tests: %(comparison)s") % {"comparison": title(stored, found)},
        [Column(_("Test"), "text"), Column(_("Chi-square, 1 df")), Column("P", "p")],
        [
            # The statistic of an exact test is a count, said in the note.
            [result.mid_p.variant, None, result.mid_p.p],
            [result.exact.variant, None, result.exact.p],
            [result.chi_square.variant, result.chi_square.statistic, result.chi_square.p],
            [result.corrected.variant, result.corrected.statistic, result.corrected.p],
        ],
        note=_(
            "The exact tests count the patients with one result only: %(first)d with the first, "
            "%(second)d with the second. Mid-p is the recommended variant (Fagerland, Lydersen & "
            "Laake 2013)."
        )
        % {"first": cells.only_first, "second": cells.only_second},
    )
