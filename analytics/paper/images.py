"""The report's figures, drawn once for every format."""

from __future__ import annotations

from django.core.cache import cache

from analytics.figures.render import Drawing, as_file, draw
from analytics.figures.widths import paper_width
from analytics.paper.document import FigurePart
from analytics.paper.kept import KEPT_FOR, name_of
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import build_figure


def drawing(report: StoredRun, part: FigurePart) -> Drawing:
    """Return a figure as it stands in the report.

    Drawing takes a fraction of a second; the result is kept in the cache by the run's fingerprint,
    so that a run of another database never answers.
    """
    name = name_of("report-figure", report.run.pk, report.run.fingerprint, part.key, part.query)
    found: Drawing | None = cache.get(name)
    if found is None:
        figure = build_figure(report, part.key, part.options, lambda _: None)
        found = draw(figure, paper_width(figure))
        cache.set(name, found, KEPT_FOR)
    return found


def picture(drawn: Drawing) -> bytes:
    """Return a drawing as PNG, for what takes no SVG."""
    return as_file(drawn, "png")
