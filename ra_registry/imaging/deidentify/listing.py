"""Short forms in which the allow-lists are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from ra_registry.imaging.deidentify.rules import Attribute, Kind


@dataclass(frozen=True, slots=True)
class Level:
    """What may stand at one place: attributes, and sequences whose items are levels again."""

    attributes: dict[int, Attribute]
    inside: dict[int, Level] = field(default_factory=dict)


def numbers(keywords: str, fewest: int = 1, most: int = 1) -> tuple[Attribute, ...]:
    """Return attributes that are measured."""
    return tuple(Attribute(name, Kind.NUMBER, fewest, most) for name in keywords.split())


def needed_numbers(keywords: str) -> tuple[Attribute, ...]:
    """Return attributes without which pixels can't be read."""
    return tuple(Attribute(name, Kind.NUMBER, needed=True) for name in keywords.split())


def word(keyword: str, words: tuple[str, ...]) -> Attribute:
    """Return an attribute that says one word of a list."""
    return Attribute(keyword, Kind.WORD, words=words)


def some(keyword: str, words: tuple[str, ...], most: int = 16) -> Attribute:
    """Return an attribute that says several words, of which those of the list are carried."""
    return Attribute(keyword, Kind.WORD, 1, most, words, partly=True)


def of_kind(kind: Kind, keywords: str, *, needed: bool = False) -> tuple[Attribute, ...]:
    """Return attributes of one kind."""
    return tuple(Attribute(name, kind, needed=needed) for name in keywords.split())


def by_tag(attributes: tuple[Attribute, ...]) -> dict[int, Attribute]:
    """Return attributes by their tags."""
    return {attribute.tag: attribute for attribute in attributes}
