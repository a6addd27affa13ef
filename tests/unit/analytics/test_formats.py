"""Numbers as people read them."""

from __future__ import annotations

import pytest

from analytics.stats.results import Interval, NotEstimable
from analytics.tables import formats
from analytics.tables.table import Column, Table

DELONG = Interval(0.7349, 0.9074, 0.95, "DeLong")
WILSON = Interval(0.1, 0.9, 0.95, "Wilson")
MISSING = NotEstimable("No patient has the outcome.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.6, "7.60"),
        (0.0285, "0.0285"),
        (135.4, "135"),
        (0, "0"),
        (-0.5, "-0.500"),
        (1.23e-7, "1.23e-07"),
        (4.5e9, "4.50e+09"),
        (None, "–"),
        (MISSING, "not estimable"),
    ],
)
def test_numbers_have_three_significant_digits(value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0004, "< 0.001"), (0.001, "0.001"), (0.0034, "0.003"), (0.0994, "0.099"), (0.41, "0.41"),
     (1.0, "1.00"), (MISSING, "not estimable"), (None, "–")],
)  # fmt: skip
def test_p_values_are_never_zero(p, text):
    assert formats.p_value(p) == text


def test_estimates_carry_their_interval():
    assert formats.estimate(0.8212, DELONG, 2) == "0.82 (0.73 to 0.91)"
    assert formats.estimate(0.5, MISSING, 2) == "0.50"
    assert formats.estimate(MISSING, MISSING) == "not estimable"


def test_a_download_keeps_full_precision_and_gives_the_reason():
    table = Table(
        "t",
        "T",
        [Column("Name", "text"), Column("AUC", "estimate", places=2), Column("P", "p")],
        [
            ["a", (1 / 3, WILSON), 0.25],
            ["b", (MISSING, MISSING), MISSING],
        ],
    )
    why = "not estimable: No patient has the outcome."
    assert table.header() == ["Name", "AUC", "AUC, lower limit", "AUC, upper limit", "P"]
    assert list(table.plain()) == [["a", 1 / 3, 0.1, 0.9, 0.25], ["b", why, why, why, why]]
    shown = [[(cell.text, cell.reason) for cell in row] for row in table.shown()]
    assert shown[0][1] == ("0.33 (0.10 to 0.90)", "")
    assert shown[1][1] == ("not estimable", "No patient has the outcome.")
