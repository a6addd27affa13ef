"""Disagreement by site on drawn hands and feet: the heat map's figures where the joints are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.diagram import Drawing, Mark, Svg, bones_svg, drawings_of, marked_svg
from scoring.instruments import Item
from scoring.reliability.compute.sites import SiteDifferences, site_differences
from scoring.reliability.report import Report
from scoring.reliability.site_tables import level_of
from scoring.reliability.table import DASH, fixed


@dataclass(frozen=True)
class DrawnSites:
    """One limb with a feature's figures. ``is_foot`` says from where it is seen."""

    title: str
    is_foot: bool
    svg: Svg


@dataclass(frozen=True)
class DrawnMap:
    """All limbs of the chosen sum at one occasion, and the bones that they refer to."""

    occasion: str
    drawings: tuple[DrawnSites, ...]
    bones: Svg
    of_either_side: bool

    @property
    def is_single(self) -> bool:
        """Whether one drawing is all, which has room beside the table."""
        return len(self.drawings) == 1


def drawn_map(report: Report, query: str) -> DrawnMap | None:
    """Return the drawings of the chosen sum at the chosen occasion.

    None for an instrument with a site that has no place: half a drawing would hide sites.

    Args:
        report: what was asked for.
        query: address of the page with these choices, to which a site is added.
    """
    measure, occasion = report.measure, report.occasion
    wanted = {item.code for item in measure.items}
    drawings = [
        drawing
        for drawing in drawings_of(report.instrument)
        if wanted & {item.code for item, _place in drawing.places}
    ]
    placed = {item.code for drawing in drawings for item, _place in drawing.places}
    if not drawings or placed != wanted:
        return None
    found = site_differences(report.sites(report.chosen, occasion))
    marks = _marks(found, f"{query}&occasion={quote(occasion.key)}")
    limbs = dict.fromkeys(drawing.limb for drawing in drawings)
    return DrawnMap(
        occasion=report.occasion_name(occasion),
        drawings=tuple(_drawn(drawing, marks) for drawing in drawings),
        bones=Svg("".join(map(bones_svg, limbs))),
        of_either_side=report.instrument.one_side,
    )


def _drawn(drawing: Drawing, marks: Mapping[str, Mark]) -> DrawnSites:
    return DrawnSites(drawing.title, drawing.limb.key == "foot", marked_svg(drawing, marks))


def _marks(found: SiteDifferences, query: str) -> dict[str, Mark]:
    means = found.by_code()
    counts = dict(zip((item.code for item in found.items), found.n.tolist(), strict=True))
    return {
        item.code: _mark(item, means.get(item.code), counts[item.code], query)
        for item in found.items
    }


def _mark(item: Item, mean: float | None, n: int, query: str) -> Mark:
    if mean is None:
        return Mark(None, DASH, _("not scored in two readings of a case"))
    words = ngettext(
        "mean absolute difference %(mean)s points, %(n)d pair of scores",
        "mean absolute difference %(mean)s points, %(n)d pairs of scores",
        n,
    ) % {"mean": fixed(mean), "n": n}
    return Mark(level_of(mean), fixed(mean), words, f"{query}&site={quote(item.code)}#sites")
