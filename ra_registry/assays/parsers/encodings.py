"""In which encoding a text is written, told by its content or left as a question.

UTF-8 is proven by its own structure, UTF-16 by its mark or its zeros. The older encodings for
Western European, Japanese, Chinese and Korean overlap: the same bytes are letters in all of them.
They are told apart by what text looks like (accents stand between letters, kana, the frequent
characters or Hangul make up nearly all of an East Asian text), and asked about where that leaves
two or none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ra_registry.assays.parsers.errors import refuse_file
from ra_registry.assays.parsers.questions import EXAMPLES, Asked, Question, Reading

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (CP1252)",
    "cp932": "Japanese (CP932, Shift-JIS)",
    "gb18030": "Chinese (GB18030)",
    "euc-jp": "Japanese (EUC-JP)",
    "cp950": "Traditional Chinese (Big5, CP950)",
    "cp949": "Korean (EUC-KR, CP949)",
}
"""What a person can answer, with its name."""

_LEGACY = ("cp1252", "cp932", "gb18030", "euc-jp", "cp950", "cp949")
_LINE_END = re.compile(rb"\r\n|\n|\r")
# These bytes are never the second half of a character in any of the encodings.
_CELL_END = re.compile(rb"[\t;,]")
_SHIFTED = re.compile(rb"\x1b\$(?:[@B]|\([DO-S]|\)[AC])")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MOSTLY = 0.7
"""Share of frequent characters from which a text counts as written in an East Asian encoding."""

_WESTERN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ'’]*[À-ÖØ-öø-ÿŒœŠšŽžŸ][A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ'’]*")
_WESTERN_WORD = re.compile(
    r"[A-ZÀ-ÖØ-ÞŒŠŽŸ'’]+|(?:[A-Z]{1,3}['’])?[A-ZÀ-ÖØ-ÞŒŠŽŸ]?[a-zß-öø-ÿœšž]+(?:['’][A-Za-zß-öø-ÿœšž]*)*"
)
_WESTERN_SIGNS = re.compile(
    r"(?<![A-Za-z])[°ºª±×÷§©®¿¡«»“”„‘’·•€£¥½¼¾–—…\u00a0]+(?![a-z])"
    r"|(?<=[A-Za-z0-9.!?%)])[°º²³¹®™»”“’…–—·\u00a0]+(?![A-Za-z]{2})"
    r"|(?<![A-Za-z])[“„‘«¿¡]|(?<=[A-Za-z])’(?=[A-Za-z])|(?<![A-Za-z])µ(?![A-Z])"
)
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]+")
# A letter with an accent, swallowed together with the letter after it.
_LONE_IN_WORD = re.compile(r"[a-z][\u4e00-\u9fff](?![\u3041-\u9fff])|[A-Z][\u4e00-\u9fff][a-z]")
# What an encoding leaves to its users is no text of anybody else.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FREQUENT_SIGNS = re.compile(
    r"[\u3001-\u3003\u3005-\u3011\u3012\u3014\u3015\u301c\u3041-\u30fe\uff01-\uff5e\uffe5"
    r"\u0391-\u03c9\u2460-\u2473℃±×÷°′″→←↑↓○●◎△▲□■◇◆☆★※…—‐―～‖“”‘’\u3000]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, its encoding, and the question that its bytes left, if any."""

    text: str
    encoding: str
    question: Question | None = None


def decode_bytes(content: bytes, answer: str = "") -> Decoded:
    """Return the text of ``content``; ``answer`` is a person's word on its encoding.

    Raises ``AssayFileError`` where the bytes are no text in the encoding, or in none.
    """
    if _SHIFTED.search(content):
        raise refuse_file(
            "The text is written in an encoding that isn't read.",
            found="the escape sequences of ISO-2022 (JIS)",
            expected=f"text in {', '.join(ENCODINGS.values())}",
            code="encoding",
        )
    if answer:
        text = _strictly(content, answer)
        if text is None:
            raise _undecodable([answer])
        return Decoded(text.removeprefix("\ufeff"), answer, _question(content, answer))
    proven = _proven(content)
    for encoding in proven:
        text = _strictly(content, encoding)
        if text is not None:
            return Decoded(text, encoding.removesuffix("-sig"))
    if proven[0] != "utf-8":
        raise _undecodable(proven)
    return _legacy(content)


