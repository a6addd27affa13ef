"""Whether an instrument's parts fit together and fit the tables that hold its scores."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, Item

# What columns of the database and the address of a page hold.
MOST_CHARACTERS = {"key": 20, "feature": 20, "region": 10, "site": 10, "item": 30}
PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
ITEM_CODE = re.compile(r"[A-Za-z0-9_.-]+")
# A score of the reading form is typed with one key, or two for 10.
HIGHEST_SCORE = 10


@checked
def problems_of(instrument: Instrument) -> list[str]:
    """List all that keeps an instrument from being used; empty when it can be."""
    return [
        *_codes(instrument),
        *_references(instrument),
        *_ranges(instrument),
        *_sides(instrument),
        *_totals(instrument),
        *(
            f"the item {code} is offered and said not to be offered"
            for code in instrument.not_offered
            if code in instrument.items_by_code
        ),
    ]


def _codes(instrument: Instrument) -> Iterator[str]:
    named = {
        "key": [instrument.key],
        "feature": list(instrument.feature_keys),
        "region": [region.key for region in instrument.regions],
        "site": sorted({item.site for item in instrument.items}),
        "item": [item.code for item in instrument.items],
    }
    for what, codes in named.items():
        pattern = ITEM_CODE if what == "item" else PLAIN_KEY
        for code in codes:
            if len(code) > MOST_CHARACTERS[what] or not pattern.fullmatch(code):
                yield (
                    f"the {what} “{code}” must have 1 to {MOST_CHARACTERS[what]} letters, digits "
                    "or hyphens"
                )
        yield from (f"the {what} “{code}” is there twice" for code in _repeated(codes))
    if not instrument.items:
        yield "it has no items"


def _references(instrument: Instrument) -> Iterator[str]:
    parts = {
        "feature": set(instrument.feature_keys),
        "region": {region.key for region in instrument.regions},
        "group": {group.key for group in instrument.groups},
    }
    for what, known in parts.items():
        used = {getattr(item, what) for item in instrument.items}
        yield from (f"an item names the unknown {what} “{key}”" for key in sorted(used - known))
        yield from (f"no item has the {what} “{key}”" for key in sorted(known - used))
    for space, bones in instrument.fused_bones.items():
        yield from (
            f"fused_bones names the unknown item “{code}”"
            for code in (space, *bones)
            if code not in instrument.items_by_code
        )


def _ranges(instrument: Instrument) -> Iterator[str]:
    for place, item in enumerate(instrument.items, start=1):
        if item.order != place:
            yield f"{item.code} has order {item.order}, expected {place}"
        if not 1 <= item.maximum <= HIGHEST_SCORE:
            yield f"{item.code} has maximum {item.maximum}, expected 1 to {HIGHEST_SCORE}"
    for feature in instrument.features:
        highest = max((i.maximum for i in _items_of(instrument, feature.key)), default=0)
        if feature.maximum != highest:
            yield f"{feature.key} has maximum {feature.maximum}, its items have {highest}"


def _sides(instrument: Instrument) -> Iterator[str]:
    for region in instrument.regions:
        if instrument.one_side and region.side is not None:
            yield f"the region {region.key} has a side, but a reading covers one side"
        if region.side not in {None, *instrument.sides}:
            yield f"the region {region.key} is of side {region.side}, which is not read"


def _totals(instrument: Instrument) -> Iterator[str]:
    keys = [total.key for total in instrument.totals]
    labels = [total.label for total in instrument.totals]
    yield from (f"the total “{one}” is there twice" for one in _repeated([*keys, *labels]))
    for total in instrument.totals:
        if {item.feature for item in total.items} != set(total.features):
            yield f"the total “{total.key}” has items of other features than it names"
        if not set(total.items) <= set(instrument.items):
            yield f"the total “{total.key}” has items that the instrument lacks"


def _items_of(instrument: Instrument, feature: str) -> list[Item]:
    return [item for item in instrument.items if item.feature == feature]


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, n in Counter(codes).items() if n > 1]
