"""axe-core, run on the page that a test has open, in both themes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark")

# WCAG 2.2 A and AA, which holds what came before; axe's own "best practice" is not asked for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# A colour on its way from one theme to the other is no colour of the page.
RUN = """async (tags) => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    moving.forEach((one) => one.finish());
    const runOnly = { type: "tag", values: tags };
    const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return [found.violations, found.passes.length];
}"""


def axe_source() -> str:
    """Return axe-core's script; without it the test skips, and fails in CI, which promised it."""
    if SCRIPT.is_file():
        return SCRIPT.read_text(encoding="utf-8")
    sentence = "no axe-core: scripts/javascript install brings what checks accessibility"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


class Checked:
    """One page of a browser, and the violations found at the places that it went to.

    The script is evaluated by the browser's debugger, which no Content-Security-Policy holds back,
    so that pages are checked with their own policy in force.
    """

    def __init__(self, page: Page, source: str) -> None:
        self.page = page
        self.violations: list[str] = []
        self._source = source

    def go(self, path: str) -> Page:
        """Open an address, which must answer as it should, and check what it shows."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        assert self.page.url.endswith(path), f"{path} led to {self.page.url}"
        self.look(path)
        return self.page

    def look(self, place: str) -> None:
        """Check the page as it stands; ``place`` says where that is, for the list."""
        self.page.evaluate(self._source)
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme)
            violations, n_passed = self.page.evaluate(RUN, RULES)
            assert n_passed, f"{place}: nothing was checked"
            self.violations += [
                sentence for one in violations for sentence in _sentences(one, f"{place} {theme}")
            ]


def _sentences(violation: dict[str, Any], where: str) -> list[str]:
    """Return a line for each element that breaks a rule: where, which, what, why."""
    return [
        f"{where}: {violation['id']} at {' '.join(map(str, node['target']))}: "
        f"{' '.join(node['failureSummary'].split())}"
        for node in violation["nodes"]
    ]
