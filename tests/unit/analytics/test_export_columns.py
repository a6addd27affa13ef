"""Names, labels, units and codes of every column that leaves the registry."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports.names import LONGEST, RESERVED, legal_name, legal_names
from analytics.exports.table import ExportTable
from analytics.exports.tables import TABLES

LEGAL = re.compile(r"[a-z][a-z0-9_]{0,31}")
KINDS = {"text", "whole number", "decimal number", "date", "moment", "yes/no"}
PLAIN_NUMBERS = {
    # Numbers without a unit: years, versions, identifiers, seeds, factors.
    "birth_year", "readers_per_case", "seed", "reader", "reading_version", "batch", "spot",
    "status_version", "version", "policy_version", "rule_version", "rules_version",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_a_legal_name_a_label_and_its_unit(table: ExportTable) -> None:
    assert len({name.lower() for name in table.header}) == len(table.header)
    for column in table.columns:
        assert LEGAL.fullmatch(column.name), column.name
        assert column.name not in RESERVED
        assert column.kind in KINDS, column
        assert column.label, column
        assert column.label != column.name, column
        if column.kind in {"decimal number", "whole number"}:
            assert column.unit or column.name in PLAIN_NUMBERS, f"{column.name} has no unit"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_unit_that_stands_in_another_column_names_one_of_the_table(table: ExportTable) -> None:
    for column in table.columns:
        if column.unit.startswith("see "):
            assert str(column.unit).removeprefix("see ") in table.header, column


@given(texts=st.lists(st.text(max_size=60), unique=True, max_size=12))
def test_any_texts_become_names_that_stata_and_sas_take(texts: list[str]) -> None:
    names = legal_names(texts)
    assert len({name.lower() for name in names}) == len(texts)
    for name in names:
        assert LEGAL.fullmatch(name)
        assert len(name) <= LONGEST


def test_what_is_legal_already_stays() -> None:
    assert legal_name("das28_esr") == "das28_esr"
    assert legal_name("il-6/value") == "il_6_value"
    assert legal_name("28-joints") == "v_28_joints"
    assert legal_name("with") == "v_with"
    assert legal_name("IFN-γ/value") == "ifn_value"
