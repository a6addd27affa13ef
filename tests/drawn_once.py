"""A drawing engine that remembers: the same specification is the same picture.

Most figures of a study are asked for by several tests, and drawing one takes a tenth of a second.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any

from analytics.figures import render

KEPT = 512
# The engine itself, which draws each time.
engine = render._engine


class Remembering:
    """The engine of `analytics.figures.render`; what is asked for again isn't drawn again."""

    def __init__(self, engine: Any) -> None:
        self.svg_to_png = lru_cache(KEPT)(engine.svg_to_png)
        self.svg_to_pdf = engine.svg_to_pdf
        self._draw = lru_cache(KEPT)(lambda text: engine.vegalite_to_svg(json.loads(text)))

    def vegalite_to_svg(self, spec: Any) -> str:
        return str(self._draw(json.dumps(spec)))


def remember() -> None:
    """Put a remembering engine in the place of the one that draws, for as long as tests run."""
    render._engine = cache(lambda: Remembering(engine()))
