"""All spellings of an analyte meet under one key, and different analytes never do."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import alias_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("IFN-γ", "IFN-gamma", "IFNg", "ifn_γ", "INF-g", "IFN-γ (Human)", "Interferon gamma"),
        ("IL-1β", "IL-1b", "IL1beta", "IL-1 beta", "IL-1ß", "Interleukin-1β"),
        ("TNF-α", "TNFa", "TNF-alpha", "TNF", "tnf alpha", "TNF-α (human)"),
        ("IL-6", "IL6", "il 6", "Interleukin 6", "IL-6 (Human)"),
        ("IL-8", "CXCL8", "IL8"),
        ("IL-12p70", "IL-12 p70", "IL12p70", "IL-12/p70"),
    ],
)
def test_spellings_meet(spellings):
    assert len({alias_key(name) for name in spellings}) == 1


def test_the_ten_analytes_of_the_panel_stay_apart():
    panel = [
        "IFN-γ", "IL-1β", "IL-2", "IL-4", "IL-6", "IL-8", "IL-10", "IL-12p70", "IL-13", "TNF-α",
    ]  # fmt: skip

    assert len({alias_key(name) for name in panel}) == len(panel)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IL-1α", "IL-1β"),
        ("IL-12p70", "IL-12/IL-23p40"),
        ("IFN-α", "IFN-γ"),
        ("TNF-α", "TNF-β"),
        ("IL-1", "IL-10"),
        ("IL-6", "IL-6 R"),
    ],
)
def test_relatives_stay_apart(one, other):
    assert alias_key(one) != alias_key(other)
