"""Instruments as files: found without a list, checked as a whole, and kept as plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from scoring.checks import check_instruments
from scoring.instruments import (
    Instrument,
    InstrumentError,
    InstrumentFileError,
    all_instruments,
    compute_totals,
    feature_labels,
    from_plain,
    get_instrument,
    to_plain,
)
from scoring.instruments.sources import SHIPPED, SOURCES
from scoring.instruments.wellformed import problems_of
from tests.factories.instruments import PDUS_FOLDER
from tests.paths import PROJECT

INSTRUMENTS = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda i: i.key)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(SOURCES, "folders", (SHIPPED, tmp_path))
    return tmp_path


@INSTRUMENTS
def test_a_definition_outlives_its_file(instrument: Instrument) -> None:
    kept = from_plain(json.loads(json.dumps(to_plain(instrument))))
    assert to_plain(kept) == to_plain(instrument)
    scores = {item.code: item.maximum for item in instrument.items}
    assert compute_totals(kept, scores) == compute_totals(instrument, scores)


@pytest.mark.parametrize("spoilt", [{}, {"items": None}, {"modality": "CT"}, {"features": [{}]}])
def test_a_spoilt_definition_is_an_error_of_the_instruments(spoilt: dict[str, object]) -> None:
    plain = to_plain(get_instrument("svdh")) | spoilt if spoilt else {}
    with pytest.raises(InstrumentError, match="can't be read"):
        from_plain(plain)


def test_an_added_folder_comes_after_the_shipped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SOURCES, "folders", (SHIPPED, PDUS_FOLDER))
    assert [one.key for one in all_instruments()] == ["ramris-2002", "ramris-2016", "svdh", "pdus"]
    assert feature_labels()["synovitis"] == (
        "Synovitis (RAMRIS 2002, RAMRIS 2016); Grey-scale synovitis (EULAR-OMERACT PDUS)"
    )
    assert feature_labels()["doppler"] == "Power Doppler"


def test_a_file_without_an_instrument_is_named(folder: Path) -> None:
    (folder / "empty.py").write_text("INSTRUMENT = None\n")
    with pytest.raises(InstrumentFileError, match=r"empty\.py must bring an Instrument"):
        all_instruments()


def test_a_key_is_brought_by_one_file(folder: Path) -> None:
    (folder / "twice.py").write_text(
        "from scoring.instruments.versions.svdh import INSTRUMENT as INSTRUMENT\n"
    )
    with pytest.raises(InstrumentFileError, match="another file brings an instrument “svdh”"):
        all_instruments()


def test_the_check_names_files_and_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "empty.py").write_text("")
    assert "empty.py must bring an Instrument" in check_instruments()[0].msg
    monkeypatch.setattr(SOURCES, "folders", (SHIPPED,))
    assert check_instruments() == []
    monkeypatch.setattr(SOURCES, "folders", (SHIPPED, folder / "gone"))
    assert [(one.id, "gone" in one.msg) for one in check_instruments()] == [("scoring.E001", True)]


def test_the_example_of_the_guide_is_an_instrument(folder: Path) -> None:
    guide = (PROJECT / "docs" / "extend.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^   ```python\n(.*?)^   ```", guide, re.MULTILINE | re.DOTALL)
    [example] = [block for block in blocks if "INSTRUMENT" in block]
    (folder / "example.py").write_text(dedent(example))
    instrument = get_instrument("doppler-2")
    assert [item.code for item in instrument.items] == ["doppler.MCP2", "doppler.MCP3"]
    assert instrument.total("doppler.total").label == "Power Doppler, both joints (0–6)"


@INSTRUMENTS
def test_shipped_instruments_fit_together(instrument: Instrument) -> None:
    assert problems_of(instrument) == []


def _with_item(instrument: Instrument, **changes: object) -> Instrument:
    first, *others = instrument.items
    return replace(instrument, items=(replace(first, **changes), *others), totals=())


SPOILT: dict[str, Callable[[Instrument], Instrument]] = {
    "the key “a key that is far too long” must have 1 to 20": lambda i: replace(
        i, key="a key that is far too long"
    ),
    "the item “RH.erosion.PIP2” is there twice": lambda i: _with_item(i, code="RH.erosion.PIP2"),
    "names the unknown region “XX”": lambda i: _with_item(i, region="XX"),
    "no item has the group “ankle”": lambda i: replace(
        i, groups=(*i.groups, replace(i.groups[0], key="ankle"))
    ),
    "has order 7, expected 1": lambda i: _with_item(i, order=7),
    "has maximum 11, expected 1 to 10": lambda i: _with_item(i, maximum=11),
    "erosion has maximum 9, its items have 10": lambda i: replace(
        i, features=(replace(i.features[0], maximum=9), i.features[1])
    ),
    "the region RH has a side, but a reading covers one side": lambda i: replace(i, one_side=True),
    "the region RH is of side R, which is not read": lambda i: replace(i, sides=("L",)),
    "is there twice": lambda i: replace(i, totals=(i.totals[0], i.totals[0])),
    "has items of other features than it names": lambda i: replace(
        i, totals=(replace(i.totals[0], features=("erosion", "jsn")),)
    ),
    "has items that the instrument lacks": lambda i: replace(
        i, totals=(replace(i.totals[0], items=get_instrument("ramris-2016").items_of(["erosion"])),)
    ),
    "is offered and said not to be offered": lambda i: replace(
        i, not_offered={"RH.erosion.PIP2": "Not scored."}
    ),
    "fused_bones names the unknown item “jsn.X”": lambda i: replace(i, fused_bones={"jsn.X": ()}),
    "it has no items": lambda i: replace(i, items=(), totals=()),
}


@pytest.mark.parametrize("sentence", SPOILT)
def test_what_does_not_fit_is_said(sentence: str) -> None:
    spoilt = SPOILT[sentence](get_instrument("svdh"))
    assert any(sentence in problem for problem in problems_of(spoilt))
