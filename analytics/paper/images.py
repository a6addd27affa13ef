"""The report's figures as files, drawn once."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from analytics.figures import build_figure
from analytics.figures.render import render
from analytics.paper.document import FigurePart
from analytics.report import Report

# A run never changes, so a drawn figure stays right; it is kept for the formats that follow.
KEPT_FOR = 60 * 60


def image(report: Report, part: FigurePart, kind: str) -> tuple[bytes, str]:
    """Return a figure as SVG or PNG (300 dots an inch), and the text that stands in for it.

    ``kind`` is ``svg`` or ``png``. Drawing takes a fraction of a second; the result is kept in the
    cache by the run's fingerprint, so that a run of another database never answers.
    """
    named = f"{report.run.pk} {report.run.fingerprint} {part.key} {part.query} {kind}"
    name = f"report-figure:{hashlib.sha256(named.encode()).hexdigest()}"
    found: tuple[bytes, str] | None = cache.get(name)
    if found is None:
        figure = build_figure(report, part.key, part.options, lambda _: None)
        found = render(figure, kind), str(figure.spec["description"])
        cache.set(name, found, KEPT_FOR)
    return found
