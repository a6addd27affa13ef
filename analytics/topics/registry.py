"""The topics, in the order of a paper: one line each."""

from __future__ import annotations

from analytics.figures.spec import Figure, Link
from analytics.figures.widths import WIDTHS
from analytics.results.stored_run import StoredRun
from analytics.tables.table import Table
from analytics.topics.change.topic import CHANGE
from analytics.topics.cohort.topic import COHORT
from analytics.topics.correlations.topic import CORRELATIONS
from analytics.topics.course.topic import COURSE
from analytics.topics.dose.topic import DOSE
from analytics.topics.flow.topic import FLOW
from analytics.topics.imaging.topic import IMAGING
from analytics.topics.models.topic import MODELS, OTHER_MODELS
from analytics.topics.paired_change.topic import PAIRED_CHANGE
from analytics.topics.readers.topic import READERS
from analytics.topics.roc.topic import ROC
from analytics.topics.sensitivity.topic import SENSITIVITY
from analytics.topics.subgroups.topic import SUBGROUPS
from analytics.topics.topic import FigureBuilder, Options, PagePart, TableBuilder, Topic
from analytics.topics.univariable.topic import UNIVARIABLE
from analytics.topics.validation.topic import VALIDATION

TOPICS: tuple[Topic, ...] = (
    FLOW,
    COHORT,
    READERS,
    IMAGING,
    CHANGE,
    PAIRED_CHANGE,
    COURSE,
    ROC,
    UNIVARIABLE,
    MODELS,
    SUBGROUPS,
    VALIDATION,
    OTHER_MODELS,
    DOSE,
    CORRELATIONS,
    SENSITIVITY,
)

TABLES: dict[str, TableBuilder] = {
    key: build for topic in TOPICS for key, build in topic.tables.items()
}
FIGURES: dict[str, FigureBuilder] = {
    key: build for topic in TOPICS for key, build in topic.figures.items()
}
# The table of what a figure draws, for its download as CSV; without a line the figure's own key.
VALUES_OF: dict[str, str] = {
    key: table for topic in TOPICS for key, table in topic.values_of.items()
}

NARROWEST: dict[str, int] = {
    key: width for topic in TOPICS for key, width in topic.narrowest.items()
}
PANELS: dict[str, tuple[str, ...]] = {
    key: letters for topic in TOPICS for key, letters in topic.panels.items()
}


def widths_of(key: str) -> tuple[int, ...]:
    """Return the widths in millimetres in which a figure is offered for a journal's columns."""
    return tuple(width for width in WIDTHS if width >= NARROWEST.get(key, 0))


def build_table(stored: StoredRun, key: str, options: Options) -> Table:
    """Return a table of a run. ``key`` is one of ``TABLES``.

    Raises ValidationFailed for an outcome, analyte, comparison or feature the run doesn't have.
    """
    return TABLES[key](stored, options)


def build_figure(stored: StoredRun, key: str, options: Options, link: Link) -> Figure:
    """Return a figure of a run. ``key`` is one of ``FIGURES``.

    ``link`` gives the address of a patient's page, or None where the person may not open it.
    Raises ValidationFailed for an outcome, analyte or feature the run doesn't have.
    """
    return FIGURES[key](stored, link, options)


def parts_of(page: str, stored: StoredRun | None) -> list[PagePart]:
    """Return what stands on a page, in the order of the topics, of what a run has."""
    return [
        topic.part
        for topic in TOPICS
        if topic.part.page == page and (stored is None or topic.part.shows(stored))
    ]
