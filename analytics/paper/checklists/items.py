"""What a reporting guideline is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

# The fact that a report states which values are planned to speak for its outcomes.
DIRECTION = "direction"
# A sentence that is translated when it is shown.
Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One item: its number and topic in the guideline, what it asks for in our own words.

    ``found_in``: anchors of the report's sections that answer it. ``remark``: what the registry
    doesn't hold of it; an item without section and remark is "not recorded", or what ``otherwise``
    says. Not recorded is one whose ``needs``, an anchor or a fact of the report, isn't there.
    """

    number: str
    topic: Words
    text: Words
    found_in: tuple[str, ...] = ()
    remark: Words = ""
    needs: str = ""
    otherwise: Words = ""


@dataclass(frozen=True)
class Guideline:
    """A guideline. ``cites`` is its key in the literature.

    ``needs``: anchors of sections; the guideline concerns a report that holds one of them.
    """

    key: str
    title: Words
    cites: str
    items: tuple[Item, ...]
    needs: tuple[str, ...] = ()
