"""Figures have the colours of the pages they stand on."""

from __future__ import annotations

import re

import pytest

from analytics.figures.theme import DARK, LIGHT, config
from tests.paths import PROJECT

TOKENS = (PROJECT / "static" / "css" / "tokens.css").read_text()


def token(name, side):
    """The light or the dark colour of a token, through references to other tokens."""
    value = re.search(rf"^  --{name}: (.+);$", TOKENS, re.MULTILINE).group(1)
    reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
    if reference:
        return token(reference.group(1), side)
    return re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value).group(side)


@pytest.mark.parametrize(("palette", "side"), [(LIGHT, 1), (DARK, 2)])
def test_the_palette_is_that_of_the_stylesheet(palette, side):
    series = tuple(token(f"plot-{number}", side) for number in range(1, 9))
    assert palette.series == series
    assert palette.ink == token("plot-ink", side)
    assert palette.muted == token("plot-muted", side)
    assert palette.grid == token("plot-grid", side)
    assert palette.ground == token("plot-ground", side)


def test_every_named_style_is_one_colour_of_the_palette():
    for palette in (LIGHT, DARK):
        known = {*palette.series, palette.ink, palette.muted}
        assert {style["color"] for style in config(palette)["style"].values()} <= known
