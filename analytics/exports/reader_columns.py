"""What the columns of one reader's scores are called and say when they are exported."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from analytics.datasets.dataset import ADJUDICATOR
from analytics.datasets.meta import DescribedReadSet
from analytics.exports.names import letters
from analytics.exports.table import ExportColumn
from analytics.tables.names import feature_name

DECIMAL, WHOLE = "decimal number", "whole number"


def of_reader(read_set: DescribedReadSet, parts: Sequence[str]) -> ExportColumn:
    """Return the column of ``<feature>/r<person>/<part>``, in points where it is a sum.

    Who the person is never leaves, the letter stands. ``<feature>/adjudicator/<part>`` is of
    whoever was the third reader.
    """
    feature, reader, part = parts
    what, unit, kind, short = _part(part, read_set)
    said = {
        "title": read_set.title,
        "feature": feature_name(feature, read_set.instrument),
        "what": what,
    }
    if reader == ADJUDICATOR:
        letter = "adj"
        label = _("%(title)s: %(feature)s, third reader, %(what)s") % said
    else:
        letter = letters(read_set.readers.index(int(reader.removeprefix("r"))))
        label = _("%(title)s: %(feature)s, reader %(letter)s, %(what)s") % {
            **said,
            "letter": letter.upper(),
        }
    return ExportColumn(f"{read_set.key}_{feature}_{letter}_{short}", label, kind, unit)


def _part(part: str, read_set: DescribedReadSet) -> tuple[str, str, str, str]:
    """Return what a part of one reader's scores is, its unit, its kind and its short name."""
    visits = {"first": read_set.baseline, "last": read_set.follow_up or ""}
    points, sites = _("points"), _("sites")
    return {
        "baseline_half": (_("sum at %(first)s") % visits, points, DECIMAL, "base"),
        "baseline_sites": (_("sites scored at %(first)s") % visits, sites, WHOLE, "base_n"),
        "follow_up_half": (_("sum at %(last)s") % visits, points, DECIMAL, "fu"),
        "follow_up_sites": (_("sites scored at %(last)s") % visits, sites, WHOLE, "fu_n"),
        "change_half": (_("change over sites scored at both visits"), points, DECIMAL, "chg"),
        "pairs": (_("sites scored at both visits"), sites, WHOLE, "pairs"),
        "worse": (_("sites that became worse"), sites, WHOLE, "worse"),
        "better": (_("sites that became better"), sites, WHOLE, "better"),
    }[part]
