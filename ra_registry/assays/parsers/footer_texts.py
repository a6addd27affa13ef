"""Lines below a table that are no data: averages, totals, notes, signatures.

Each is named and left out. A line that holds anything of a measurement is no footer: where it
can't be read it is refused as a broken line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ra_registry.assays.parsers.errors import Problem, Severity
from ra_registry.assays.parsers.numbers import plain
from ra_registry.assays.parsers.tables import TableRow

_WORDS = (
    "averages?", "avg", "means?", "medians?", "(?:grand |sub-?)?totals?", "sums?", "counts?", "n",
    "min(?:imum)?", "max(?:imum)?", "range", "s\\.?d\\.?", "sem", r"std\.?(?: ?dev\.?(?:iation)?)?",
    "standard deviation", "%? ?cv", "footnotes?", "notes?", "comments?", "remarks?", "legend",
    "signatures?", "signed", "sign(?:ed)? off", "(?:reviewed|approved|checked|performed|prepared)",
    "(?:printed|exported|created|generated|measured|analy[sz]ed|verified|validated)", "operator",
    "(?:certified|released|issued)", "analyst", "technician", "date", "page", "end(?: of .*)?",
    "eof", "software", "disclaimer", "copyright", "confidential",
    "mittelwert", "summe", "gesamt", "anzahl", "anmerkung(?:en)?", "bemerkung(?:en)?", "hinweis",
    "unterschrift", "geprüft", "freigegeben", "datum", "moyenne", "somme", "remarques?", "visa",
    "media", "promedio", "suma", "notas?", "firma", "fecha",
    "平均値?", "合計", "総計", "小計", "標準偏差", "備考", "注記?", "署名", "測定者", "確認者",
    "承認者?", "作成者?", "日付",
    "平均值", "总计", "合计", "备注", "签名", "操作员", "审核", "日期",
)  # fmt: skip
_FOOTER = re.compile(
    rf"[\s*#_=-]*(?:{'|'.join(_WORDS)})(?=$|[\s:;.,=()/：])|[*†‡©]|\(\s*(?:{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r".*[^\W\d].*(?:\s.*[^\W\d]|[:：.。])", re.DOTALL)
_RULE = re.compile(r"[-=_*#~ ]{3,}")


def is_footer_text(text: str) -> bool:
    """Return whether a text begins like a line below a table.

    >>> [is_footer_text(text) for text in ("Average", "Reviewed by: AC", "Total-1", "RA-017")]
    [True, True, False, False]
    """
    return _FOOTER.match(plain(text)) is not None


def is_note(text: str) -> bool:
    """Return whether a text is a sentence or a label rather than a name or a figure."""
    return _NOTE.fullmatch(plain(text)) is not None or _RULE.fullmatch(text) is not None


def is_footer_line(cells: Sequence[str], *, taken: Collection[str]) -> bool:
    """Return whether a line below a grid is a footer; ``taken`` are the grid's row letters."""
    filled = [cell for cell in cells if cell]
    if not filled or (cells[0].upper() in taken and len(cells[0]) == 1):
        return False
    return is_footer_text(filled[0]) or (len(filled) == 1 and is_note(filled[0]))


def footer_warning(row: TableRow, *, sheet: str = "") -> Problem:
    """Return the warning that names a line left out as a footer."""
    return Problem(
        line=row.line,
        column="whole line",
        found=" ".join(cell for cell in row.cells if cell),
        expected="a line of data; a footer is left out",
        message="The line is read as a footer below the table and left out.",
        severity=Severity.WARNING,
        code="footer",
        sheet=sheet,
    )
