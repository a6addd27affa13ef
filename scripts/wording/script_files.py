"""Visible strings of browser scripts. A script gets its texts from the page, already translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.wording.found import Found, is_prose

COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\w/])//[^\n]*", re.DOTALL)
LITERAL = re.compile(
    r'"(?P<double>(?:[^"\\\n]|\\.)*)"|\'(?P<single>(?:[^\'\\\n]|\\.)*)\'|`(?P<template>[^`]*)`'
)
VALUE = re.compile(r"\$\{[^}]*\}")
# "[data-x] > .y", "a, button", "plot plot--paper": a selector or a list of classes, not words.
SELECTOR = re.compile(r"[\[\]#=>]|^[.\w-]+(,\s*[.\w-]+)+$|\w(--|__)\w")


def check(path: Path, name: str) -> Iterator[Found]:
    """Yield the visible strings of a script with their lines."""
    text = path.read_text(encoding="utf-8")
    text = COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    for match in LITERAL.finditer(text):
        words = match["double"] or match["single"] or match["template"] or ""
        words = VALUE.sub("{}", words)
        line = 1 + text.count("\n", 0, match.start())
        if is_prose(words) and words != "use strict" and not SELECTOR.search(words):
            yield Found(name, line, words)
