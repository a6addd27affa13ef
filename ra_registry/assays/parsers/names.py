"""Names of samples: matched whole first, and cut from a dilution only where a separator says so.

A sample's code may itself hold digits, slashes, points and hyphens (``P011/2``), so nothing of a
name is a dilution unless a blank or a bracket stands before it: ``P011 1:2``, ``P011 (1/2)``,
``P011 x2``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from ra_registry.assays.parsers.errors import Problem

LONGEST = 200
"""Characters of a name; a longer text is never cut."""

_FIGURE = r"[0-9][0-9.,' ]*"
_FACTOR = re.compile(
    rf"(?:1\s?[:/]\s?(?P<ratio>{_FIGURE})|[x×]\s?(?P<times>{_FIGURE})"
    rf"|(?P<before>{_FIGURE})\s?(?:[x×]|-?fold))"
)
_NAME_AND_FACTOR = re.compile(
    rf"(?P<name>.*[^\s(\[])(?:\s+|\s*(?P<open>[(\[])\s*)(?P<factor>{_FACTOR.pattern})\s*(?P<close>[)\]]?)"
)


# One sign for one sign, so that places in the plain text are places in the text itself.
_NARROW = str.maketrans(
    {
        **{chr(0xFF01 + step): chr(0x21 + step) for step in range(94)},
        **dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        "’": "'",
    }
)


class Cut(NamedTuple):
    """A text as a name and the figure of its dilution, as printed. A step alone has no name."""

    name: str
    figure: str


class AmbiguousName(ValueError):
    """A text that is one registered code as a whole, and another one with a dilution."""

    def __init__(self, text: str, cut: str) -> None:
        super().__init__(text, cut)
        self.text, self.cut = text, cut

    def problem(self, *, line: int, column: str) -> Problem:
        """Return the refusal of the text at its place, by both names."""
        return Problem(
            line=line,
            column=column,
            found=self.text,
            expected=f"a name that is not both the sample {self.text} and {self.cut} diluted",
            message="Two registered samples fit this text.",
            code="ambiguous_name",
        )


def fold_code(text: str) -> str:
    """Return the key under which all spellings of one code meet: width and case don't count.

    >>> fold_code(" ＲＡ－０１７ ")
    'ra-017'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


def cut_dilution(text: str) -> Cut | None:
    """Return name and dilution of a text whose separator says so, else None.

    >>> cut_dilution("V2010022B2 1:50000")
    Cut(name='V2010022B2', figure='50000')
    >>> cut_dilution("P011/2") is None
    True
    """
    if len(text) > LONGEST:
        return None
    text = text.strip()
    plain = text.translate(_NARROW)
    alone = _FACTOR.fullmatch(plain)
    if alone and alone["ratio"]:
        return Cut("", alone["ratio"].strip())
    match = _NAME_AND_FACTOR.fullmatch(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    figure = match["ratio"] or match["times"] or match["before"]
    return Cut(text[: match.end("name")], figure.strip())


def recognise(text: str, codes: Collection[str]) -> Cut | None:
    """Return how to cut a text, or None where it is one name as a whole.

    ``codes`` are the registered codes, folded. A registered code is always matched whole.
    Raises ``AmbiguousName`` where the name inside is registered as well.
    """
    cut = cut_dilution(text)
    if cut is None:
        return None
    if fold_code(text) in codes:
        if fold_code(cut.name) in codes:
            raise AmbiguousName(text, cut.name)
        return None
    return cut
