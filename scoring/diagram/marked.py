"""Drawings whose sites carry a figure each: coloured by its level, with the words of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from scoring.diagram.drawing import Drawing
from scoring.diagram.markup import Svg
from scoring.diagram.shapes import Place
from scoring.diagram.svg import ellipse_of, framed, name_of
from scoring.instruments import Item

# Four characters fit into the narrowest place, a joint space between carpal bones.
LETTERS = 8.5


@dataclass(frozen=True, slots=True)
class Mark:
    """What a site shows.

    ``level``: a colour step from 0 to 9, None where there is nothing to show: then the outline is
    dashed. ``text`` stands in the site, ``words`` follow its name for those who hear it or point at
    it, ``url`` is where it leads; empty for nowhere.
    """

    level: int | None
    text: str
    words: str
    url: str = ""


def marked_svg(drawing: Drawing, marks: Mapping[str, Mark]) -> Svg:
    """Return a drawing with the mark of each of its sites, by item code; each must have one."""
    sites = (_site(item, place, marks[item.code]) for item, place in drawing.places)
    return framed(drawing, LETTERS, "".join(sites))


def _site(item: Item, place: Place, mark: Mark) -> str:
    kind = 'data-kind="none"' if mark.level is None else f'data-level="{mark.level}"'
    said = escape(f"{name_of(item)}: {mark.words}")
    shape = (
        f"<title>{said}</title>{ellipse_of(place)}"
        f'<text x="{place.x:g}" y="{place.y:g}">{escape(mark.text)}</text>'
    )
    if not mark.url:
        return f'<g class="diagram__site" role="img" {kind} aria-label="{said}">{shape}</g>'
    return (
        f'<a class="diagram__site" href="{escape(mark.url)}" {kind} aria-label="{said}">{shape}</a>'
    )
