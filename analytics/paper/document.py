"""A document as values: what it says is decided once, for the page and for every format.

Sections give parts without numbers. ``number_parts`` numbers tables and figures in their order and
resolves what sentences name as their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from analytics.tables.table import Table


@dataclass(frozen=True)
class Reference:
    """Where a sentence's figures stand: ``Table 2`` and its anchor."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, one level below the section's own."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences, and the names of the tables and figures that their numbers come from.

    ``remark``: says why something is absent.
    """

    kind: ClassVar[str] = "paragraph"
    text: str
    sources: tuple[str, ...] = ()
    remark: bool = False
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Terms with what is said of them, as in a methods block."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TablePart:
    """A table; ``key`` and ``options`` are those of its CSV.

    ``csv_name``: the name of that file where it is not the table's own.
    """

    kind: ClassVar[str] = "table"
    table: Table
    key: str
    options: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    csv_name: str = ""

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def csv(self) -> str:
        return self.csv_name or self.table.name

    @property
    def label(self) -> str:
        return f"Table {self.number}"

    @property
    def anchor(self) -> str:
        return f"table-{self.number}"

    @property
    def query(self) -> str:
        """The options as they follow the run in an address."""
        return _query(self.options)


@dataclass(frozen=True)
class FigurePart:
    """A figure by its key and options; it is drawn by whoever shows it."""

    kind: ClassVar[str] = "figure"
    key: str
    title: str
    caption: str
    options: Mapping[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def name(self) -> str:
        return "-".join(["figure", self.key, *self.options.values()])

    @property
    def label(self) -> str:
        return f"Figure {self.number}"

    @property
    def anchor(self) -> str:
        return f"figure-{self.number}"

    @property
    def query(self) -> str:
        """The options as they follow the run in an address."""
        return _query(self.options)


Part = Heading | Paragraph | Facts | TablePart | FigurePart


@dataclass(frozen=True)
class Section:
    """A section. ``anchor`` is its place in the page and in the file."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Provenance:
    """What stands at the foot of every page: run, data, fingerprint and date."""

    study: str
    run: int
    data_version: int
    fingerprint: str
    computed_at: str
    synthetic: bool

    @property
    def line(self) -> str:
        """One line for a foot."""
        return (
            f"{self.study} · run {self.run} · data version {self.data_version} · "
            f"fingerprint {self.fingerprint[:16]} · {self.computed_at}"
        )

    def source(self, part: TablePart | FigurePart) -> str:
        """Name the run, and for a table the file of its CSV, in full precision."""
        if isinstance(part, TablePart):
            return f"Run {self.run}; CSV: {self.study}-run{self.run}-{part.csv}.csv."
        return f"Run {self.run}."


@dataclass(frozen=True)
class Document:
    """The whole report."""

    title: str
    provenance: Provenance
    sections: tuple[Section, ...]

    def parts(self) -> Iterator[Part]:
        """Yield every part of every section in order."""
        for section in self.sections:
            yield from section.parts

    def figures(self) -> Iterator[FigurePart]:
        """Yield the figures in order."""
        yield from (part for part in self.parts() if isinstance(part, FigurePart))


def number_parts(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Number tables and figures, and give each paragraph the labels of its sources.

    A source that the report doesn't hold is left out: the sentence then stands alone.
    """
    counted = {TablePart: 0, FigurePart: 0}
    known: dict[str, Reference] = {}
    numbered = []
    for section in sections:
        parts: list[Part] = []
        for part in section.parts:
            kept = part
            if isinstance(part, (TablePart, FigurePart)):
                counted[type(part)] += 1
                kept = replace(part, number=counted[type(part)])
                known[kept.name] = Reference(kept.label, kept.anchor)
            parts.append(kept)
        numbered.append(replace(section, parts=tuple(parts)))
    return tuple(
        replace(section, parts=tuple(_referring(part, known) for part in section.parts))
        for section in numbered
    )


def _referring(part: Part, known: Mapping[str, Reference]) -> Part:
    if not isinstance(part, Paragraph):
        return part
    return replace(part, references=tuple(known[name] for name in part.sources if name in known))


def _query(options: Mapping[str, Any]) -> str:
    return f"&{urlencode(options)}" if options else ""
