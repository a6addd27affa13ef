"""Which drawing shows the sites of an instrument's feature, and where each of them lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scoring.diagram import foot, hand
from scoring.diagram.shapes import Place, View
from scoring.instruments import Feature, Instrument, Item, Region

LEFT = "L"


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """A hand or a foot: its bones, its places by feature and site, and how far it is shown.

    ``views``: the smallest one that holds every place of a feature is taken.
    """

    key: str
    bones: Callable[[], str]
    places: Mapping[str, Mapping[str, Place]]
    views: tuple[View, ...]


HAND = Limb("hand", hand.bones, hand.PLACES, (hand.WRIST_AND_MCP, hand.WHOLE))
FOOT = Limb("foot", foot.bones, foot.PLACES, (foot.WHOLE,))
# Regions of the instruments that are shipped; an instrument with others has no drawing.
LIMB_OF_REGION = {
    "wrist": HAND, "mcp": HAND, "RH": HAND, "LH": HAND, "RF": FOOT, "LF": FOOT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """The sites of one feature on one limb.

    ``places`` are those of the side that is drawn: a left limb is the mirror image of a right one.
    """

    feature: Feature
    region: Region | None
    side: str
    limb: Limb
    view: View
    places: tuple[tuple[Item, Place], ...]

    @property
    def key(self) -> str:
        """Unique within the instrument; without a dot, unlike the codes of items."""
        return self.feature.key if self.region is None else f"{self.feature.key}-{self.region.key}"

    @property
    def is_mirrored(self) -> bool:
        return self.side == LEFT

    @property
    def what(self) -> str:
        """What is drawn: “Right hand” where the side is known, else “Hand”."""
        side = {"R": "Right ", "L": "Left "}.get(self.side, "")
        return f"{side}{self.limb.key}".capitalize()

    @property
    def title(self) -> str:
        """What is drawn and what is scored on it."""
        return f"{self.what}, {self.feature.label}"


def drawings_of(instrument: Instrument, side: str = "") -> tuple[Drawing, ...]:
    """Return the drawings of an instrument, in the order of its features and regions.

    A feature of which any site has no place gets no drawing: half a diagram would hide sites.

    Args:
        instrument: shipped or added.
        side: "R" or "L" of an instrument that looks at one hand; "" draws a right one and names
            no side. Where regions have a side, theirs is drawn.
    """
    made = (
        _drawing(instrument, feature, region, region.side if region and region.side else side)
        for feature in instrument.features
        for region in ((None,) if instrument.one_side else instrument.regions)
    )
    return tuple(drawing for drawing in made if drawing is not None)


def _drawing(
    instrument: Instrument, feature: Feature, region: Region | None, side: str
) -> Drawing | None:
    items = [
        item
        for item in instrument.items_of([feature.key])
        if region is None or item.region == region.key
    ]
    limbs = {LIMB_OF_REGION.get(item.region) for item in items}
    limb = limbs.pop() if len(limbs) == 1 else None
    if limb is None:
        return None
    known = limb.places.get(feature.key, {})
    if any(item.site not in known for item in items):
        return None
    view = _smallest_view(limb.views, [known[item.site] for item in items])
    places = tuple(
        (item, known[item.site].mirrored(view.axis) if side == LEFT else known[item.site])
        for item in items
    )
    return Drawing(feature, region, side, limb, view, places)


def _smallest_view(views: Sequence[View], places: Sequence[Place]) -> View:
    fitting = (view for view in views if all(map(view.holds, places)))
    return next(fitting, views[-1])
