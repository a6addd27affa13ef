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


def _luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_values_written_on_a_shade_can_be_read(palette):
    for shade in palette.diverging:
        bright, dark = sorted((_luminance(shade), _luminance(palette.ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
