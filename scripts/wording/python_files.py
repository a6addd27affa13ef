"""Visible strings of Python files that no gettext call takes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.wording.found import UNSEEN, Found, is_prose, is_word

TAKES = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "npgettext",
    "npgettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
# How many of the first arguments are messages, where it isn't one.
MESSAGES = {
    "ngettext": 2,
    "ngettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
    "pgettext": 2,
    "pgettext_lazy": 2,
}
# Calls whose texts nobody sees on a page: logs, patterns, and errors that only a programmer causes.
NOT_SHOWN = {
    "AssertionError",
    "ImproperlyConfigured",
    "KeyError",
    "LookupError",
    "NotImplementedError",
    "RuntimeError",
    "RunSQL",
    "RegexValidator",
    "TypeError",
    "ValueError",
    "compile",
    "debug",
    "exception",
    "execute",
    "getLogger",
    "warn",
}
LOGGERS = {"log", "logger", "logging", "re"}
SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|BEGIN|UPDATE|INSERT|DELETE|RAISE|IS NULL|IS NOT|LATERAL|UNION"
    r"|ORDER BY|GROUP BY|CASE WHEN|RETURN|EXISTS|DISTINCT|COALESCE|AND NOT)\b"
)
# Arguments that are texts for people, where a single word is one as well.
LABELS = {"error", "help_text", "label", "legend", "message", "text", "title", "verbose_name"}


def check(path: Path, name: str, *, stored: bool = False) -> Iterator[Found]:
    """Yield the visible strings of a file. A line that ends with ``# unseen`` is passed over.

    ``stored``: what the file makes is kept for good, so that words of any language are wrong in it,
    translated ones as well.
    """
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    finder = _Finder(takes=set() if stored else TAKES)
    finder.visit(ast.parse(text))
    for line, words in finder.found:
        if not any(UNSEEN in row for row in lines[line - 1 : line]):
            yield Found(name, line, words)


class _Finder(ast.NodeVisitor):
    """Walks a module; what gettext takes, docstrings, queries and logs are passed over."""

    def __init__(self, takes: set[str]) -> None:
        self.takes = takes
        self.found: list[tuple[int, str]] = []
        self.labelled = False

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in self.takes:
            self._unseen_by_extraction(name, node)
            return
        if name in NOT_SHOWN or _owner(node.func) in LOGGERS:
            return
        self.visit(node.func)
        for argument in node.args:
            self.visit(argument)
        for keyword in node.keywords:
            before, self.labelled = self.labelled, keyword.arg in LABELS
            self.visit(keyword.value)
            self.labelled = before

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """The second of a choice's pair is its label."""
        choices = any((_name(base) or "").endswith("Choices") for base in node.bases)
        for part in node.body:
            if choices and isinstance(part, ast.Assign) and isinstance(part.value, ast.Tuple):
                self._labels(part.value.elts[1:])
            else:
                self.visit(part)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            said = isinstance(key, ast.Constant) and key.value in LABELS
            before, self.labelled = self.labelled, said
            self.visit(value)
            self.labelled = before

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
        self._note(node.lineno, "".join(str(part) for part in parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._note(node.lineno, node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.visit(node.slice)

    def visit_Assign(self, node: ast.Assign) -> None:
        if [_name(target) for target in node.targets] != ["__all__"]:
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def _unseen_by_extraction(self, name: str | None, node: ast.Call) -> None:
        """Note messages that are put together: whoever translates finds literal texts only.

        A name may stand there: what it holds is marked where it is written.
        """
        for argument in node.args[: MESSAGES.get(str(name), 1)]:
            if not isinstance(argument, ast.Constant | ast.Name | ast.Attribute):
                self.found.append((node.lineno, ast.unparse(argument)))

    def _labels(self, nodes: list[ast.expr]) -> None:
        before, self.labelled = self.labelled, True
        for node in nodes:
            self.visit(node)
        self.labelled = before

    def _note(self, line: int, text: str) -> None:
        seen = is_prose(text) or (self.labelled and is_word(text))
        if seen and not SQL.search(text):
            self.found.append((line, text))


def _name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _owner(node: ast.expr) -> str | None:
    return _name(node.value) if isinstance(node, ast.Attribute) else None
