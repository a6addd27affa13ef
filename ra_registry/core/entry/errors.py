"""What a person typed and why it can't be taken: one error for numbers and dates."""

from __future__ import annotations

_LONGEST_SHOWN = 40


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; the edge translates it, this package stays pure."""
    return sentence


class EntryError(ValueError):
    """A typed text that is no number or no date; ``str()`` gives the whole sentence.

    ``expected`` is English with its ``named`` parts filled in; ``template`` is the sentence as the
    edge looks it up in the translations. ``readings`` holds the texts that the person may have
    meant, each of which would be taken as it stands.
    """

    def __init__(
        self, *, found: str, expected: str, readings: tuple[str, ...] = (), **named: str
    ) -> None:
        self.found = shown(found)
        self.template = expected
        self.named = named
        self.readings = readings
        super().__init__(f"Found {self.found}, expected {self.expected}.")

    @property
    def expected(self) -> str:
        return self.template.format(**self.named)


def shown(text: str) -> str:
    """Return what was found as a sentence can hold it: short, on one line, without controls."""
    visible = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)
    visible = visible.strip()
    if not visible:
        return "nothing"
    if len(visible) > _LONGEST_SHOWN:
        return f"{visible[:_LONGEST_SHOWN]}…"
    return visible
