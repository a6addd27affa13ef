"""How results of campaigns that are not locked are marked, wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentence(titles: Sequence[str]) -> str:
    """Return what is said of results with scores of unlocked campaigns; empty without any."""
    if not titles:
        return ""
    text = ngettext(
        "Preliminary: %(campaigns)s is not locked; its scores can still change.",
        "Preliminary: %(campaigns)s are not locked; their scores can still change.",
        len(titles),
    )
    return text % {"campaigns": quoted(titles)}


def quoted(titles: Sequence[str]) -> str:
    """Return titles as a sentence names them."""
    return ", ".join(_("“%(title)s”") % {"title": one} for one in titles)


def short(titles: Sequence[str]) -> str:
    """Return the same for a foot, in a few words; empty without any."""
    return _("preliminary: %(campaigns)s") % {"campaigns": ", ".join(titles)} if titles else ""


def file_mark(titles: Sequence[str]) -> str:
    """Return what the name of a file with such results ends in."""
    return "-preliminary" if titles else ""
