"""Where each site stands in the form: constant for an instrument, so it is laid out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from scoring.cells import cell_name
from scoring.instruments import Feature, Instrument, Item, Region

# Of an instrument, the layouts for its campaigns' features and numbers of time points.
KEPT = 128


@dataclass(frozen=True)
class CellLayout:
    """One site at one time point. ``column`` is the reader's, 1 the first.

    ``labels`` are the ids of what names the cell; ``anchor`` is an id of its own, where the row
    can't have the item's because it shows several items.
    """

    name: str
    item: Item
    column: int
    labels: str
    anchor: str = ""


@dataclass(frozen=True)
class RowLayout:
    """One site. ``key`` is the id of its heading, ``item`` what names it."""

    key: str
    item: Item
    cells: tuple[CellLayout | None, ...]


@dataclass(frozen=True)
class GroupLayout:
    """Neighbouring sites under a heading."""

    key: str
    label: str
    rows: tuple[RowLayout, ...]


@dataclass(frozen=True)
class BlockLayout:
    """A table of the form: of one feature, or of joints with a column for each of the features.

    ``n_columns`` counts columns of cells.
    """

    key: str
    title: str
    features: tuple[Feature, ...]
    region: Region | None
    groups: tuple[GroupLayout, ...]
    n_columns: int
    by_joint: bool = False

    @property
    def n_rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def group_keys(self) -> str:
        """Keys of the groups, for a block that is not one feature."""
        return " ".join(group.key for group in self.groups) if self.by_joint else ""


@lru_cache(maxsize=KEPT)
def layout_of(
    instrument: Instrument, features: tuple[str, ...], n_columns: int, by: str
) -> tuple[BlockLayout, ...]:
    """Return the blocks of a form, long ones first: they fill the columns of a screen evenly.

    Args:
        instrument: its groups are in the order of the form.
        features: keys of those that are read, in the order of the campaign.
        n_columns: time points.
        by: "feature" or "joint".
    """
    make = _by_joint if by == "joint" else _by_feature
    return tuple(make(instrument, features, n_columns))


def _by_feature(
    instrument: Instrument, features: tuple[str, ...], n_columns: int
) -> list[BlockLayout]:
    blocks = []
    for key in features:
        feature = instrument.feature(key)
        items = _in_rows(instrument, [key])
        for region in (None,) if instrument.one_side else instrument.regions:
            members = [item for item in items if region is None or item.region == region.key]
            if members:
                blocks.append(_feature_block(instrument, feature, region, members, n_columns))
    # Hands come before feet by this as well.
    return sorted(blocks, key=lambda block: -block.n_rows)


def _feature_block(
    instrument: Instrument,
    feature: Feature,
    region: Region | None,
    items: list[Item],
    n_columns: int,
) -> BlockLayout:
    key = feature.key if region is None else f"{feature.key}-{region.key}"
    title = feature.label if region is None else f"{feature.label}, {region.label.lower()}"

    def row(item: Item) -> RowLayout:
        cells = (
            CellLayout(
                cell_name(item.code, column),
                item,
                column,
                f"block-{key} {item.code} {key}-{column}",
            )
            for column in range(1, n_columns + 1)
        )
        return RowLayout(item.code, item, tuple(cells))

    groups = tuple(
        GroupLayout(name, label, tuple(map(row, members)))
        for name, label, members in _grouped(instrument, items)
    )
    return BlockLayout(key, title, (feature,), region, groups, n_columns)


def _by_joint(
    instrument: Instrument, features: tuple[str, ...], n_columns: int
) -> list[BlockLayout]:
    """Put those groups of a region in one block whose sites are judged by the same features."""
    blocks = []
    for region in instrument.regions:
        items = [item for item in _in_rows(instrument, features) if item.region == region.key]
        groups = list(_grouped(instrument, items))
        judged_by = {
            name: tuple(key for key in features if any(item.feature == key for item in members))
            for name, _, members in groups
        }
        parts = dict.fromkeys(judged_by.values())
        for chosen in parts:
            members = [group for group in groups if judged_by[group[0]] == chosen]
            title = _title(instrument, region, chosen if len(parts) > 1 else ())
            made = _joint_block(
                instrument, region, chosen, members, title=title, n_columns=n_columns
            )
            blocks.append(made)
    return blocks


def _joint_block(
    instrument: Instrument,
    region: Region,
    features: tuple[str, ...],
    groups: list[tuple[str, str, list[Item]]],
    *,
    title: str,
    n_columns: int,
) -> BlockLayout:
    key = "-".join((region.key, *features))
    judged = tuple(map(instrument.feature, features))

    def row(items: list[Item]) -> RowLayout:
        by_feature = {item.feature: item for item in items}
        heading = f"{region.key}.{items[0].site}.{'-'.join(features)}"
        cells = tuple(
            None if item is None else _joint_cell(key, heading, item, column)
            for item in map(by_feature.get, features)
            for column in range(1, n_columns + 1)
        )
        return RowLayout(heading, items[0], cells)

    made = []
    for name, label, members in groups:
        sites: dict[str, list[Item]] = {}
        for item in members:
            sites.setdefault(item.site, []).append(item)
        made.append(GroupLayout(name, label, tuple(map(row, sites.values()))))
    return BlockLayout(
        key, title, judged, region, tuple(made), n_columns * len(features), by_joint=True
    )


def _title(instrument: Instrument, region: Region, features: tuple[str, ...]) -> str:
    """Return the region, with the features where it has several parts."""
    labels = " and ".join(instrument.feature(key).label.lower() for key in features)
    return f"{region.label}: {labels}" if labels else region.label


def _joint_cell(block: str, heading: str, item: Item, column: int) -> CellLayout:
    head = f"{block}-{item.feature}"
    return CellLayout(
        cell_name(item.code, column),
        item,
        column,
        f"{head} {heading} {head}-{column}",
        anchor=item.code if column == 1 else "",
    )


def _in_rows(instrument: Instrument, features: Iterable[str]) -> list[Item]:
    """Return the items of these features in the order of the form."""
    place = {group.key: index for index, group in enumerate(instrument.groups)}
    return sorted(
        instrument.items_of(features),
        key=lambda item: (place[item.group], item.row, item.order),
    )


def _grouped(
    instrument: Instrument, items: Iterable[Item]
) -> Iterator[tuple[str, str, list[Item]]]:
    labels = {group.key: group.label for group in instrument.groups}
    for key, members in groupby(items, key=lambda item: item.group):
        yield key, labels[key], list(members)
