"""Order, numbers and references of a document's parts.

The main part comes first, then the supplement; each has tables and figures numbered of its own.
The literature is numbered by first citation through both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from analytics.paper.abbreviations import spelled
from analytics.paper.blocks import Place, Reference, Sentence
from analytics.paper.document import (
    Checklist,
    Entry,
    FigurePart,
    Paragraph,
    Part,
    References,
    Section,
    TablePart,
)
from analytics.paper.literature import LITERATURE

PLACES: tuple[Place, ...] = ("main", "supplement")
# Returns the numbers of works by their keys.
Cite = Callable[[tuple[str, ...]], tuple[Reference, ...]]


def number_parts(
    sections: Iterable[Section], literature: Mapping[str, str] = LITERATURE
) -> tuple[Section, ...]:
    """Return the sections in order, numbered, each sentence with the labels of its sources.

    A source that the report doesn't hold is left out: the sentence then stands alone. Where
    something is cited, the main part ends with the list of references. Raises KeyError for a key
    that ``literature`` doesn't have.
    """
    placed = _placed(tuple(sections))
    numbered, known = _numbered(placed)
    cited: dict[str, Reference] = {}
    cite = partial(_cite, cited)
    resolved = [
        replace(
            section,
            parts=tuple(_resolved(part, known, cite) for part in section.parts),
        )
        for section in numbered
    ]
    if not cited:
        return tuple(resolved)
    entries = tuple(Entry(number, literature[key]) for number, key in enumerate(cited, 1))
    listed = Section("references", _("References"), (References(entries, place="main"),))
    ends = sum(section.place == "main" for section in resolved)
    return (*resolved[:ends], listed, *resolved[ends:])


def _placed(sections: tuple[Section, ...]) -> list[Section]:
    """Give every part its half, the main half first.

    A section with parts of both halves is divided; its other half is named alike.
    """
    found: dict[Place, list[Section]] = {"main": [], "supplement": []}
    for section in sections:
        halves: dict[Place, list[Part]] = {"main": [], "supplement": []}
        for part in section.parts:
            place = part.place or section.place
            halves[place].append(replace(part, place=place))
        for place in PLACES:
            if halves[place] or (place == section.place and not section.parts):
                own = place == section.place
                anchor = section.anchor if own else f"{section.anchor}-{place}"
                parts = tuple(halves[place])
                found[place].append(Section(anchor, section.title, parts, place))
    return [section for place in PLACES for section in found[place]]


def _numbered(sections: list[Section]) -> tuple[list[Section], dict[str, Reference]]:
    """Number tables and figures within each half; return also what each name leads to."""
    counted: defaultdict[tuple[Place | None, str], int] = defaultdict(int)
    known = {"title": Reference(_("Title"), "title")}  # unseen
    known |= {section.anchor: Reference(section.title, section.anchor) for section in sections}
    numbered = []
    for section in sections:
        parts: list[Part] = []
        for part in section.parts:
            kept = part
            if isinstance(part, (TablePart, FigurePart, Checklist)):
                counted[part.place, part.series] += 1
                kept = replace(part, number=counted[part.place, part.series])
                known[kept.name] = Reference(kept.label, kept.anchor)
            if isinstance(kept, FigurePart):
                kept = replace(kept, spelled=spelled(kept))
            parts.append(kept)
        numbered.append(replace(section, parts=tuple(parts)))
    return numbered, known


def _cite(cited: dict[str, Reference], keys: tuple[str, ...]) -> tuple[Reference, ...]:
    """Return the numbers of works, the next free one for a work that is cited first here."""
    for key in keys:
        number = len(cited) + 1
        cited.setdefault(key, Reference(str(number), f"reference-{number}"))
    return tuple(cited[key] for key in keys)


def _resolved(part: Part, known: Mapping[str, Reference], cite: Cite) -> Part:
    if isinstance(part, Paragraph):
        own = Sentence("", part.sources, part.cites)
        first, *more = [_leading(one, known, cite) for one in (own, *part.more)]
        return replace(
            part, references=first.references, citations=first.citations, more=tuple(more)
        )
    if isinstance(part, Checklist):
        rows = [replace(row, references=_found(row.sources, known)) for row in part.rows]
        return replace(part, rows=tuple(rows))
    return part


def _leading(sentence: Sentence, known: Mapping[str, Reference], cite: Cite) -> Sentence:
    return replace(
        sentence, references=_found(sentence.sources, known), citations=cite(sentence.cites)
    )


def _found(sources: tuple[str, ...], known: Mapping[str, Reference]) -> tuple[Reference, ...]:
    return tuple(known[name] for name in sources if name in known)
