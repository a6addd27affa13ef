"""Rank correlations: every pair, and those with a change given other variables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from analytics.design.options import COVARIATES
from analytics.results.correlations import Correlations, PartialCorrelations
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.kendall import KendallTau
from analytics.tables import laboratory
from analytics.tables.model_words import family
from analytics.tables.names import inside
from analytics.tables.table import Column, Table


def matrix(stored: StoredRun) -> Table:
    """Every pair once, on the patients who have both."""
    found, kendall = stored.results.correlations.matrix, stored.results.correlations.kendall
    variants = dict.fromkeys(pair.test.variant for pair in found.pairs)
    note = _(
        "Each pair on the patients who have both; every value below an exposure's highest limit is "
        "one tie. Intervals: Fisher's z with the standard error of Bonett & Wright. Test: "
        "%(tests)s. Adjusted by %(family)s."
    ) % {"tests": "; ".join(variants) or _("none"), "family": family(found.adjusted)}
    tau = [
        Column(_("Kendall's tau-b (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
        Column(_("P, tau"), "p"),
    ]
    return Table(
        "correlations",
        _("Rank correlations of every pair"),
        [
            Column(_("First"), "text"),
            Column(_("Second"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Spearman's rho (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
            Column("P", "p"),
            Column(_("P, adjusted"), "p"),
            *(tau if kendall else []),
        ],
        [
            [
                pair.first,
                pair.second,
                pair.sample.n_used,
                (pair.rho, pair.interval),
                pair.test.p,
                test.adjusted,
                *([] if other is None else [(other.tau, other.interval), other.test.p]),
            ]
            for pair, test, other in zip_longest(found.pairs, found.adjusted.tests, kendall)
        ],
        note=_joined([note, _tau(kendall), laboratory.ranks(stored)]),
    )


def _tau(kendall: Sequence[KendallTau]) -> str:
    if not kendall:
        return ""
    variants = dict.fromkeys(pair.test.variant for pair in kendall)
    return _(
        "Tau: interval by Fisher's z with the standard error of Fieller, Hartley & Pearson, P not "
        "adjusted; test: %(tests)s."
    ) % {"tests": "; ".join(variants)}


def with_change(stored: StoredRun) -> Table:
    """Each variable's correlation with a change, as it is and with another variable held fixed."""
    found = stored.results.correlations
    columns = [
        Column(_("Variable"), "text"),
        Column(_("Change"), "text"),
        Column(_("Patients"), "count"),
        Column(_("rho (%(ci)s)") % {"ci": stored.ci}, "estimate", places=2),
        Column(_("P, adjusted"), "p"),
    ]
    for held in found.partial:
        given = {"given": _given(held)}
        columns.append(Column(_("rho given %(given)s") % given, "estimate", places=2))
        columns.append(Column(_("P given %(given)s") % given, "p"))
    return Table(
        "correlations-with-change",
        _("Rank correlations with change"),
        columns,
        _rows(found),
        note=_joined([_note(stored, found), laboratory.ranks(stored)]),
    )


def _rows(found: Correlations) -> list[list[Any]]:
    pairs = zip(found.matrix.pairs, found.matrix.adjusted.tests, strict=True)
    plain = {(pair.first, pair.second): (pair, test.adjusted) for pair, test in pairs}
    held = [_by_pair(one) for one in found.partial]
    rows = []
    for changed in found.changes:
        for other in (*found.exposures, *found.clinical):
            pair, adjusted = plain[other, changed]
            row = [other, changed, pair.sample.n_used, (pair.rho, pair.interval), adjusted]
            rows.append([*row, *(cell for one in held for cell in one[other, changed])])
    return rows


def _by_pair(held: PartialCorrelations) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The cells of each partial correlation: rho with its interval, adjusted P."""
    pairs = zip(held.pairs, held.adjusted.tests, strict=True)
    return {
        (pair.first, pair.second): ((pair.rho, pair.interval), test.adjusted)
        for pair, test in pairs
    }


def _note(stored: StoredRun, found: Correlations) -> str:
    families = [_("%(family)s (all pairs)") % {"family": family(found.matrix.adjusted)}]
    families += [
        _("%(family)s (given %(given)s)") % {"family": family(held.adjusted), "given": _given(held)}
        for held in found.partial
    ]
    return _(
        "Intervals: %(ci)s, as for every pair. Partial Spearman: what is left of both variables' "
        "ranks after regression on the ranks of the given one, on the patients who have all three; "
        "t approximation. Adjusted by %(families)s."
    ) % {"ci": stored.ci, "families": "; ".join(families)}


def _given(held: PartialCorrelations) -> str:
    """The variable held fixed, without its unit."""
    return inside(str(COVARIATES[held.given]).split(",")[0])


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
