"""What is marked for translation is found by the tools that translators use."""

from __future__ import annotations

import ast
import gettext
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.wording.__main__ import PROJECT, SOURCES
from scripts.wording.python_files import MESSAGES, TAKES

TOOLS = ("xgettext", "msguniq", "msgmerge", "msgattrib", "msgen", "msgfmt")
CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}


@pytest.fixture
def _translators_tools() -> None:
    """Skip where GNU gettext is absent; fail where it was promised."""
    if not all(map(shutil.which, TOOLS)):
        message = "GNU gettext is not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.mark.usefixtures("_translators_tools")
def test_every_marked_text_of_the_code_is_extracted(tmp_path: Path) -> None:
    for folder in (*SOURCES, "templates"):
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "locale").mkdir()
    extracted = catalogue(tmp_path)
    marked = {text for folder in SOURCES for text in marked_in(PROJECT / folder)}
    assert len(marked) > 500
    assert marked - extracted == set()


def catalogue(folder: Path) -> set[str]:
    """Extract as ``manage.py makemessages`` does, and return every message that was found."""
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "ja"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    found = folder / "locale/ja/LC_MESSAGES/django.po"
    # A catalogue drops what has no translation; each text stands as its own.
    subprocess.run(["msgen", "-o", "own.po", str(found)], cwd=folder, check=True)
    subprocess.run(["msgfmt", "-o", "own.mo", "own.po"], cwd=folder, check=True)
    with (folder / "own.mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    messages = (key[0] if isinstance(key, tuple) else key for key in texts)
    return {message.split("\x04")[-1] for message in messages}  # without its context


def marked_in(folder: Path) -> Iterator[str]:
    """Yield the singular of every literal message in Python files."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or name_of(node.func) not in TAKES:
                continue
            name = name_of(node.func)
            first = 1 if name in CONTEXT else 0
            for argument in node.args[first : MESSAGES.get(str(name), 1)][:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def name_of(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None
