"""Which source files can move a result, and their version.

The files are found, not listed: from the modules that build the data set and compute, along every
import of the project's own code. So a helper that a computation starts to use counts at once. Read
from source without importing it, since pages ask too and need no statistics library for that.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ("analytics", "scoring", "ra_registry")
STARTS = ("analytics.runs.compute", "analytics.runs.compute.main", "analytics.datasets.build")
# What computing imports and what moves no figure: tables' shapes (the data set's own SQL says what
# is read), how changes are announced, permissions and accounts, errors, tasks and settings.
NOT_COMPUTING = (
    "analytics.models",
    "analytics.errors",
    "scoring.models",
    "ra_registry.accounts",
    "ra_registry.assays.models",
    "ra_registry.celery",
    "ra_registry.cohort.access",
    "ra_registry.cohort.freshness",
    "ra_registry.cohort.models",
    "ra_registry.core.constraints",
    "ra_registry.core.errors",
    "ra_registry.core.models",
    "ra_registry.core.permissions",
    "ra_registry.imaging.models",
    "ra_registry.settings",
)
# A line that begins an import, and the names in brackets that may follow on further lines.
IMPORT = re.compile(r"^[ \t]*((?:from|import)[ \t][^\n(]*(?:\([^)]*\))?[^\n]*)", re.MULTILINE)
LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "statsmodels", "firthmodels")


@cache
def code_version() -> str:
    """Return the SHA-256 of what computes: own sources and data, versions of the libraries.

    The same on every machine with the same release.
    """
    total = hashlib.sha256()
    for file in computing_files():
        total.update(str(file.relative_to(ROOT)).encode() + b"\x00")
        total.update(file.read_bytes())
    for name in LIBRARIES:
        total.update(f"{name}=={version(name)}\n".encode())
    return total.hexdigest()


@cache
def computing_files() -> tuple[Path, ...]:
    """Return every own source file that computing imports, and data files beside them, sorted."""
    modules = closure(ROOT, STARTS, NOT_COMPUTING)
    sources = {file for name in modules if (file := _file(ROOT, name)) is not None}
    folders = {file.parent for file in sources}
    data = {
        file
        for folder in folders
        for file in folder.iterdir()
        if file.is_file() and file.suffix in {".json", ".csv", ".sql", ".toml"}
    }
    return tuple(sorted(sources | data))


def closure(root: Path, starts: Sequence[str], left_out: Sequence[str]) -> set[str]:
    """Return the own modules that ``starts`` import, at the top or within a function."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name in found or any(name == out or name.startswith(f"{out}.") for out in left_out):
            continue
        file = _file(root, name)
        if file is None:
            continue
        found.add(name)
        # Importing a module runs the packages above it.
        waiting += [name.rsplit(".", 1)[0]] if "." in name else []
        waiting += _imports(file, name)
    return found


def _imports(file: Path, name: str) -> Iterator[str]:
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in import_statements(file.read_text(encoding="utf-8")):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in OWN)
        else:
            source = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                source = ".".join([*above, *([source] if source else [])])
            if source.split(".")[0] in OWN:
                yield source
                # A name may be a module of its own.
                yield from (f"{source}.{alias.name}" for alias in node.names)


def import_statements(source: str) -> list[ast.Import | ast.ImportFrom]:
    """Return the import statements of a source, at the top or within a function.

    Only the lines that look like one are parsed: every process asks for the version of what
    computes when it starts, and parsing all of each file takes ten times as long. Where such a
    line isn't a statement (prose, a bracket in a comment), the whole source is parsed.
    """
    nodes: list[ast.AST]
    try:
        nodes = [*ast.parse("\n".join(IMPORT.findall(source))).body]
    except SyntaxError:
        nodes = list(ast.walk(ast.parse(source)))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _file(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None
