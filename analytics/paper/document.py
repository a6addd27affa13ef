"""A document as values: what it says is decided once, for the page and for every format.

Sections give parts without numbers. ``analytics.paper.numbering`` numbers tables, figures and
references in their order and resolves what sentences name as their source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from analytics.paper.blocks import Block, Numbered, Piece, Place, Reference, Sentence, enclosed
from analytics.preliminary import file_mark, sentence, short
from analytics.tables.table import Table


@dataclass(frozen=True)
class Heading(Block):
    """A heading inside a section, one level below the section's own."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    """Sentences, and the names of the tables and figures that their numbers come from.

    ``remark``: says why something is absent. ``more``: sentences that follow, each with sources
    and citations of its own.
    """

    kind: ClassVar[str] = "paragraph"
    text: str
    sources: tuple[str, ...] = ()
    remark: bool = False
    references: tuple[Reference, ...] = ()
    cites: tuple[str, ...] = ()
    citations: tuple[Reference, ...] = ()
    more: tuple[Sentence, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words as every format writes them."""
        first = Sentence(
            self.text, self.sources, self.cites, self.references, self.citations
        ).pieces
        following = [piece for one in self.more for piece in (Piece(" "), *one.pieces)]
        return (*first, *following)


@dataclass(frozen=True)
class Facts(Block):
    """Terms with what is said of them, as in a methods block."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TablePart(Numbered):
    """A table; ``key`` and ``options`` are those of its CSV.

    ``csv_name``: the name of that file where it is not the table's own.
    """

    kind: ClassVar[str] = "table"
    table: Table
    key: str
    options: Mapping[str, str] = field(default_factory=dict)
    csv_name: str = ""

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def csv(self) -> str:
        return self.csv_name or self.table.name

    @property
    def query(self) -> str:
        """The options as they follow the run in an address."""
        return _query(self.options)


@dataclass(frozen=True)
class FigurePart(Numbered):
    """A figure by its key and options; it is drawn by whoever shows it.

    ``caption`` says what the marks mean. ``abbreviations``: those that the drawing uses besides
    what ``analytics.paper.abbreviations`` knows of the figure.
    """

    kind: ClassVar[str] = "figure"
    series: ClassVar[str] = "figure"
    key: str
    title: str
    caption: str
    options: Mapping[str, str] = field(default_factory=dict)
    abbreviations: tuple[str, ...] = ()
    # Filled in with the number: the legend's last sentence.
    spelled: str = ""

    @property
    def name(self) -> str:
        return "-".join(["figure", self.key, *self.options.values()])

    @property
    def query(self) -> str:
        """The options as they follow the run in an address."""
        return _query(self.options)

    @property
    def legend(self) -> str:
        """What stands after the title under the figure: the marks, then the abbreviations."""
        return " ".join(said for said in (self.caption, self.spelled) if said)


@dataclass(frozen=True)
class ChecklistRow:
    """One item of a reporting checklist and where the report answers it.

    ``sources``: anchors of sections or names of tables and figures. ``remark``: what is missing
    of it, or that it is not there at all.
    """

    number: str
    topic: str
    text: str
    sources: tuple[str, ...]
    remark: str = ""
    references: tuple[Reference, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Where the item stands, as every format writes it."""
        places = enclosed("", self.references, "")
        remark = (Piece(self.remark),) if self.remark else ()
        return (*places, Piece("; "), *remark) if places and remark else places or remark


@dataclass(frozen=True)
class Checklist(Numbered):
    """A reporting guideline, item by item. Numbered as a table, since it is one to its reader."""

    kind: ClassVar[str] = "checklist"
    key: str
    title: str
    rows: tuple[ChecklistRow, ...]

    @property
    def name(self) -> str:
        return f"checklist-{self.key}"

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns' headings."""
        return (_("No."), _("Topic"), _("Item"), _("Where"))


@dataclass(frozen=True)
class Entry:
    """One line of the reference list."""

    number: int
    text: str

    @property
    def anchor(self) -> str:
        return f"reference-{self.number}"


@dataclass(frozen=True)
class References(Block):
    """The literature by first citation."""

    kind: ClassVar[str] = "references"
    entries: tuple[Entry, ...]


Part = Heading | Paragraph | Facts | TablePart | FigurePart | Checklist | References


@dataclass(frozen=True)
class Section:
    """A section. ``anchor`` is its place in the page and in the file."""

    anchor: str
    title: str
    parts: tuple[Part, ...]
    place: Place = "main"


@dataclass(frozen=True)
class Provenance:
    """What stands at the foot of every page: run, data, fingerprint and date."""

    study: str
    run: int
    data_version: int
    fingerprint: str
    computed_at: str
    synthetic: bool
    # Titles of the campaigns that are not locked.
    preliminary: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """One line for a foot."""
        said = (
            f"{self.study} · run {self.run} · data version {self.data_version} · "
            f"fingerprint {self.fingerprint[:16]} · {self.computed_at}"
        )
        return f"{said} · {short(self.preliminary)}" if self.preliminary else said

    @property
    def caution(self) -> str:
        """What stands under the title of results that can still change; else empty."""
        return sentence(self.preliminary)

    def csv_file(self, name: str) -> str:
        """Return the file name of a table's CSV."""
        return f"{self.study}-run{self.run}-{name}{file_mark(self.preliminary)}.csv"

    def source(self, part: TablePart) -> str:
        """Name the run and the file of the table's CSV, which is in full precision."""
        said = {"run": self.run, "file": self.csv_file(part.csv)}
        return _("Run %(run)d; CSV: %(file)s.") % said


@dataclass(frozen=True)
class Chapter:
    """One half of the report. The main part needs no heading of its own."""

    anchor: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """The whole report; ``sections`` as ``number_parts`` returns them."""

    title: str
    provenance: Provenance
    sections: tuple[Section, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The main part and, where there is one, the supplement."""
        main = tuple(one for one in self.sections if one.place == "main")
        rest = tuple(one for one in self.sections if one.place == "supplement")
        first = Chapter("main", "", main)
        return (first, Chapter("supplement", _("Supplement"), rest)) if rest else (first,)

    def parts(self) -> Iterator[Part]:
        """Yield every part of every section in order."""
        for section in self.sections:
            yield from section.parts

    def figures(self) -> Iterator[FigurePart]:
        """Yield the figures in order."""
        yield from (part for part in self.parts() if isinstance(part, FigurePart))


def _query(options: Mapping[str, Any]) -> str:
    return f"&{urlencode(options)}" if options else ""
