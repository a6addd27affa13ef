"""The form as the page shows it: blocks of sites, one column a time point, in a given order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.cells import cell_name, column_letter, state_of, text_of
from scoring.instruments import Entry, Feature, Instrument, Item, Region, get_instrument
from scoring.models import Campaign


@dataclass(frozen=True)
class Cell:
    """One site at one time point. ``error`` says why a typed text was refused."""

    name: str
    column: int
    text: str
    state: str
    reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class Row:
    """One site."""

    item: Item
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """Neighbouring sites under a heading."""

    key: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Block:
    """A feature; where an instrument scores both sides, a feature of one limb."""

    feature: Feature
    region: Region | None
    groups: tuple[Group, ...]

    @property
    def key(self) -> str:
        return self.feature.key if self.region is None else f"{self.feature.key}-{self.region.key}"

    @property
    def title(self) -> str:
        return (
            self.feature.label
            if self.region is None
            else f"{self.feature.label}, {self.region.label.lower()}"
        )

    @property
    def n_cells(self) -> int:
        return sum(len(row.cells) for group in self.groups for row in group.rows)

    @property
    def n_entered(self) -> int:
        return sum(
            cell.state not in {"empty", "invalid"}
            for group in self.groups
            for row in group.rows
            for cell in row.cells
        )


@dataclass(frozen=True)
class Grid:
    """The whole form."""

    instrument: Instrument
    features: tuple[Feature, ...]
    columns: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def by_limb(self) -> bool:
        return not self.instrument.one_side

    @property
    def n_cells(self) -> int:
        return sum(block.n_cells for block in self.blocks)

    @property
    def n_entered(self) -> int:
        return sum(block.n_entered for block in self.blocks)


@dataclass(frozen=True)
class Typed:
    """A text that was refused, shown again with the sentence that says why."""

    text: str
    error: str


def build_grid(
    campaign: Campaign,
    *,
    order: Sequence[int],
    entries: Mapping[int, Mapping[str, Entry]],
    drawn: Sequence[int] | None = None,
    refused: Mapping[str, Typed] | None = None,
) -> Grid:
    """Lay the entries of a reading out in columns.

    Args:
        campaign: its instrument and features.
        order: true positions, first column first.
        drawn: the reader's order, whose letters head the columns; ``order`` itself by default.
        entries: true position -> item code -> entry.
        refused: texts by cell name that could not be saved.
    """
    instrument = get_instrument(campaign.instrument)
    labels = {group.key: group.label for group in instrument.groups}

    def cells(item: Item) -> tuple[Cell, ...]:
        return tuple(
            _cell(item, column, entries.get(position, {}).get(item.code), refused or {})
            for column, position in enumerate(order, start=1)
        )

    blocks = tuple(
        Block(
            feature=feature,
            region=region,
            groups=tuple(
                Group(
                    key=key,
                    label=labels[key],
                    rows=tuple(Row(item, cells(item)) for item in members),
                )
                for key, members in groupby(items, key=lambda item: item.group)
            ),
        )
        for feature, region, items in _blocks(instrument, campaign.features)
    )
    # Long blocks first: they fill the columns of the screen evenly, and hands come before feet.
    blocks = tuple(sorted(blocks, key=lambda block: -block.n_cells))
    return Grid(
        instrument=instrument,
        features=tuple(instrument.feature(key) for key in campaign.features),
        columns=tuple(column_letter((drawn or order).index(position) + 1) for position in order),
        blocks=blocks,
    )


def _blocks(
    instrument: Instrument, features: Iterable[str]
) -> Iterator[tuple[Feature, Region | None, list[Item]]]:
    for key in features:
        items = instrument.items_of([key])
        if instrument.one_side:
            yield instrument.feature(key), None, list(items)
            continue
        for region in instrument.regions:
            members = [item for item in items if item.region == region.key]
            if members:
                yield instrument.feature(key), region, members


def _cell(item: Item, column: int, entry: Entry | None, refused: Mapping[str, Typed]) -> Cell:
    name = cell_name(item.code, column)
    if name in refused:
        typed = refused[name]
        return Cell(name, column, typed.text, "invalid", error=typed.error)
    reason = "" if entry is None or entry.reason is None else entry.reason.label
    return Cell(name, column, text_of(entry), state_of(entry), reason=reason)
