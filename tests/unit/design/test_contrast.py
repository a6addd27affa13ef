"""The tokens keep WCAG 2.2 AA contrast in both themes, computed and not judged by eye."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
THEMES = {"light": 0, "dark": 1}

# WCAG 2.2, success criterion 1.4.3: text
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-muted") for ground in ("paper", "surface", "hover")],
    *[(ink, "surface-sunken") for ink in ("ink", "ink-muted")],
    *[(ink, "surface-raised") for ink in ("ink", "ink-muted")],
    *[("accent", ground) for ground in ("paper", "surface", "accent-soft")],
    ("accent-strong", "accent-soft"),
    ("ink", "accent-soft"),
    ("on-accent", "accent-solid"),
    ("on-danger", "danger-solid"),
    ("bar-ink", "bar"),
    ("bar-muted", "bar"),
    ("bar-ink", "bar-raised"),
    *[(meaning, f"{meaning}-soft") for meaning in ("success", "warning", "danger", "info")],
    *[(meaning, "surface") for meaning in ("success", "warning", "danger", "info")],
    *[("ink", f"{meaning}-soft") for meaning in ("success", "warning", "danger", "info")],
    *[("on-level-low", f"level-{level}") for level in range(6)],
    *[("on-level-high", f"level-{level}") for level in range(6, 10)],
]

# WCAG 2.2, success criterion 1.4.11: borders of controls, focus rings, graphical objects
SHAPE_PAIRS = [
    ("line-strong", "surface"),
    ("focus", "surface"),
    ("focus", "paper"),
    *[(f"plot-{series}", "surface") for series in range(1, 9)],
]


def colours(theme: str) -> dict[str, str]:
    """Return each colour token's hexadecimal value in one theme."""
    css = TOKENS.read_text(encoding="utf-8")
    pattern = r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));"
    return {
        name: single or (light, dark)[THEMES[theme]]
        for name, light, dark, single in re.findall(pattern, css)
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_standard_s_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#808080", "#808080") == pytest.approx(1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme: str, ink: str, ground: str) -> None:
    values = colours(theme)
    assert contrast(values[ink], values[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_stand_out_from_their_ground(theme: str, shape: str, ground: str) -> None:
    values = colours(theme)
    assert contrast(values[shape], values[ground]) >= 3
