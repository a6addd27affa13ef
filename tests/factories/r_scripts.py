"""Running the script of a package with R. Without R such tests skip; CI has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Checked:
    """What the script said: its lines by verdict, its last line, and its exit status."""

    agrees: list[str]
    differs: list[str]
    not_checked: list[str]
    count: str
    status: int


def r_program() -> str:
    """Return where Rscript is; without it the test skips, and in CI it fails."""
    program = shutil.which("Rscript")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI promised R and there is none")
        pytest.skip("no R on this machine")
    return program


def check_package(content: bytes, folder: Path, **environment: str) -> Checked:
    """Unpack a package and run its script, from another folder than its own."""
    program = r_program()
    archive = folder / "package.zip"
    archive.write_bytes(content)
    unpacked = folder / "un packed"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(unpacked)
    ran = subprocess.run(
        [program, str(unpacked / "check.R")],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=300,
        check=False,
    )
    assert not ran.stderr, ran.stderr
    lines = ran.stdout.splitlines()
    found = {
        verdict: [line for line in lines if line.startswith(verdict)]
        for verdict in ("agrees", "DIFFERS", "not checked")
    }
    return Checked(
        found["agrees"], found["DIFFERS"], found["not checked"], lines[-1], ran.returncode
    )
