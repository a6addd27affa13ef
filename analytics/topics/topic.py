"""What a topic is: the one value by which its tables, figures, page part and section are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from analytics.figures.spec import Figure, Link
from analytics.paper.document import Paragraph, Part, Section
from analytics.results.stored_run import StoredRun
from analytics.tables.table import Table

Options = Mapping[str, str]
TableBuilder = Callable[[StoredRun, Options], Table]
FigureBuilder = Callable[[StoredRun, Link, Options], Figure]


@dataclass(frozen=True)
class Tab:
    """A tab of a page: its ``key`` in the address, and what it is called."""

    key: str
    label: str | Promise


@dataclass(frozen=True)
class PagePart:
    """What a topic shows on a page of the analysis.

    ``page``: the key of the page it stands on. ``template`` gets what ``context`` returns for the
    run and for the options in the address. ``is_wrong`` tells from that whether something typed
    there can't be meant: the part says what, and the page isn't answered as found. ``shows``:
    whether a run has anything of it.
    """

    page: str
    template: str
    context: Callable[[StoredRun, Options], dict[str, Any]]
    is_wrong: Callable[[dict[str, Any]], bool] = lambda _context: False
    tab: Tab | None = None
    shows: Callable[[StoredRun], bool] = lambda _stored: True


@dataclass(frozen=True)
class Topic:
    """One topic of an analysis.

    ``tables`` and ``figures`` by the key in their addresses; a figure's values are downloaded as
    the table named in ``values_of``, or of the figure's own key. ``narrowest``: the millimetres
    below which a figure can't be read; without a line every width of a column is offered.
    ``panels``: the letters of a figure's panels, each of which is a file of its own as well.

    ``section`` is None for a topic that doesn't belong in the report, and returns None where a
    study has nothing of it; ``further`` makes the parts of each outcome after the first;
    ``methods`` says how it was done, in the methods block.
    """

    key: str
    part: PagePart
    section: Callable[[StoredRun], Section | None] | None
    tables: Mapping[str, TableBuilder] = field(default_factory=dict)
    figures: Mapping[str, FigureBuilder] = field(default_factory=dict)
    values_of: Mapping[str, str] = field(default_factory=dict)
    narrowest: Mapping[str, int] = field(default_factory=dict)
    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    further: Callable[[StoredRun, str], list[Part]] | None = None
    methods: Callable[[StoredRun], list[Paragraph]] | None = None


def of_outcome(build: Callable[[StoredRun, str], Table]) -> TableBuilder:
    """A table of the outcome in the address, or of the first."""
    return lambda stored, options: build(stored, stored.outcome_key(options.get("outcome", "")))


def of_marker(build: Callable[[StoredRun, str, str], Table]) -> TableBuilder:
    """A table of the outcome and the exposure in the address, or of the first and the primary."""
    return lambda stored, options: build(
        stored,
        stored.outcome_key(options.get("outcome", "")),
        stored.exposure_key(options.get("analyte", "")),
    )


def of_comparison(build: Callable[[StoredRun, str], Table]) -> TableBuilder:
    """A table of the comparison in the address."""
    return lambda stored, options: build(stored, options.get("comparison", ""))


def of_reads(build: Callable[[StoredRun, str, str], Table]) -> TableBuilder:
    """A table of the read set and the feature in the address."""
    return lambda stored, options: build(
        stored, options.get("reads", ""), options.get("feature", "")
    )


def figure_of_outcome(build: Callable[[StoredRun, Link, str], Figure]) -> FigureBuilder:
    """A figure of the outcome in the address, or of the first."""
    return lambda stored, link, options: build(
        stored, link, stored.outcome_key(options.get("outcome", ""))
    )


def figure_of_marker(build: Callable[[StoredRun, Link, str, str], Figure]) -> FigureBuilder:
    """A figure of the outcome and the exposure in the address, or of the first and the primary."""
    return lambda stored, link, options: build(
        stored,
        link,
        stored.outcome_key(options.get("outcome", "")),
        stored.exposure_key(options.get("analyte", "")),
    )
