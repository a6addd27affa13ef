"""What can't be done with campaigns and readings. Each message says why and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.translation import gettext

from ra_registry.core.errors import Conflict, DomainError, Locked, NotAllowed
from scoring.instruments import Problem


class CampaignNotReady(DomainError):
    """The campaign can't be opened yet; ``details`` lists what is missing."""

    status = HTTPStatus.CONFLICT
    code = "campaign_not_ready"


class CampaignLocked(Locked):
    """The campaign's state doesn't allow the step."""

    code = "campaign_locked"


class CaseWithdrawn(Locked):
    """Something that the case is made of is voided; it is read again when that is restored."""

    code = "case_withdrawn"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This case is not read at present: nothing more is saved until it is read again. "
                "What was saved before is kept."
            )
        )


class CaseNotReleased(Conflict):
    """The case is read later; what it waits for would tell the reader what it is."""

    code = "case_not_released"

    def __init__(self) -> None:
        super().__init__(gettext("This case is released later. Read another one first."))


class CertificateMissing(Conflict):
    """The campaign asks for a certificate that its reader doesn't hold at present."""

    code = "certificate_missing"

    def __init__(self, instrument: str) -> None:
        super().__init__(
            gettext(
                "This campaign asks for a valid certificate for %(instrument)s: read a calibration "
                "first, or ask the data manager."
            )
            % {"instrument": instrument}
        )


class CasesRefused(DomainError):
    """No cases can be made from these planned visits."""

    code = "cases_refused"


class OtherReader(NotAllowed):
    """The page was opened by one person, and another one is signed in on that computer now."""

    code = "other_reader"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Somebody else is signed in on this computer now. Nothing was saved in their name."
            )
        )


class ReadersRefused(DomainError):
    """These people can't read the campaign's cases."""

    code = "readers_refused"


@dataclass(frozen=True)
class SiteProblem:
    """A problem with one cell: the true position of its time point, and what is wrong there."""

    position: int
    problem: Problem


class ScoresRefused(DomainError):
    """Scores that the instrument doesn't take. Nothing of the request was saved."""

    code = "scores_refused"

    def __init__(self, problems: list[SiteProblem]) -> None:
        self.problems = problems
        messages = [found.problem.message for found in problems]
        if len(messages) == 1:
            super().__init__(messages[0])
        else:
            super().__init__(
                f"{len(messages)} scores can't be saved; nothing of this request was.",
                details=messages,
            )


class ReadingLocked(Locked):
    """The reading is submitted."""

    code = "reading_locked"


class ReadingChanged(Conflict):
    """Another tab or device saved this draft after the request's revision."""

    code = "reading_changed"


class IncompleteReading(DomainError):
    """Sites without score and reason; ``missing`` holds (true position, item code)."""

    code = "incomplete_reading"

    def __init__(self, missing: list[tuple[int, str]], sites: list[str]) -> None:
        self.missing = missing
        n = len(missing)
        noun = "site has" if n == 1 else "sites have"
        super().__init__(f"{n} {noun} neither a score nor a reason.", details=sites)


class CorrectionRefused(DomainError):
    """A correction can't be opened, or its reason would un-blind the reader."""

    code = "correction_refused"


class ImportRefused(DomainError):
    """A batch of readings that can't be stored; nothing of it was."""

    code = "import_refused"
