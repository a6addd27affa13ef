"""Drawings as SVG: bones once a page, and on them a link for each site."""

from __future__ import annotations

from functools import cache
from html import escape

from scoring.diagram.drawing import Drawing, Limb
from scoring.diagram.markup import Svg
from scoring.diagram.shapes import Place, turned
from scoring.instruments import Item


@cache
def bones_svg(limb: Limb) -> Svg:
    """Return the bones of a limb as a definition that the drawings of a page refer to."""
    return Svg(f'<g id="bones-{limb.key}">{limb.bones()}</g>')


def drawing_svg(drawing: Drawing) -> Svg:
    """Return a drawing whose sites are links to the cells of the form.

    Without a script the links go to the rows; with it they carry scores, and one stop of the Tab
    key leads into the drawing.
    """
    # Numbers keep their size on the screen where more of a limb is shown.
    letters = min(16, 13 * drawing.view.height / 334)
    return framed(drawing, letters, "".join(_site(item, place) for item, place in drawing.places))


def framed(drawing: Drawing, letters: float, sites: str) -> Svg:
    """Return the bones of a drawing with finished markup of its sites.

    Every text stands outside what is mirrored. ``letters`` is the size of texts in units.
    """
    view = drawing.view
    mirror = f' transform="translate({2 * view.axis:g} 0) scale(-1 1)"'
    return Svg(
        f'<svg class="diagram__drawing" role="group" aria-label="{escape(drawing.title)}"'
        f' font-size="{letters:g}"'
        f' viewBox="{view.x:g} {view.y:g} {view.width:g} {view.height:g}">'
        f'<use class="diagram__bones" href="#bones-{drawing.limb.key}"'
        f"{mirror if drawing.is_mirrored else ''}/>"
        f"{sites}"
        "</svg>"
    )


def ellipse_of(place: Place) -> str:
    """Return the outline of a site."""
    return (
        f'<ellipse cx="{place.x:g}" cy="{place.y:g}" rx="{place.rx:g}" ry="{place.ry:g}"'
        f"{turned(place)}/>"
    )


def name_of(item: Item) -> str:
    """Return what a site is called on its own."""
    return item.label[0].upper() + item.label[1:]


def _site(item: Item, place: Place) -> str:
    name = name_of(item)
    return (
        f'<a class="diagram__site" href="#{escape(item.code)}" data-item="{escape(item.code)}"'
        f' data-name="{escape(name)}" data-max="{item.maximum}" aria-label="{escape(name)}">'
        f"{ellipse_of(place)}"
        f'<text x="{place.x:g}" y="{place.y:g}"></text></a>'
    )
