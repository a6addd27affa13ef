"""Parts of the form, as one act fills them: a feature, a region, groups under their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from scoring.instruments import Instrument, Item


@dataclass(frozen=True)
class Part:
    """What an item must be of to be in the part; None leaves it open.

    A block of the form that goes joint by joint has several ``groups``.
    """

    feature: str | None = None
    region: str | None = None
    groups: tuple[str, ...] | None = None

    def holds(self, item: Item) -> bool:
        """Tell whether an item is in the part."""
        return (
            self.feature in {None, item.feature}
            and self.region in {None, item.region}
            and (self.groups is None or item.group in self.groups)
        )

    def as_scope(self) -> dict[str, Any]:
        """Return the part as an act keeps it."""
        groups = None if self.groups is None else list(self.groups)
        return {"feature": self.feature, "region": self.region, "groups": groups}


WHOLE_FORM = Part()


def part_of_scope(scope: Mapping[str, Any]) -> Part:
    """Return the part that an act was said of."""
    groups = scope.get("groups")
    return Part(scope.get("feature"), scope.get("region"), None if groups is None else (*groups,))


def part_label(part: Part, instrument: Instrument) -> str:
    """Return the part's name as its reader knows it: ``Erosion, right hand, carpal bones``."""
    labels = []
    if part.feature is not None:
        labels.append(instrument.feature(part.feature).label)
    labels += [one.label for one in instrument.regions if one.key == part.region]
    labels += [one.label for one in instrument.groups if one.key in (part.groups or ())]
    if not labels:
        return _("The whole form")
    return ", ".join([labels[0], *map(_inside, labels[1:])])


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
