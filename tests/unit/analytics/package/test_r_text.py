"""Values as R source: whatever a label holds, R reads the same text and runs nothing of it."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.package.r.text import check, comment, ends, number, text
from analytics.stats.descriptive.limited import Limit
from analytics.stats.results import Interval, NotEstimable
from tests.factories.r_scripts import r_program

ODD = {
    'say "no"': r'"say \"no\""',
    "C:\\n": r'"C:\\n"',
    "Größe": r'"Gr\u00f6\u00dfe"',
    "IFN-γ": r'"IFN-\u03b3"',
    "関節リウマチ": r'"\u95a2\u7bc0\u30ea\u30a6\u30de\u30c1"',
    "=cmd|' /C calc'!A0": "\"=cmd|' /C calc'!A0\"",
    '"); quit(); c("': r'"\"); quit(); c(\""',
    "two\nlines": r'"two\u000alines"',
    "\x00": r'"\ufffd"',
    "🧪": r'"\U0001f9ea"',
}


@pytest.mark.parametrize(("value", "written"), ODD.items())
def test_a_text_is_one_r_string_of_ascii(value: str, written: str) -> None:
    assert text(value) == written


@given(st.text())
def test_no_text_leaves_its_quotes(value: str) -> None:
    inside = text(value)[1:-1]
    assert inside.isascii()
    assert "\n" not in inside
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")


def test_a_comment_stays_on_its_line() -> None:
    assert comment("a\nquit()") == r"# a\u000aquit()"


def test_numbers_keep_all_their_digits() -> None:
    assert [number(0.1 + 0.2), number(88), number(1e-20)] == ["0.30000000000000004", "88", "1e-20"]


def test_stored_figures_are_numbers_limits_or_reasons() -> None:
    stored = {"a": 0.5, "b": Limit("<", 2.0), "c": NotEstimable('no "event"'), "left out": None}
    (line,) = check("what", "f(x)", stored)
    assert line == (
        'check("what", f(x), list(\n'
        '  "a" = 0.5,\n'
        '  "b" = limit("<", 2.0),\n'
        r'  "c" = without("no \"event\"")))'
    )
    assert check("what", "f(x)", {"left out": None}) == []


def test_an_interval_is_two_figures() -> None:
    assert ends("", Interval(1.0, 2.0, 0.95, "Wald")) == {"lower": 1.0, "upper": 2.0}
    reason = NotEstimable("none")
    assert ends("x", reason) == {"x, lower": reason, "x, upper": reason}


def test_r_reads_every_odd_text_back() -> None:
    values = [value for value in ODD if value != "\x00"]
    program = "".join(f"cat(utf8ToInt({text(value)})); cat('\\n')\n" for value in values)
    ran = subprocess.run(
        [r_program(), "-e", program], capture_output=True, text=True, check=True, timeout=60
    )
    read = ["".join(chr(int(code)) for code in line.split()) for line in ran.stdout.splitlines()]
    assert read == values
