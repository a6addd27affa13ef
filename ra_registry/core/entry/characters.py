"""The characters that stand for digits, signs and marks on keyboards, in files and in PDF text.

A table instead of Unicode's compatibility forms (NFKC): those would turn ``7²`` into 72, ``½``
into 1⁄2 and ``①`` into 1. What isn't in the table stays as it is, and is refused by the reader.
"""

from __future__ import annotations

LONGEST = 40  # characters, far beyond every number and date that anybody prints

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # zero width, direction, byte order mark
_DIGITS = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
# Hyphens and dashes, minus signs, and two marks that a Japanese keyboard gives for a minus.
_MINUS = dict.fromkeys("‐‑‒–—―⁃−➖﹘﹣－ーｰ─˗", "-")
_PLUS = dict.fromkeys("＋﹢➕", "+")
_MARKS = {"．": ".", "﹒": ".", "，": ",", "﹐": ",", "／": "/", "：": ":"}
_CENSOR = {"＜": "<", "﹤": "<", "＞": ">", "﹥": ">", "＝": "=", "﹦": "="}
_PLAIN = str.maketrans(_DIGITS | _MINUS | _PLUS | _MARKS | _CENSOR)
_BLANK = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000" + _INVISIBLE
)


def plain(text: str) -> str:
    """Return ``text`` with one character for each sign and no blanks around it.

    Blanks are all of Unicode's, the no-break, thin and ideographic ones too, and the marks that
    take no room. Those inside the text stay.
    """
    return trimmed(text).translate(_PLAIN)


def trimmed(text: str) -> str:
    return text.strip(_BLANK)
