"""A person's answers to what a file leaves open: kept with the file, given once a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ra_registry.assays.models import AssayFile
from ra_registry.assays.parsers import Answers


@dataclass(frozen=True)
class FileAnswers:
    """How a file and its layout are to be read; an empty text where nobody has said it."""

    encoding: str = ""
    decimal_mark: str = ""
    layout_encoding: str = ""
    layout_decimal_mark: str = ""

    @classmethod
    def of(cls, file: AssayFile) -> FileAnswers:
        """Return the answers that are kept with a file."""
        return cls(**file.answers)

    def with_those_of(self, other: FileAnswers) -> FileAnswers:
        """Return these answers, replaced by the other's where it has one."""
        return FileAnswers(**{**self.given(), **other.given()})

    def without_layout(self) -> FileAnswers:
        """Return the answers about the file alone."""
        return FileAnswers(encoding=self.encoding, decimal_mark=self.decimal_mark)

    def given(self) -> dict[str, str]:
        """Return the answers there are, as they are stored."""
        return {key: answer for key, answer in asdict(self).items() if answer}

    @property
    def for_file(self) -> Answers:
        return Answers(self.encoding, self.decimal_mark)

    @property
    def for_layout(self) -> Answers:
        return Answers(self.layout_encoding, self.layout_decimal_mark)


UNANSWERED = FileAnswers()
