"""Values of results as R source: texts, numbers, lists, and the line that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.stats.descriptive.limited import Limit
from analytics.stats.results import Interval, IntervalEstimate, NotEstimable

# What a stored figure can be; None is a figure that the run doesn't have, and is left out.
Figure = int | float | Limit | NotEstimable | None


def text(value: str) -> str:
    """Return a text as an R string of ASCII characters alone, whatever is in it.

    R has no NUL in strings; a replacement character stands for one.
    """
    return '"' + "".join(map(_character, value)) + '"'


def _character(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    if " " <= one <= "~":
        return one
    code = ord(one) or 0xFFFD
    if 0xD800 <= code < 0xE000:  # half a character, which R can't hold
        code = 0xFFFD
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def comment(value: str) -> str:
    """Return a text as a comment line: in ASCII and on one line."""
    return f"# {text(value)[1:-1]}"


def number(value: float) -> str:
    """Return a finite number with all its digits."""
    return repr(float(value)) if isinstance(value, float) else str(int(value))


def logical(*, value: bool) -> str:
    """Return TRUE or FALSE."""
    return "TRUE" if value else "FALSE"


def listed(parts: Mapping[str, str]) -> str:
    """Return a named list of R expressions, a line each."""
    inside = ",\n".join(f"  {text(name)} = {part}" for name, part in parts.items())
    return f"list(\n{inside})"


def vector(parts: Iterable[str]) -> str:
    """Return an R vector of expressions."""
    return f"c({', '.join(parts)})"


def check(what: str, computed: str, stored: Mapping[str, Figure]) -> list[str]:
    """Return the call that compares R's figures with the stored ones, by name.

    ``computed``: the R expression of a list with these names. Nothing where nothing is stored.
    """
    figures = {name: _figure(value) for name, value in stored.items() if value is not None}
    return [f"check({text(what)}, {computed}, {listed(figures)})"] if figures else []


def not_checked(what: str, why: str) -> str:
    """Return the call that says of something that R doesn't compute it."""
    return f"not_checked({text(what)}, {text(why)})"


def section(title: str) -> str:
    """Return the call that begins a section."""
    return f"section({text(title)})"


def ends(name: str, interval: IntervalEstimate | None) -> dict[str, Figure]:
    """Return an interval as two figures, ``name`` in front of each."""
    start = f"{name}, " if name else ""
    low, high = (
        (interval.low, interval.high) if isinstance(interval, Interval) else (interval, interval)
    )
    return {f"{start}lower": low, f"{start}upper": high}


def _figure(value: int | float | Limit | NotEstimable) -> str:
    if isinstance(value, NotEstimable):
        return f"without({text(value.reason)})"
    if isinstance(value, Limit):
        return f"limit({text(value.sign)}, {number(value.limit)})"
    return number(value)
