"""The form as the page shows it: blocks of sites, one column a time point, in a given order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.cells import column_letter, state_of, text_of
from scoring.form_layout import BlockLayout, CellLayout, layout_of
from scoring.instruments import Entry, Feature, Instrument, Item, Region, get_instrument
from scoring.models import Campaign

# Feature by feature, or joint by joint as one reads a film.
FormOrder = Literal["feature", "joint"]


@dataclass(frozen=True)
class Cell:
    """One site at one time point. ``error`` says why a typed text was refused."""

    layout: CellLayout
    text: str
    state: str
    reason: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        return self.layout.name

    @property
    def item(self) -> Item:
        return self.layout.item

    @property
    def column(self) -> int:
        return self.layout.column

    @property
    def is_entered(self) -> bool:
        return self.state not in {"empty", "invalid"}


@dataclass(frozen=True)
class Row:
    """One site; where a form goes by joint, with a gap for a feature that is not scored there."""

    key: str
    item: Item
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Group:
    """Neighbouring sites under a heading."""

    key: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Block:
    """A table of the form; ``layout`` says of which feature, limb or joints."""

    layout: BlockLayout
    groups: tuple[Group, ...]

    @property
    def key(self) -> str:
        return self.layout.key

    @property
    def title(self) -> str:
        return self.layout.title

    @property
    def feature(self) -> Feature:
        return self.layout.features[0]

    @property
    def region(self) -> Region | None:
        return self.layout.region

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, row after row."""
        for group in self.groups:
            for row in group.rows:
                yield from filter(None, row.cells)

    @property
    def n_cells(self) -> int:
        return sum(1 for _ in self.cells)

    @property
    def n_entered(self) -> int:
        return sum(cell.is_entered for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """The whole form."""

    instrument: Instrument
    by: FormOrder
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
    by: FormOrder = "feature",
) -> Grid:
    """Lay the entries of a reading out in columns.

    Args:
        campaign: its instrument and features.
        order: true positions, first column first.
        drawn: the reader's order, whose letters head the columns; ``order`` itself by default.
        entries: true position -> item code -> entry.
        refused: texts by cell name that could not be saved.
        by: a block for each feature, or for each group of joints with a column for each feature
            and time point. Cells have the same names in both.
    """
    instrument = get_instrument(campaign.instrument)

    def filled(place: CellLayout | None) -> Cell | None:
        if place is None:
            return None
        entry = entries.get(order[place.column - 1], {}).get(place.item.code)
        return _cell(place, entry, refused or {})

    blocks = tuple(
        Block(
            layout=block,
            groups=tuple(
                Group(
                    key=group.key,
                    label=group.label,
                    rows=tuple(
                        Row(row.key, row.item, tuple(map(filled, row.cells))) for row in group.rows
                    ),
                )
                for group in block.groups
            ),
        )
        for block in layout_of(instrument, tuple(campaign.features), len(order), by)
    )
    return Grid(
        instrument=instrument,
        by=by,
        features=tuple(instrument.feature(key) for key in campaign.features),
        columns=tuple(column_letter((drawn or order).index(position) + 1) for position in order),
        blocks=blocks,
    )


def _cell(place: CellLayout, entry: Entry | None, refused: Mapping[str, Typed]) -> Cell:
    if place.name in refused:
        typed = refused[place.name]
        return Cell(place, typed.text, "invalid", error=typed.error)
    reason = "" if entry is None or entry.reason is None else entry.reason.label
    return Cell(place, text_of(entry), state_of(entry), reason=reason)
