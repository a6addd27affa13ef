"""The sections of the results: what each topic says, and every outcome after the first."""

from __future__ import annotations

from dataclasses import replace

from analytics.design.options import FURTHER_OUTCOMES
from analytics.paper.document import Part, Section
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import TOPICS


def topic_sections(stored: StoredRun) -> list[Section]:
    """Return the sections of the topics in their order.

    Each outcome after the first has one section, made of what topics say of it. They stand behind
    the last topic that has something to say. What the plan moves stands in the supplement.
    """
    moved = set(stored.plan.supplement)
    last = max(place for place, topic in enumerate(TOPICS) if topic.further)
    sections: list[Section] = []
    for place, topic in enumerate(TOPICS):
        section = topic.section(stored) if topic.section else None
        sections += _placed([section] if section else [], in_supplement=topic.key in moved)
        if place == last:
            sections += _placed(_further(stored), in_supplement=FURTHER_OUTCOMES in moved)
    return sections


def _placed(sections: list[Section], *, in_supplement: bool) -> list[Section]:
    return [replace(one, place="supplement") for one in sections] if in_supplement else sections


def _further(stored: StoredRun) -> list[Section]:
    """One section for each outcome after the first: repair in a study that follows the paper."""
    sections = []
    for outcome in stored.outcomes()[1:]:
        key = outcome.endpoint
        parts: list[Part] = [
            part for topic in TOPICS if topic.further for part in topic.further(stored, key)
        ]
        sections.append(Section(f"outcome-{key}", outcome.label, tuple(parts)))
    return sections
