"""What an instrument consists of: features, regions, groups, items and named totals.

Instances are plain data, written once per instrument version in ``versions/``. They never change
at run time: a reading stores the key of its instrument, and a rule that changes gets a new key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ra_registry.imaging.modalities import Modality
from scoring.instruments._checked import checked
from scoring.instruments.errors import UnknownFeatureError, UnknownItemError, UnknownTotalError
from scoring.instruments.reasons import UnscorableReason


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale: ``value`` is the score or score range as printed in the form."""

    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class NeededSeries:
    """What must have been made to judge a feature, and why its sites have no score without it.

    ``field`` is the field of the examination that says whether the series exists.
    """

    field: str
    reason: UnscorableReason


@dataclass(frozen=True, slots=True)
class Feature:
    """What is judged at a site.

    ``maximum`` is the largest maximum of any site. Where sites differ (Sharp/van der Heijde
    erosion: 5 in hands, 10 in feet) the item's own maximum is the one that binds.

    ``is_damage``: what is found stays and adds up, so that one score is a rate since the onset.
    """

    key: str
    label: str
    help: str
    maximum: int
    grades: tuple[Grade, ...]
    needs: NeededSeries | None = None
    is_damage: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body with its own subtotal or film: wrist, MCP joints, right hand, left foot.

    ``side`` is "L" or "R" where the region fixes the side, otherwise None (RAMRIS: one hand,
    whose side the examination carries).
    """

    key: str
    label: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which the form lists neighbouring sites; the form follows their order."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One cell of the form: one feature at one site.

    ``code`` is unique within the instrument (``erosion.RAD``, ``RH.erosion.PIP2``); ``site`` is
    the anatomical code shared by features. ``note`` explains a site whose name says too little.
    ``ra2_dream_column`` is its name in the RA2-DREAM challenge data, where it has one. ``short`` is
    what the narrow column of the form shows for a long ``label``; ``row`` its place in its group
    of the form where that differs from the instrument's order (1 is the first).
    """

    code: str
    feature: str
    region: str
    group: str
    site: str
    label: str
    full_label: str
    maximum: int
    order: int
    note: str = ""
    ra2_dream_column: str | None = None
    short: str = ""
    row: int = 0

    @property
    def shown(self) -> str:
        """The name in the form's narrow column."""
        return self.short or self.label


@dataclass(frozen=True)
class TotalDefinition:
    """A named sum over items, with every feature and region it contains."""

    key: str
    name: str
    features: tuple[str, ...]
    regions: tuple[str, ...]
    items: tuple[Item, ...]

    @cached_property
    def maximum(self) -> int:
        """The sum when every site has its own maximum."""
        return sum(item.maximum for item in self.items)

    @property
    def n_sites(self) -> int:
        """Number of sites that enter the sum."""
        return len(self.items)

    @property
    def label(self) -> str:
        """Name with range: in Sharp/van der Heijde 280 and 168 are the maxima of two sums each."""
        return f"{self.name} (0–{self.maximum})"


@dataclass(frozen=True, eq=False)
class Instrument:
    """A scoring instrument in one version.

    ``one_side``: a reading covers one of ``sides``, the same at every visit; otherwise all.
    ``not_offered``: codes people expect but the instrument leaves out, each with the sentence
    that says so. ``fused_bones``: for a joint-space item, the erosion items of the bones that
    count as fused when the space scores its maximum. ``eroded_when_fused``: an erosion below this
    beside narrowing at its maximum in the same joint is asked about; 0 asks never.
    ``yields_sens``: the yes/no count of Simple Erosion Narrowing Score can be derived.
    """

    key: str
    name: str
    version: str
    modality: Modality
    sides: tuple[str, ...]
    one_side: bool
    source: str
    features: tuple[Feature, ...]
    regions: tuple[Region, ...]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    totals: tuple[TotalDefinition, ...]
    not_offered: Mapping[str, str] = field(default_factory=dict)
    fused_bones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    eroded_when_fused: int = 0
    yields_sens: bool = False

    @cached_property
    def items_by_code(self) -> Mapping[str, Item]:
        """Every item under its code, in form order."""
        return {item.code: item for item in self.items}

    @cached_property
    def feature_keys(self) -> tuple[str, ...]:
        """Keys of all features in form order."""
        return tuple(feature.key for feature in self.features)

    def item(self, code: str) -> Item:
        """Return the item with this code, or raise `UnknownItemError`."""
        try:
            return self.items_by_code[code]
        except KeyError:
            raise UnknownItemError(code, self.items_by_code) from None

    def feature(self, key: str) -> Feature:
        """Return the feature with this key, or raise `UnknownFeatureError`."""
        for feature in self.features:
            if feature.key == key:
                return feature
        raise UnknownFeatureError(key, self.feature_keys)

    def total(self, key: str) -> TotalDefinition:
        """Return the definition of a named total, or raise `UnknownTotalError`."""
        for definition in self.totals:
            if definition.key == key:
                return definition
        raise UnknownTotalError(key, (definition.key for definition in self.totals))

    def chosen_features(self, features: Iterable[str] | None) -> frozenset[str]:
        """Return the feature keys a campaign reads; None means all.

        Raises `UnknownFeatureError` for a feature the instrument does not score.
        """
        if features is None:
            return frozenset(self.feature_keys)
        return frozenset(self.feature(key).key for key in features)

    def items_of(self, features: Iterable[str] | None = None) -> tuple[Item, ...]:
        """Return the items of the chosen features in form order."""
        chosen = self.chosen_features(features)
        return tuple(item for item in self.items if item.feature in chosen)

    def totals_of(self, features: Iterable[str] | None = None) -> tuple[TotalDefinition, ...]:
        """Return the totals that need no feature beyond the chosen ones."""
        chosen = self.chosen_features(features)
        return tuple(total for total in self.totals if chosen.issuperset(total.features))


@checked
def define_total(
    *,
    key: str,
    name: str,
    items: Iterable[Item],
    features: tuple[str, ...],
    regions: tuple[str, ...],
) -> TotalDefinition:
    """Collect the items of these features and regions into a named total."""
    members = tuple(item for item in items if item.feature in features and item.region in regions)
    return TotalDefinition(key=key, name=name, features=features, regions=regions, items=members)
