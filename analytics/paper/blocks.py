"""What the parts of a document are made of: places, words with links, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

# A report has a main part, which is read, and a supplement, which is looked up.
Place = Literal["main", "supplement"]


@dataclass(frozen=True)
class Reference:
    """A place of the same file by its name: ``Table 2`` and its anchor."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Piece:
    """A stretch of words of a line; with an anchor it leads there."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """What every part of a section can say of itself.

    ``place``: in which half of the report it stands; None where its section stands.
    """

    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Numbered(Block):
    """A table or a figure: counted in its half of the report, ``S1`` in the supplement."""

    series: ClassVar[str] = "table"
    number: int = 0

    @property
    def shown(self) -> str:
        """The number with the sign of its half."""
        return f"{'S' if self.place == 'supplement' else ''}{self.number}"

    @property
    def label(self) -> str:
        template = _("Figure %(number)s") if self.series == "figure" else _("Table %(number)s")
        return template % {"number": self.shown}

    @property
    def anchor(self) -> str:
        return f"{self.series}-{self.shown.lower()}"


@dataclass(frozen=True)
class Sentence:
    """One sentence of a paragraph with what it rests on.

    ``sources`` are names of tables and figures, ``cites`` keys of the literature
    (``analytics.paper.literature``).
    """

    text: str
    sources: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Reference, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The sentence with its sources in parentheses and its citations in brackets."""
        return (
            Piece(self.text),
            *enclosed(" (", self.references, ")"),
            *enclosed(" [", self.citations, "]"),
        )


def enclosed(before: str, places: tuple[Reference, ...], after: str) -> tuple[Piece, ...]:
    """Return links with commas between them inside a pair of signs; nothing without a link."""
    pieces = [Piece(before)]
    for position, place in enumerate(places):
        pieces += ([Piece(", ")] if position else []) + [Piece(place.label, place.anchor)]
    return (*pieces, Piece(after)) if places else ()
