"""What other decisions would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import against
from analytics.tables.needed import needed
from analytics.tables.table import Table
from analytics.topics.sensitivity import sentences, tables

# On paper the columns that fit; the CSV has all of them.
OUTCOME_COLUMNS = (1, 2, 3, 4, 6, 7)
ONLY_COVARIATE, CONCLUSION = 9, -2
COMPARISON_COLUMNS = (1, 2, 3, 5, 7, 8, 9)


def section(stored: StoredRun) -> Section:
    """Return for each outcome and comparison the sentences and the table of its alternatives."""
    parts: list[Part] = []
    for found in stored.results.sensitivity.outcomes:
        parts += _outcome(stored, found.endpoint)
    for pair in stored.results.sensitivity.comparisons:
        parts += _comparison(stored, pair.key)
    why = needed(stored, _("A sensitivity analysis"))
    nothing = Paragraph(why, remark=True)
    return Section("sensitivity", _("Sensitivity analyses"), tuple(parts or [nothing]))


def _outcome(stored: StoredRun, key: str) -> list[Part]:
    options = {"outcome": key}
    table = tables.outcomes(stored, key)
    said = " ".join(sentences.of_outcome(stored, key))
    if not any(map(tables.estimable, stored.sensitivity(key).rows)):
        return [Heading(stored.endpoint(key).label), Paragraph(said, remark=True)]
    figure = FigurePart(
        "sensitivity",
        tables.title(stored, key),
        _("Each row is the main result under one other decision, with its %(interval)s.")
        % {"interval": stored.ci},
        options,
    )
    return [
        Heading(stored.endpoint(key).label),
        Paragraph(said, (table.name, figure.name)),
        TablePart(_narrow(table, _columns(stored)), "sensitivity", options),
        figure,
    ]


def _columns(stored: StoredRun) -> tuple[int, ...]:
    """The columns that fit: of several covariates none has room."""
    only = (ONLY_COVARIATE,) if len(stored.plan.covariates) == 1 else ()
    return (*OUTCOME_COLUMNS, *only, CONCLUSION)


def _comparison(stored: StoredRun, key: str) -> list[Part]:
    options = {"comparison": key}
    table = tables.comparisons(stored, key)
    found = stored.sensitivity_of_comparison(key)
    heading = Heading(against(stored.endpoint(found.first), stored.endpoint(found.second)))
    said = " ".join(sentences.of_comparison(stored, key))
    if not any(map(tables.estimable, found.rows)):
        return [heading, Paragraph(said, remark=True)]
    return [
        heading,
        Paragraph(said, (table.name,)),
        TablePart(_narrow(table, COMPARISON_COLUMNS), "sensitivity-comparison", options),
    ]


def _narrow(table: Table, columns: Sequence[int]) -> Table:
    """Keep some columns."""
    further = _("The CSV has further columns.")
    return replace(
        table,
        columns=[table.columns[column] for column in columns],
        rows=[[row[column] for column in columns] for row in table.rows],
        note=f"{table.note} {further}",
    )


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how a cut-off is pooled over imputed data sets, where the plan asks for it."""
    rows = [row for one in stored.results.sensitivity.outcomes for row in one.rows]
    if not (stored.plan.bootstrap_tests and any(row.kind == "missing" for row in rows)):
        return []
    text = _(
        "Cut-off over imputed data sets: each is resampled and its cut-off chosen anew; the median "
        "and the percentile interval of all of them together."
    )
    return [Paragraph(text, cites=("schomaker",))]
