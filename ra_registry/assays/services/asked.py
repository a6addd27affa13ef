"""A file's questions in words, with what speaks for and against each answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ra_registry.assays.parsers import Asked, DecimalMark, ParsedFile, Question
from ra_registry.assays.parsers.encodings import ENCODINGS
from ra_registry.assays.services.quantities import Master
from ra_registry.assays.services.scale import Usual, as_read, doubts_on, signal_under
from ra_registry.assays.services.wells import Resolved

MARKS = {
    DecimalMark.POINT: gettext_lazy("A point stands before decimals, a comma groups thousands"),
    DecimalMark.COMMA: gettext_lazy("A comma stands before decimals, a point groups thousands"),
}


@dataclass(frozen=True)
class Answer:
    """One possible answer. ``doubts`` are sentences on what contradicts it."""

    answer: str
    label: str
    cells: list[str]
    doubts: list[str]


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is shown. ``answer`` is empty while it is open.

    ``cells`` are the example cells as printed and ``places`` where they stand; where the encoding
    is asked nobody knows what is printed, and ``cells`` is empty.
    """

    key: str
    title: str
    cells: list[str]
    places: list[str]
    readings: list[Answer]
    answer: str

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def chosen(self) -> Answer | None:
        return next((one for one in self.readings if one.answer == self.answer), None)


def asked_of(
    parsed: ParsedFile, resolved: Resolved, master: Master | None, usual: Usual
) -> list[AskedQuestion]:
    """Return the questions of a file; without a lot (``master``) no scale speaks for or against."""
    return [_worded(question, resolved, master, usual) for question in parsed.questions]


def doubts_as_read(resolved: Resolved, master: Master, usual: Usual) -> list[str]:
    """Return what contradicts the signals as the file was read."""
    return doubts_on(resolved, master, usual, as_read)


def _worded(
    question: Question, resolved: Resolved, master: Master | None, usual: Usual
) -> AskedQuestion:
    of_signals = question.asked == Asked.DECIMAL_MARK and not question.of_layout
    readings = []
    for reading in question.readings:
        doubts = []
        if of_signals and master is not None:
            signal = signal_under(DecimalMark(reading.answer))
            doubts = doubts_on(resolved, master, usual, signal)
        label = _label(question, reading.answer)
        readings.append(Answer(str(reading.answer), label, list(reading.cells), doubts))
    return AskedQuestion(
        key=question.key,
        title=_title(question),
        cells=list(question.printed),
        places=list(question.places),
        readings=readings,
        answer=str(question.answer),
    )


def _label(question: Question, answer: str) -> str:
    if question.asked == Asked.ENCODING:
        return ENCODINGS.get(answer, answer)
    return str(MARKS[DecimalMark(answer)])


def _title(question: Question) -> str:
    if question.asked == Asked.ENCODING:
        if question.of_layout:
            return _("In which encoding is the layout written?")
        return _("In which encoding is the file written?")
    if question.of_layout:
        return _("What does the mark before three digits mean in the layout's dilutions?")
    return _("What does the mark before three digits mean in the file's numbers?")
