"""Of which campaigns an export holds scores, and what it says of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from analytics.preliminary import quoted, sentence
from ra_registry.accounts.models import User
from scoring.models import Campaign
from scoring.models.protocol import CampaignState


@dataclass(frozen=True)
class ExportedScores:
    """The campaigns of a study by what is done with their scores: put in, or left out."""

    held: tuple[Campaign, ...]
    left_out: tuple[Campaign, ...]

    @property
    def campaign_ids(self) -> tuple[int, ...]:
        """Ids of the campaigns whose scores are put in."""
        return tuple(one.pk for one in self.held)

    def sentences(self) -> list[str]:
        """Return what is preliminary and what is left out, for people."""
        said = [
            sentence([one.title for one in self._preliminary()]),
            _left_out([one.title for one in _begun(self.left_out)]),
        ]
        return [one for one in said if one]

    def facts(self) -> dict[str, Any]:
        """Return the same as codes, for the manifest."""
        return {
            "preliminary": [one.code for one in self._preliminary()],
            "left_out": [one.code for one in _begun(self.left_out)],
        }

    def _preliminary(self) -> list[Campaign]:
        return [one for one in _begun(self.held) if one.is_preliminary]


def _begun(campaigns: Sequence[Campaign]) -> list[Campaign]:
    """Those that can have scores: one that is being set up has none to speak of."""
    return [one for one in campaigns if one.state != CampaignState.DRAFT]


def _left_out(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    text = ngettext(
        "Scores of %(campaigns)s are left out: they open when the campaign is locked.",
        "Scores of %(campaigns)s are left out: they open when each campaign is locked.",
        len(titles),
    )
    return text % {"campaigns": quoted(titles)}


def scores_for(study_id: int, person: User | None) -> ExportedScores:
    """Return what a person's export of a study holds. Two queries.

    Without a person, as on the command line, it holds what is open to all who may view readings.
    """
    visible = (
        Campaign.objects.results_visible_to(person) if person else Campaign.objects.results_open()
    )
    campaigns = list(Campaign.objects.filter(study_id=study_id).order_by("code"))
    seen = set(visible.filter(study_id=study_id).values_list("pk", flat=True))
    return ExportedScores(
        held=tuple(one for one in campaigns if one.pk in seen),
        left_out=tuple(one for one in campaigns if one.pk not in seen),
    )
