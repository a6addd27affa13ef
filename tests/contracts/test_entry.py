"""There is one number entry and one date entry: no other field, input or reader anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("ra_registry", "scoring", "analytics")
OWN = "ra_registry/core/entry/"
OTHER_FIELDS = re.compile(
    r"\bforms\.(?:Integer|Decimal|Float|Date|DateTime|SplitDateTime)Field\b"
    r"|\bserializers\.(?:Integer|Decimal|Float|Date)Field\b"
    r"|\bforms\.(?:Number|Date|DateTime)Input\b"
)
OTHER_INPUTS = re.compile(r"""type["']?\s*[=:,]\s*["'](?:number|date|datetime-local|month)["']""")
# Two readers of dates that take week dates, or one format, where the entry takes people's.
# The day of a plate reader's time of measurement, which the parser wrote in ISO 8601 itself.
MACHINES = ("ra_registry/assays/parsers/model.py",)
OTHER_READERS = re.compile(r"\bdate\.fromisoformat\(|\bparse_date\(|\bstrptime\(")


def _lines(folders: tuple[str, ...], suffix: str) -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}:{number}", line)
        for folder in folders
        for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
        if not str(path.relative_to(ROOT)).startswith((OWN, *MACHINES))
        and "/migrations/" not in str(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]


@pytest.mark.parametrize("forbidden", [OTHER_FIELDS, OTHER_READERS], ids=["fields", "readers"])
def test_no_other_number_or_date_is_read(forbidden: re.Pattern[str]) -> None:
    assert [place for place, line in _lines(PACKAGES, ".py") if forbidden.search(line)] == []


@pytest.mark.parametrize(
    ("folders", "suffix"),
    [(("templates",), ".html"), (("static/js",), ".js"), (PACKAGES, ".py")],
)
def test_no_input_has_a_wheel_or_a_spinner(folders: tuple[str, ...], suffix: str) -> None:
    assert [place for place, line in _lines(folders, suffix) if OTHER_INPUTS.search(line)] == []
