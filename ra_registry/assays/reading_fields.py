"""What can be answered about a file: the same names and answers on page, command and API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ra_registry.assays.parsers.encodings import ENCODINGS
from ra_registry.assays.parsers.model import AssayFormat
from ra_registry.assays.services.asked import MARKS

ENCODING_CHOICES = list(ENCODINGS.items())
MARK_CHOICES = [(str(mark), label) for mark, label in MARKS.items()]

ANSWER_CHOICES: dict[str, list[tuple[str, Any]]] = {
    "encoding": ENCODING_CHOICES,
    "decimal_mark": MARK_CHOICES,
    "layout_encoding": ENCODING_CHOICES,
    "layout_decimal_mark": MARK_CHOICES,
}
FORMATS = {
    AssayFormat.MSD_WORKBENCH: _("MSD Discovery Workbench, Methodical Mind"),
    AssayFormat.MSD_PLATE_TEXT: _("MSD plate text"),
}
DATE_ORDERS = {
    "": _("not told"),
    "ymd": _("year, month, day"),
    "mdy": _("month, day, year"),
    "dmy": _("day, month, year"),
    "ambiguous": _("day and month can't be told apart"),
}
ANSWER_HELP = {
    "encoding": _("Encoding of the file, where its content leaves that open."),
    "decimal_mark": _("What the mark before three digits means in the file's numbers."),
    "layout_encoding": _("Encoding of the layout, where its content leaves that open."),
    "layout_decimal_mark": _("What the mark before three digits means in the layout's dilutions."),
}
