"""The workbook of an export: what any reader of XLSX reads back is what was written."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from analytics.exports.workbook import LONGEST_TEXT, Workbook

HEADER = ["a", "b"]
# What a workbook's text can hold as it is; other characters are written by their code.
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
CELLS = st.none() | PLAIN | st.integers(-(10**6), 10**6) | st.floats(-1e9, 1e9)


def written(path: Path, sheets: dict[str, list[list[Any]]], first: str = "one") -> Path:
    book = Workbook(path, compression=1)
    for name, rows in sheets.items():
        with book.sheet(name, HEADER) as sheet:
            for row in rows:
                sheet.write([row])
    book.finish(first=first)
    return path


def read(path: Path, name: str = "one") -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_cell_is_read_back_as_it_was_written(rows: list[tuple[Any, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "b.xlsx", {"one": [list(row) for row in rows]})
        for row, found in zip(rows, read(path)[1:], strict=False):
            padded = [*found, "", ""][:2]
            for wrote, back in zip(row, padded, strict=True):
                if not (
                    isinstance(wrote, str) and re.search("_x[0-9A-Fa-f]{4}_|[\ufffe\uffff]", wrote)
                ):
                    assert back == ("" if wrote is None else wrote)


def test_decimals_and_repeated_values_are_numbers(tmp_path: Path) -> None:
    path = written(tmp_path / "b.xlsx", {"one": [[Decimal("1.50"), 1], [1.5, 1.0]]})
    assert read(path)[1:] == [[1.5, 1.0], [1.5, 1.0]]


def test_the_sheet_that_shall_be_first_is(tmp_path: Path) -> None:
    path = written(tmp_path / "b.xlsx", {"one": [[1, "x"]], "two": [[2, "y"]]}, first="two")
    assert CalamineWorkbook.from_path(path).sheet_names == ["two", "one"]
    assert read(path, "two")[1] == [2.0, "y"]
    assert read(path, "one")[1] == [1.0, "x"]


def test_nothing_is_ever_a_formula_and_every_part_is_xml(tmp_path: Path) -> None:
    evil = ["=1+1", '<c><f>1</f></c> & "x"', "]]>", "a\x00b\r\nc", "_x0041_"]
    path = written(tmp_path / "b.xlsx", {"one": [[text, None] for text in evil]})
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            tree = ET.fromstring(book.read(name))
            assert not [node for node in tree.iter() if node.tag.endswith("}f")], name
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "a_x0000_b_x000D_\nc" in sheet
    assert "_x005F_x0041_" in sheet


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    path = written(tmp_path / "b.xlsx", {"one": [["x" * 40_000, None]]})
    assert len(read(path)[1][0]) == LONGEST_TEXT


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_no_cell_holds_is_refused(tmp_path: Path, number: float) -> None:
    with pytest.raises(ValueError, match="no number that a cell can hold"):
        written(tmp_path / "b.xlsx", {"one": [[number, None]]})


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    rows = {"one": [[1, "x"]]}
    first, second = (written(tmp_path / f"{n}.xlsx", rows).read_bytes() for n in (1, 2))
    assert first == second
