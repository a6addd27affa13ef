"""What a visible string is, and how it is remembered."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

UNSEEN = "# unseen"
# Two words with a blank between them: "Not measured", "{} patients".
PROSE = re.compile(
    r"[A-Za-z]{2,}[^\s]*\s+(?:[^\sA-Za-z]+\s+)*[^\sA-Za-z]*[A-Za-z]{2,}|\}\s[a-z]{3,}"
)
WORD = re.compile(r"[A-Za-z]{2,}")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(;.*)?")
CAPITAL = re.compile(r"[A-Z][a-z]{2,}[.:?!…]?")
DIGITS = 10


@dataclass(frozen=True)
class Found:
    """A visible string that gettext doesn't take."""

    path: str
    line: int
    text: str

    @property
    def digest(self) -> str:
        """The first digits of the SHA-256 of its folder and words, however the lines break."""
        words = " ".join(self.text.split())
        folder = self.path.rpartition("/")[0]
        return hashlib.sha256(f"{folder}\n{words}".encode()).hexdigest()[:DIGITS]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.text.split())[:90]!r}"


def is_prose(text: str) -> bool:
    """Tell whether a string reads as words for people rather than as a key or a path."""
    reads = PROSE.search(text) or CAPITAL.fullmatch(text)
    return bool(reads) and not MEDIA_TYPE.fullmatch(text)


def is_word(text: str) -> bool:
    """Tell whether a label or a page's text has a word in it."""
    return bool(WORD.search(text))
