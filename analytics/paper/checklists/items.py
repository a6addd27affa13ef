"""What a reporting guideline is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

# A sentence that is translated when it is shown.
Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One item: its number and topic in the guideline, what it asks for in our own words.

    ``found_in``: anchors of the report's sections that answer it. ``remark``: what the registry
    doesn't hold of it; an item without section and remark is "not recorded".
    """

    number: str
    topic: Words
    text: Words
    found_in: tuple[str, ...] = ()
    remark: Words = ""


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
