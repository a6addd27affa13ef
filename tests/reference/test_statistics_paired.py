"""Paired and single proportions equal R's tests and a score interval computed another way."""

from __future__ import annotations

import pytest

from analytics.stats.comparison.paired import PairedTable, compare_paired_table
from analytics.stats.comparison.proportions import proportion
from tests.reference.oracle import figures, near


@pytest.mark.parametrize("index", range(6))
def test_paired_tables(index):
    expected = figures("paired")["tables"]
    row = (
        {key: values[index] for key, values in expected.items()}
        if isinstance(expected, dict)
        else expected[index]
    )
    result = compare_paired_table(PairedTable(*row["cells"]))
    assert result.exact.p == near(row["exact"])
    if row["cells"][1] != row["cells"][2]:
        assert result.mid_p.p == near(row["mid_p"])
    assert result.chi_square.statistic == near(row["chi_square"])
    assert result.chi_square.p == near(row["chi_square_p"])
    assert result.corrected.p == near(row["corrected_p"])
    assert result.odds_ratio.value == near(row["odds"])
    assert (result.odds_ratio.interval.low, result.odds_ratio.interval.high) == near(
        (row["odds_low"], row["odds_high"])
    )
    assert (result.tango.low, result.tango.high) == near(tuple(row["tango"]), absolute=1e-6)


@pytest.mark.parametrize("index", range(5))
def test_single_proportions(index):
    row = figures("paired")["proportions"][index]
    result = proportion(row["x"], row["n"])
    assert (result.clopper_pearson.low, result.clopper_pearson.high) == near(tuple(row["exact"]))
    assert (result.wilson.low, result.wilson.high) == near(tuple(row["wilson"]))


def test_newcombe_interval_of_a_published_example():
    # Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009), as
    # analysed by Fagerland, Lydersen & Laake (2014): -0.507 to -0.026; Tango -0.517 to -0.026.
    result = compare_paired_table(PairedTable(1, 1, 7, 12))
    assert (result.newcombe.low, result.newcombe.high) == pytest.approx((-0.507, -0.026), abs=5e-4)
    assert (result.tango.low, result.tango.high) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_the_only_tables_behind_a_published_p_of_0_003():
    # 23 against 13 of 88 repaired: exactly 11 : 1 discordant pairs give a mid-p of 0.003.
    rounded = {}
    for overlap in range(14):
        table = PairedTable(overlap, 23 - overlap, 13 - overlap, 88 - 36 + overlap)
        rounded[23 - overlap, 13 - overlap] = round(compare_paired_table(table).mid_p.p, 3)
    assert [pair for pair, p in rounded.items() if p == 0.003] == [(11, 1)]
