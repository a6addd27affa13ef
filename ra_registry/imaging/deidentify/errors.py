"""Why a file isn't taken: one error of the package, with a key that never changes."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.core.errors import DomainError

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against a file.

    ``code`` is a short stable key. ``message`` is a sentence for people, without the file's name,
    which whoever holds the file puts in front. ``attribute`` is a DICOM keyword, ``found`` its
    value; both are empty where there is none, and ``found`` is never a value that could tell who
    the patient is.
    """

    code: str
    message: str
    attribute: str = ""
    found: str = ""

    def __str__(self) -> str:
        if not self.attribute:
            return self.message
        return f"{self.message} ({self.attribute}: {self.found or 'nothing'})"


class ImageRefused(DomainError, ValueError):
    """A file, or something asked of it, is refused; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.code = refusal.code

    def __reduce__(self) -> tuple[type[ImageRefused], tuple[Refusal]]:
        """Travel between processes whole: a worker's error is told by another process."""
        return type(self), (self.refusal,)


def refused(code: str, message: str, attribute: str = "", found: object = "") -> ImageRefused:
    """Return the error for one reason, what was found cut to a length that can be shown."""
    return ImageRefused(Refusal(code, message, attribute, str(found)[:_LONGEST]))
