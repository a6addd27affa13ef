"""Visible strings of templates that no translation tag takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from scripts.wording.found import Found, is_prose, is_word

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
BLOCKS = re.compile(
    r"{%-?\s*(blocktranslate|blocktrans|comment|verbatim)\b.*?{%-?\s*end\1\s*-?%}", re.DOTALL
)
# A text that a tag or a filter is given: {% include … title="No patients" %}; _("…") is taken.
ARGUMENT = re.compile(r"""(?<![\w(])(?<!_\()(["'])(?P<text>(?:(?!\1).)*)\1""")
TAKEN = re.compile(r"{%-?\s*(translate|trans)\b")
HOLE = "\ufffc"
ATTRIBUTES = {"alt", "aria-description", "aria-label", "content", "placeholder", "summary", "title"}
SILENT = {"script", "style"}


def check(path: Path, name: str) -> Iterator[Found]:
    """Yield the visible strings of a template with their lines."""
    text = path.read_text(encoding="utf-8")
    text = BLOCKS.sub(lambda match: HOLE + "\n" * match.group().count("\n"), text)
    yield from _arguments(text, name)
    page = _Page()
    page.feed(TAG.sub(lambda match: HOLE + "\n" * match.group().count("\n"), text))
    page.close()
    for line, words in page.found:
        yield Found(name, line, words)


def _arguments(text: str, name: str) -> Iterator[Found]:
    for tag in TAG.finditer(text):
        if TAKEN.match(tag.group()) or tag.group().startswith("{#"):
            continue
        for match in ARGUMENT.finditer(tag.group()):
            if is_prose(match["text"]):
                yield Found(name, 1 + text.count("\n", 0, tag.start()), match["text"])


class _Page(HTMLParser):
    """Collects text nodes and visible attributes, cut where a value stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for key, value in attrs:
            seen = key in ATTRIBUTES or (key.startswith("data-") and is_prose(value or ""))
            if seen and key != "content":
                self._note(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._note(data)

    def _note(self, text: str) -> None:
        self.found += [(self.getpos()[0], part) for part in text.split(HOLE) if is_word(part)]
