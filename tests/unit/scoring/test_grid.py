"""The form's layout: every site once, columns in the order given, nothing that tells the order."""

from __future__ import annotations

import pytest

from scoring.grid import Typed, build_grid
from scoring.instruments import Entry, UnscorableReason, all_instruments
from scoring.models import Campaign

ALL = [(one.key, list(one.feature_keys)) for one in all_instruments()]


def campaign(instrument: str, features: list[str]) -> Campaign:
    return Campaign(instrument=instrument, features=features)


@pytest.mark.parametrize(("key", "features"), ALL)
def test_every_site_has_one_row_and_every_time_point_one_column(
    key: str, features: list[str]
) -> None:
    grid = build_grid(campaign(key, features), order=[2, 3, 1], entries={})
    rows = [row for block in grid.blocks for group in block.groups for row in group.rows]
    assert sorted(row.item.code for row in rows) == sorted(
        item.code for item in grid.instrument.items
    )
    assert all([cell.column for cell in row.cells] == [1, 2, 3] for row in rows)
    assert grid.columns == ("A", "B", "C")
    assert grid.n_cells == 3 * len(grid.instrument.items)
    assert grid.n_entered == 0


@pytest.mark.parametrize(("key", "features"), ALL)
def test_keys_of_blocks_differ(key: str, features: list[str]) -> None:
    grid = build_grid(campaign(key, features), order=[1], entries={})
    assert len({block.key for block in grid.blocks}) == len(grid.blocks)


def test_sharp_van_der_heijde_has_a_block_for_each_limb_hands_first() -> None:
    grid = build_grid(campaign("svdh", ["erosion", "jsn"]), order=[1], entries={})
    assert [block.key for block in grid.blocks] == [
        "erosion-RH",
        "erosion-LH",
        "jsn-RH",
        "jsn-LH",
        "erosion-RF",
        "erosion-LF",
        "jsn-RF",
        "jsn-LF",
    ]


def test_entries_stand_in_the_readers_column() -> None:
    entries = {
        1: {"synovitis.RCJ": Entry(value=1)},
        2: {"synovitis.RCJ": Entry(reason=UnscorableReason.NO_CONTRAST)},
    }
    grid = build_grid(campaign("ramris-2016", ["synovitis"]), order=[2, 1], entries=entries)
    cells = next(
        row.cells
        for group in grid.blocks[0].groups
        for row in group.rows
        if row.item.code == "synovitis.RCJ"
    )
    assert [(cell.text, cell.state) for cell in cells] == [("CON", "reason"), ("1", "saved")]
    assert cells[0].reason == "No contrast given"
    assert grid.n_entered == 2


def test_a_refused_text_is_shown_again_with_its_sentence() -> None:
    grid = build_grid(
        campaign("ramris-2016", ["synovitis"]),
        order=[1],
        entries={1: {"synovitis.DRUJ": Entry(value=1)}},
        refused={"synovitis.DRUJ@1": Typed("9", "too much")},
    )
    cell = grid.blocks[0].groups[0].rows[0].cells[0]
    assert (cell.text, cell.state, cell.error) == ("9", "invalid", "too much")
    assert grid.n_entered == 0


@pytest.mark.parametrize(("key", "features"), ALL)
def test_joint_by_joint_has_the_same_cells(key: str, features: list[str]) -> None:
    by_feature, by_joint = (
        build_grid(campaign(key, features), order=[2, 1], entries={}, by=by)
        for by in ("feature", "joint")
    )
    names = [cell.name for block in by_joint.blocks for cell in block.cells]
    assert sorted(names) == sorted(cell.name for block in by_feature.blocks for cell in block.cells)
    assert by_joint.n_cells == by_feature.n_cells
    anchors = [cell.layout.anchor for block in by_joint.blocks for cell in block.cells]
    assert sorted(filter(None, anchors)) == sorted(item.code for item in by_joint.instrument.items)


def test_joint_by_joint_a_block_is_a_limb_of_sharp_van_der_heijde() -> None:
    grid = build_grid(campaign("svdh", ["erosion", "jsn"]), order=[1, 2], entries={}, by="joint")
    assert [block.title for block in grid.blocks] == [
        "Right hand", "Left hand", "Right foot", "Left foot",
    ]  # fmt: skip
    rows = {row.item.site: row for group in grid.blocks[0].groups for row in group.rows}
    assert [cell and cell.name for cell in rows["PIP2"].cells] == [
        "RH.erosion.PIP2@1", "RH.erosion.PIP2@2", "RH.jsn.PIP2@1", "RH.jsn.PIP2@2",
    ]  # fmt: skip
    assert [cell and cell.name for cell in rows["IP1"].cells][2:] == [None, None]
    assert [cell and cell.name for cell in rows["RC"].cells][:2] == [None, None]


def test_joint_by_joint_a_block_of_ramris_holds_what_is_judged_at_the_same_sites() -> None:
    features = ["synovitis", "erosion", "bme", "jsn", "tenosynovitis"]
    grid = build_grid(campaign("ramris-2016", features), order=[1], entries={}, by="joint")
    assert [block.key for block in grid.blocks] == [
        "wrist-erosion-bme",
        "wrist-synovitis",
        "wrist-jsn",
        "wrist-tenosynovitis",
        "mcp-erosion-bme",
        "mcp-synovitis-jsn",
        "mcp-tenosynovitis",
    ]
    assert grid.blocks[1].title == "Wrist: synovitis"
    assert grid.blocks[0].layout.group_keys == "radius_ulna carpal metacarpal_base"


def test_rows_go_from_the_wrist_to_the_fingertips() -> None:
    grid = build_grid(campaign("svdh", ["erosion", "jsn"]), order=[1], entries={})
    sites = {
        block.key: [row.item.site for group in block.groups for row in group.rows]
        for block in grid.blocks
    }
    assert sites["erosion-RH"] == [
        "RAD", "ULN", "SCA", "LUN", "TRMTRD", "MC1B",
        "MCP1", "MCP2", "MCP3", "MCP4", "MCP5", "IP1", "PIP2", "PIP3", "PIP4", "PIP5",
    ]  # fmt: skip
    assert sites["jsn-LH"][:6] == ["RC", "CAPSCALUN", "STT", "CMC3", "CMC4", "CMC5"]