def _proven(content: bytes) -> tuple[str, ...]:
    """Return the encodings that marks or zeros leave, UTF-8 where there are none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if content.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    head = content[:4000]
    # Mostly Latin text in UTF-16 without a byte order mark has a zero in every other byte.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 6 and min(even, odd) <= len(head) // 100:
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8",)


def _legacy(content: bytes) -> Decoded:
    texts = {name: text for name in _LEGACY if (text := _strictly(content, name)) is not None}
    if not texts:
        raise _undecodable(list(ENCODINGS))
    likely: list[str] = []
    for name, text in texts.items():
        # Greek and kana have the same place in GB 2312 as in EUC-JP: nothing is left to ask.
        if _LIKELY[name](text) and text not in [texts[one] for one in likely]:
            likely.append(name)
    answer = likely[0] if len(likely) == 1 else ""
    question = _question(content, answer, likely=likely)
    encoding = question.readings[0].answer
    return Decoded(texts[encoding], encoding, question)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (ValueError, LookupError):  # no such text, no such encoding, a name that can't be one
        return None


def _question(content: bytes, answer: str, *, likely: Sequence[str] = ()) -> Question:
    """Return the question with every possible encoding, the likely ones first."""
    cells = dict(_example_cells(content))
    shown = [name for name in _LEGACY if _strictly(content, name) is not None]
    if answer and answer not in shown:
        shown.insert(0, answer)
    shown.sort(key=lambda name: (name != answer, name not in likely))
    readings = tuple(
        Reading(name, tuple(cell.decode(name, errors="replace") for cell in cells))
        for name in shown
    )
    return Question(Asked.ENCODING, tuple(cells.values()), readings, answer)


def _example_cells(content: bytes) -> Iterator[tuple[bytes, str]]:
    """Return the first different cells beyond ASCII, each with its place."""
    seen: set[bytes] = set()
    for number, line in enumerate(_LINE_END.split(content), 1):
        if not _BEYOND_ASCII.search(line):
            continue
        for column, cell in enumerate(map(bytes.strip, _CELL_END.split(line)), 1):
            if cell in seen or not _BEYOND_ASCII.search(cell):
                continue
            seen.add(cell)
            yield cell[:80], f"line {number}, column {column}"
            if len(seen) == EXAMPLES:
                return


def _likely_western(text: str) -> bool:
    """Return whether everything beyond ASCII stands as in a Western European text."""
    left = _WESTERN.sub(lambda word: "" if _is_western(word[0]) else word[0], text)
    return _WESTERN_SIGNS.sub("", left).isascii()


def _is_western(word: str) -> bool:
    """Return whether a word with accents has them as words have: not on most of its letters."""
    accents = sum(not letter.isascii() for letter in word)
    return _WESTERN_WORD.fullmatch(word) is not None and (
        len(word) == 1 or accents * 2 <= len(word)
    )


def _likely_japanese(text: str) -> bool:
    """Return whether kana, full-width signs and the characters of JIS level 1 prevail."""
    if _LONE_IN_WORD.search(text) or _PRIVATE.search(text):
        return False
    runs = _HALF_WIDTH.findall(text)
    if any(len(run) < 2 or run[0] in "ｦｧｨｩｪｫｬｭｮｯｰﾞﾟ" for run in runs):
        return False
    beyond = [sign for sign in _HALF_WIDTH.sub("", text) if not sign.isascii()]
    frequent = sum(map(_is_frequent_japanese, beyond)) + sum(map(len, runs))
    return frequent >= _MOSTLY * (len(beyond) + sum(map(len, runs)))


def _is_frequent_japanese(sign: str) -> bool:
    code = sign.encode("cp932", errors="replace")
    return b"\x88\x9f" <= code <= b"\x98\x72" or _FREQUENT_SIGNS.match(sign) is not None


def _likely_chinese(text: str) -> bool:
    """Return whether the characters of GB 2312 level 1 and full-width signs prevail."""
    return _prevail(text, _is_frequent_chinese)


def _prevail(text: str, is_frequent: Callable[[str], bool]) -> bool:
    if _LONE_IN_WORD.search(text) or _PRIVATE.search(text):
        return False
    beyond = [sign for sign in text if not sign.isascii()]
    return sum(map(is_frequent, beyond)) >= _MOSTLY * len(beyond)


def _is_frequent_chinese(sign: str) -> bool:
    code = sign.encode("gb18030", errors="replace")
    hanzi = len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1
    return hanzi or _FREQUENT_SIGNS.match(sign) is not None


def _likely_euc_japanese(text: str) -> bool:
    """Return whether kana and the characters of JIS level 1 prevail; without kana, are all."""
    if not _likely_japanese(text):
        return False
    beyond = [sign for sign in text if not sign.isascii()]
    return _KANA.search(text) is not None or all(map(_is_frequent_japanese, beyond))


def _likely_traditional(text: str) -> bool:
    """Return whether the frequent characters of Big5 and full-width signs prevail.

    One alone (IFN-污) is more often a Greek letter of another encoding.
    """
    return _HAN_RUN.search(text) is not None and _prevail(text, _is_frequent_traditional)


def _is_frequent_traditional(sign: str) -> bool:
    code = sign.encode("cp950", errors="replace")
    hanzi = len(code) == 2 and 0xA4 <= code[0] <= 0xC6
    return hanzi or _FREQUENT_SIGNS.match(sign) is not None


def _likely_korean(text: str) -> bool:
    """Return whether the Hangul of KS X 1001 and full-width signs prevail."""
    return _HANGUL.search(text) is not None and _prevail(text, _is_frequent_korean)


def _is_frequent_korean(sign: str) -> bool:
    code = sign.encode("euc-kr", errors="replace")
    hangul = len(code) == 2 and 0xB0 <= code[0] <= 0xC8
    return hangul or _FREQUENT_SIGNS.match(sign) is not None


_LIKELY = {
    "cp1252": _likely_western,
    "cp932": _likely_japanese,
    "gb18030": _likely_chinese,
    "euc-jp": _likely_euc_japanese,
    "cp950": _likely_traditional,
    "cp949": _likely_korean,
}


def _undecodable(encodings: list[str] | tuple[str, ...]) -> Exception:
    return refuse_file(
        "The text can't be decoded.",
        found=f"bytes that are not {' or '.join(encodings)}",
        expected=f"text in {', '.join(ENCODINGS.values())}",
        code="encoding",
    )
