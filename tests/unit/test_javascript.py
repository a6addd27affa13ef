"""The scripts' own tests run with everything else, where Node is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "js").glob("*.test.js"))


def missing() -> str:
    """Return what these tests need and this machine hasn't, as a sentence."""
    if shutil.which("node") is None:
        return "no Node on this machine: the scripts' own tests did not run"
    if not (ROOT / "node_modules" / "fake-indexeddb").is_dir():
        return "no node_modules: scripts/javascript install brings what the scripts' tests need"
    return ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_scripts_keep_what_they_promise(file: Path) -> None:
    if sentence := missing():
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    found = subprocess.run(
        ["node", "--test", str(file)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert found.returncode == 0, found.stdout + found.stderr
