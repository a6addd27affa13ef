"""What other decisions would have given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from django.utils.translation import gettext as _

from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import against
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.tables.table import Table
from analytics.topics.sensitivity import sentences, tables

# On paper the columns that fit; the CSV has all of them.
ANALYSIS, CONCLUSION = 1, -2
OUTCOME_COLUMNS = (ANALYSIS, 2, 3, 4, 6, 7)
# Each covariate has two columns from here on: its odds ratio with interval, and P.
FIRST_COVARIATE = 9
# So many covariates have room beside the main figures, and in a table of their own.
MOST_BESIDE, MOST_BY_THEMSELVES = 1, 4
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
    rows = stored.sensitivity(key).rows
    if len(rows) == 1 or not any(map(tables.estimable, rows)):
        return [Heading(stored.endpoint(key).label), Paragraph(said, remark=True)]
    figure = FigurePart(
        "sensitivity",
        tables.title(stored, key),
        _("Each row is the main result under one other decision, with its %(interval)s.")
        % {"interval": stored.ci},
        options,
    )
    shown = [
        TablePart(one, "sensitivity", options, csv_name=table.name)
        for one in _on_paper(stored, key, table)
    ]
    return [
        Heading(stored.endpoint(key).label),
        Paragraph(said, (*(one.name for one in shown), figure.name)),
        *shown,
        figure,
    ]


def _on_paper(stored: StoredRun, key: str, table: Table) -> list[Table]:
    """The main figures, with the covariate that has room, or tables of the covariates behind."""
    columns = _of_covariates(stored, key)
    beside = columns if len(columns) <= MOST_BESIDE else []
    main = _narrow(table, (*OUTCOME_COLUMNS, *beside, CONCLUSION))
    if beside or not columns:
        return [main]
    title = _("Covariates in the sensitivity of %(outcome)s")
    said = {"outcome": inside(stored.endpoint(key).label)}
    return [
        main,
        *(
            replace(
                _narrow(table, (ANALYSIS, *part)),
                name=f"{table.name}-covariates-{place}",
                title=title % said,
            )
            for place, part in enumerate(_even_parts(columns), start=1)
        ),
    ]


def _even_parts(columns: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield as few parts as have room, of about the same size."""
    size = ceil(len(columns) / ceil(len(columns) / MOST_BY_THEMSELVES))
    for start in range(0, len(columns), size):
        yield columns[start : start + size]


def _of_covariates(stored: StoredRun, key: str) -> list[int]:
    """The column that says most of each covariate: of several coefficients the joint P."""
    rows = stored.sensitivity(key).rows
    several = {one.term for row in rows for one in row.model.covariates if one.effect is None}
    return [
        FIRST_COVARIATE + 2 * place + (covariate in several)
        for place, covariate in enumerate(tables.covariates(stored))
    ]


def _comparison(stored: StoredRun, key: str) -> list[Part]:
    options = {"comparison": key}
    table = tables.comparisons(stored, key)
    found = stored.sensitivity_of_comparison(key)
    heading = Heading(against(stored.endpoint(found.first), stored.endpoint(found.second)))
    said = " ".join(sentences.of_comparison(stored, key))
    if len(found.rows) == 1 or not any(map(tables.estimable, found.rows)):
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
    """Say how a cut-off and a test of several coefficients are pooled, where any is."""
    rows = [row for one in stored.results.sensitivity.outcomes for row in one.rows]
    said = []
    if stored.plan.bootstrap_tests and any(row.kind == "missing" for row in rows):
        text = _(
            "Cut-off over imputed data sets: each is resampled and its cut-off chosen anew; the "
            "median and the percentile interval of all of them together."
        )
        said.append(Paragraph(text, cites=("schomaker",)))
    if any(map(tables.has_joint_test, rows)):
        text = _(
            "Covariates of several coefficients over imputed data sets: the pooled Wald test D1 "
            "that all of them are 0."
        )
        said.append(Paragraph(text, cites=("li",)))
    return said
