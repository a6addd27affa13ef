"""Declared subgroups in the report."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.topics.subgroups import tables
from analytics.topics.subgroups.words import caution, sentences


def section(stored: StoredRun) -> Section | None:
    """Return the subgroups of the first outcome; None where the plan declares none."""
    found = stored.results.subgroups
    if not found:
        return None
    return Section("subgroups", _("Subgroups"), tuple(outcome_parts(stored, found[0].endpoint)))


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the same for another outcome, under a heading."""
    parts = outcome_parts(stored, outcome)
    return [Heading(_("Subgroups")), *parts] if parts else []


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the sentences, the table and the forest plot of one outcome."""
    found = stored.subgroups(outcome)
    if found is None:
        return []
    options = {"outcome": outcome}
    table = tables.subgroups(stored, outcome)
    figure = FigurePart(
        "subgroups-forest",
        table.title,
        _(
            "Squares: odds ratio of each subgroup with its %(level)s. Diamond: all patients, in "
            "the multivariable model; none where that holds an interaction. Log axis."
        )
        % {"level": stored.ci},
        options,
    )
    few = [Paragraph(words, remark=True) for words in tables.few_events(found)]
    return [
        *(Paragraph(words, (table.name,)) for words in sentences(stored, found)),
        Paragraph(caution(stored), remark=True),
        *few,
        TablePart(table, "subgroups", options),
        *([figure] if tables.models_of(found) else []),
    ]


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how subgroups are made and tested."""
    found = stored.results.subgroups
    if not found:
        return []
    text = _(
        "Subgroups: for each declared variable one logistic model of all patients with the "
        "primary exposure's odds ratio in every subgroup, the subgroups themselves and the other "
        "covariates; whether the odds ratio differs by a likelihood-ratio test against one for "
        "all, penalised where the data are separated. %(family)s"
    ) % {"family": tables.family_words(found[0])}
    return [Paragraph(text)]
