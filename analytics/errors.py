"""What can go wrong with analyses."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from ra_registry.core.errors import Conflict, DomainError, ValidationFailed


class EndpointRefused(ValidationFailed):
    """The definition does not fit its campaign, its visits or what exists already."""

    code = "endpoint_refused"


class EndpointSuperseded(Conflict):
    """Somebody stored a newer version after the form was opened; ``current`` is that version."""

    code = "endpoint_superseded"

    def __init__(self, current: Any) -> None:
        super().__init__(
            f"Version {current.version} of “{current.label}” was stored after you opened the form. "
            "Nothing of yours was saved: look at it, then make your change on top of it."
        )
        self.current = current


class PlanRefused(ValidationFailed):
    """The choices can't be computed, change nothing, or say no reason."""

    code = "plan_refused"


class PlanSuperseded(Conflict):
    """Somebody stored a newer version after the form was opened; ``version`` is its number."""

    code = "plan_superseded"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Version {version} of the plan was stored after you opened the form. Nothing of yours "
            "was saved: look at what it changed, then store your choices on top of it."
        )
        self.version = version


class OlderResults(Conflict):
    """Older code stored the results in a shape that can't be shown; computing them again helps."""

    code = "older_results"

    def __init__(self) -> None:
        super().__init__(
            _(
                "These results were computed by older code and can't be shown as they are. They "
                "are computed again by themselves, or at once by “Recompute”."
            )
        )


class ScoresClosed(DomainError):
    """It holds scores of campaigns that are not locked, which the person may not see as yet.

    ``campaigns`` are those.
    """

    status = HTTPStatus.FORBIDDEN
    code = "scores_closed"

    def __init__(self, campaigns: Sequence[Any]) -> None:
        super().__init__(
            _(
                "This holds scores of a reading campaign that is not locked. It opens when the "
                "campaign is locked; until then data managers of the whole study alone see it."
            ),
            details=[f"{one.title}: {one.get_state_display()}" for one in campaigns],
        )
        self.campaigns = tuple(campaigns)


class NotComputed(DomainError):
    """There is no stored result to show or to download yet."""

    status = HTTPStatus.NOT_FOUND
    code = "not_computed"
