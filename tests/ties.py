"""Rows that no ordering tells apart come in random order, so that no test can lean on one.

PostgreSQL may return ties, and rows without ORDER BY, in any order, and on an idle machine it
mostly returns them in the same. ``pytest --shuffle-ties`` asks for the opposite.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

_ordering = SQLCompiler.get_order_by


def _with_shuffled_ties(compiler: SQLCompiler) -> list[Any]:
    found = _ordering(compiler)
    query = compiler.query
    if query.distinct or query.combinator or query.group_by is not None or query.subquery:
        return found  # there the ORDER BY has to name what is selected
    shuffle = OrderBy(Random())
    return [*found, (shuffle, (*compiler.compile(shuffle), False))]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle-ties", action="store_true", help="return ties in random order")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--shuffle-ties"):
        SQLCompiler.get_order_by = _with_shuffled_ties
