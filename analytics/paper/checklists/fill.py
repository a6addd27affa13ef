"""Where each item of a guideline stands in a report."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from analytics.paper.checklists.items import Guideline, Item
from analytics.paper.checklists.stard import STARD
from analytics.paper.checklists.strobe import STROBE
from analytics.paper.checklists.tripod import TRIPOD
from analytics.paper.document import Checklist, ChecklistRow, Paragraph, Part, Section

GUIDELINES = (STROBE, STARD, TRIPOD)
# Places that every report has.
EVERYWHERE = {"title", "reporting"}


def reporting(sections: Iterable[Section], facts: Collection[str] = ()) -> Section:
    """Return the supplement's section with every guideline that concerns these sections.

    ``facts``: what a plan has that isn't a section of its own, as ``items.DIRECTION``.
    """
    answering = {*_answering(sections), *facts}
    parts: list[Part] = []
    for guideline in GUIDELINES:
        if guideline.needs and not set(guideline.needs) & answering:
            continue
        said = _(
            "Where this report answers %(guideline)s. “Not recorded” means that the registry "
            "doesn't hold it; the authors add it."
        ) % {"guideline": guideline.title}
        parts += [Paragraph(said, cites=(guideline.cites,)), fill(guideline, answering)]
    return Section("reporting", _("Reporting checklists"), tuple(parts), place="supplement")


def fill(guideline: Guideline, answering: Collection[str]) -> Checklist:
    """Return the checklist with the sections, of those ``answering``, that answer each item."""
    rows = tuple(_row(item, answering) for item in guideline.items)
    return Checklist(guideline.key, str(guideline.title), rows)


def _answering(sections: Iterable[Section]) -> set[str]:
    """The anchors of the sections; one that only says why it has nothing answers no item."""
    found = {section.anchor for section in sections if any(map(_tells, section.parts))}
    return found | EVERYWHERE


def _tells(part: Part) -> bool:
    return not (isinstance(part, Paragraph) and part.remark)


def _row(item: Item, answering: Collection[str]) -> ChecklistRow:
    if item.needs and item.needs not in answering:
        return ChecklistRow(item.number, str(item.topic), str(item.text), (), _("Not recorded"))
    found = tuple(anchor for anchor in item.found_in if anchor in answering)
    remark = str(item.remark) or ("" if found else str(item.otherwise) or _("Not recorded"))
    return ChecklistRow(item.number, str(item.topic), str(item.text), found, remark)
