"""The next person must be able to read a file in one sitting."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ("analytics", "ra_registry", "scoring", "scripts")
LONGEST = 300


def test_no_source_is_longer_than_a_sitting():
    sources = [file for folder in OWN for file in (ROOT / folder).rglob("*.py")]
    sources += (ROOT / "static/js").rglob("*.js")
    assert len(sources) > 700
    long = {
        str(file.relative_to(ROOT)): count
        for file in sources
        if "migrations" not in file.parts
        and (count := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
