"""The version of the code that computes: every file that can move a figure, and no page."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from analytics.runs.code import (
    NOT_COMPUTING,
    OWN,
    ROOT,
    STARTS,
    closure,
    code_version,
    computing_files,
    import_statements,
)

LOADED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "ra_registry.settings"
import django
django.setup()
import sys
before = set(sys.modules)
import analytics.runs.compute.main, analytics.datasets.build
print("\\n".join(sorted(set(sys.modules) - before)))
"""


def names():
    return {str(file.relative_to(ROOT)) for file in computing_files()}


def test_what_computing_loads_is_in_the_version_or_named_as_moving_nothing():
    shown = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = [name for name in shown.stdout.split() if name.split(".")[0] in OWN]
    assert "analytics.topics.roc.compute" in loaded
    found = closure(ROOT, STARTS, NOT_COMPUTING)
    left = {name for name in loaded if name not in found and not name.startswith(NOT_COMPUTING)}
    assert left == set()


@pytest.mark.parametrize(
    "file",
    [
        "analytics/stats/regression/_newton_many.py",
        "analytics/topics/sensitivity/compute/rows.py",
        "analytics/datasets/cytokines.py",
        "analytics/design/plan.py",
        "analytics/codec.py",
        "ra_registry/cohort/formulas/das28.py",
        "scoring/instruments/totals.py",
    ],
)
def test_code_that_moves_figures_counts(file):
    assert file in names()


def test_pages_tables_and_drawings_do_not_count():
    for folder in ("analytics/views", "analytics/tables", "analytics/figures", "analytics/paper"):
        assert not any(name.startswith(folder) for name in names())


def test_an_import_counts_wherever_it_stands(tmp_path):
    files = {
        "analytics/__init__.py": "",
        "analytics/start.py": "import analytics.beside\ndef f():\n    from scoring import late",
        "analytics/beside.py": "from .near import x\nimport numpy",
        "analytics/near.py": "import ra_registry.far.deep",
        "analytics/page.py": "",
        "scoring/__init__.py": "",
        "scoring/late.py": "from analytics.models import Run",
        "analytics/models.py": "from analytics.page import y",
        "ra_registry/__init__.py": "",
        "ra_registry/far/__init__.py": "",
        "ra_registry/far/deep.py": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert closure(tmp_path, ["analytics.start"], ["analytics.models"]) == {
        "analytics", "analytics.start", "analytics.beside", "analytics.near", "scoring",
        "scoring.late", "ra_registry", "ra_registry.far", "ra_registry.far.deep",
    }  # fmt: skip


def said(nodes):
    return sorted(ast.dump(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))


def test_the_imports_found_by_their_lines_are_those_of_the_whole_syntax_tree():
    sources = [file for folder in OWN for file in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 500
    for file in sources:
        text = file.read_text(encoding="utf-8")
        assert said(import_statements(text)) == said(ast.walk(ast.parse(text))), file


@pytest.mark.parametrize(
    "text",
    [
        "from a import (\n    b,  # as in f()\n    c,\n)",
        "from a import b, \\\n    c",
        '"""Prose\nfrom here on (and back)\n"""\nimport a',
        "def f():\n    import a\n    from . import (b)",
        "from a import (b, c); import d",
        "",
    ],
)
def test_odd_imports_are_found_as_well(text):
    assert said(import_statements(text)) == said(ast.walk(ast.parse(text)))


def test_the_version_is_a_hash_of_content():
    assert len(code_version()) == 64
