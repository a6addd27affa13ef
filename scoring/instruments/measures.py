"""What can be summed of an instrument: a feature, a part of it, a named total, chosen sites."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.errors import UnknownMeasureError

REGION, TOTAL, SITES = "@", "total:", "sites:"


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum over items under a key: ``erosion``, ``erosion@wrist``, ``total:mtss.total``.

    Chosen sites have a key made of their codes, ``sites:5-1f3a9c``, since no name says which.
    """

    key: str
    label: str
    items: tuple[Item, ...]

    @property
    def features(self) -> frozenset[str]:
        """Keys of the features that must have been read."""
        return frozenset(item.feature for item in self.items)

    @property
    def maximum_half_units(self) -> int:
        """The sum when every site has its own maximum, in half units."""
        return 2 * sum(item.maximum for item in self.items)


@checked
def measures_of(
    instrument: Instrument, features: Iterable[str] | None = None
) -> tuple[Measure, ...]:
    """Return every named measure of the features read (None: all), each set of sites once.

    Features come first, then features in one region, then the named totals that are more than
    either. Raises `UnknownFeatureError` for a feature the instrument does not score.
    """
    chosen = [key for key in instrument.feature_keys if key in instrument.chosen_features(features)]
    found: dict[tuple[Item, ...], Measure] = {}
    for key in chosen:
        whole = _feature(instrument, key)
        found.setdefault(whole.items, whole)
    for key in chosen:
        for region in instrument.regions:
            part = _region(instrument, key, region.key)
            if part.items:
                found.setdefault(part.items, part)
    for total in instrument.totals_of(chosen):
        named = Measure(f"{TOTAL}{total.key}", total.name, total.items)
        found.setdefault(named.items, named)
    return tuple(found.values())


@checked
def get_measure(instrument: Instrument, key: str, sites: Sequence[str] = ()) -> Measure:
    """Return the measure under a key; ``sites`` are the codes behind a key of chosen ones.

    Raises `UnknownMeasureError`, or `UnknownItemError` for a site the instrument doesn't have.
    """
    if key.startswith(SITES):
        found = chosen_sites(instrument, sites)
        if found.key == key:
            return found
        raise UnknownMeasureError(key, (found.key,))
    known = {measure.key: measure for measure in measures_of(instrument)}
    if key not in known:
        raise UnknownMeasureError(key, known)
    return known[key]


@checked
def chosen_sites(instrument: Instrument, codes: Iterable[str]) -> Measure:
    """Return the sum over chosen items, in form order whatever the order of ``codes``.

    Raises `UnknownItemError` for a code the instrument doesn't have.
    """
    wanted = {instrument.item(code).code for code in codes}
    items = tuple(item for item in instrument.items if item.code in wanted)
    digest = hashlib.sha256(" ".join(item.code for item in items).encode()).hexdigest()[:6]
    names = sorted({instrument.feature(item.feature).label for item in items})
    sites = "1 chosen site" if len(items) == 1 else f"{len(items)} chosen sites"
    return Measure(f"{SITES}{len(items)}-{digest}", f"{' + '.join(names)}, {sites}", items)


def _feature(instrument: Instrument, key: str) -> Measure:
    items = tuple(item for item in instrument.items if item.feature == key)
    return Measure(key, instrument.feature(key).label, items)


def _region(instrument: Instrument, key: str, region: str) -> Measure:
    items = tuple(i for i in instrument.items if i.feature == key and i.region == region)
    label = next(known.label for known in instrument.regions if known.key == region)
    words = label[:1].lower() + label[1:] if label[1:2].islower() else label
    return Measure(f"{key}{REGION}{region}", f"{instrument.feature(key).label}, {words}", items)
