"""What a change, its thresholds and its groups of patients are called."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from analytics.design.described import ScoreEndpoint
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.descriptive.change import ChangeSummary
from analytics.tables import formats
from analytics.tables.endpoints import reads_name
from analytics.topics.change.points import PROGRESSION, REPAIR, UNCHANGED


def short_names(endpoints: Sequence[ScoreEndpoint]) -> dict[str, str]:
    """Return a name for each change, by key: its campaign's title where that is enough.

    What a campaign sums is said where it sums several things, and the endpoint's own label where
    only its rules tell two changes apart.
    """
    for naming in (_title, reads_name, _label):
        names = {endpoint.key: naming(endpoint) for endpoint in endpoints}
        if len(set(names.values())) == len(names):
            return names
    return names


def change_title(endpoints: Sequence[ScoreEndpoint]) -> str:
    """Return what the changes are called together: of the readers' mean where all are."""
    if all(by_mean(endpoint) for endpoint in endpoints):
        return _("Change of the readers' mean")
    return _("Change of the score")


def by_mean(endpoint: ScoreEndpoint) -> bool:
    """Whether an endpoint's value is the readers' mean; where each must agree it is, too."""
    return endpoint.reader_rule in {"mean", "each"}


def _title(endpoint: ScoreEndpoint) -> str:
    return endpoint.campaign.title


def _label(endpoint: ScoreEndpoint) -> str:
    return f"{reads_name(endpoint)} ({endpoint.label})"


def beyond(found: ChangeSummary) -> list[tuple[str, Proportion]]:
    """Return each threshold as print has it, ``< −0.5``, with the share of patients beyond it."""
    return [
        *((f"> {one.threshold:g}", one.share) for one in found.above),
        *((formats.rule(f"< {0.0 - one.threshold:g}"), one.share) for one in found.below),
    ]


def beyond_and_relevant(found: ChangeSummary) -> list[tuple[str, Proportion]]:
    """Return each threshold and, last, that of a relevant progression, which counts itself."""
    return [*beyond(found), (f"≥ {found.relevant.threshold:g}", found.relevant.share)]


def group_names() -> dict[str, str]:
    """Return what each group of patients is called, from left to right as it is drawn."""
    return {
        PROGRESSION: _("Progression"),
        UNCHANGED: _("Unchanged"),
        REPAIR: _("Repair"),
    }
