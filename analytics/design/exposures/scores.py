"""Totals of readers' scores that can be an exposure, at baseline and as a change."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.design.described import CampaignRef, ScoreEndpoint, Visit
from analytics.design.exposures.span import Span
from analytics.design.variable import FurtherExposure, Variable
from scoring.instruments import Measure, get_instrument, measures_of
from scoring.instruments.measures import REGION
from scoring.models import Campaign
from scoring.models.protocol import CampaignState


def score_exposures(study_id: int, span: Span) -> Iterator[FurtherExposure]:
    """Yield the features and named totals of every campaign that has been opened. One query."""
    campaigns = Campaign.objects.filter(study_id=study_id).exclude(state=CampaignState.DRAFT)
    totals = [(one, total) for one in campaigns.order_by("code") for total in _totals(one)]
    for campaign, total in totals:
        yield _exposure(campaign, total, span.baseline, None)
    if span.follow_up is None:
        return
    for campaign, total in totals:
        yield _exposure(campaign, total, span.baseline, span.follow_up)


def describe_campaign(campaign: Campaign) -> CampaignRef:
    """Return a campaign as a plan carries it."""
    return CampaignRef(
        id=campaign.pk,
        code=campaign.code,
        title=campaign.title,
        instrument=campaign.instrument,
        readers_per_case=campaign.readers_per_case,
        surgery_policy=campaign.surgery_policy,
    )


def _totals(campaign: Campaign) -> list[Measure]:
    """What is summed over the whole image; a region's part is left to endpoints."""
    every = measures_of(get_instrument(campaign.instrument), campaign.features)
    return [one for one in every if REGION not in one.key]


def _exposure(
    campaign: Campaign, total: Measure, first: Visit, second: Visit | None
) -> FurtherExposure:
    """The mean of all planned readers, sites without a score left out as an endpoint's are."""
    kind = "score" if second is None else "score-change"
    # A code stands in names of files, where a colon may not.
    code = f"{kind}.{campaign.code}.{total.key.replace(':', '.')}"
    words = {"score": total.label, "campaign": campaign.title, "first": first.name}
    name = (
        _("%(score)s, %(campaign)s, %(first)s") % words
        if second is None
        else _("%(score)s, %(campaign)s, change from %(first)s to %(second)s")
        % {**words, "second": second.name}
    )
    return FurtherExposure(
        Variable(code, name, _("points"), "linear", "score"),
        column=None,
        endpoint=ScoreEndpoint(
            kind="score",
            id=0,
            key=code,
            version=0,
            label=name,
            campaign=describe_campaign(campaign),
            modality=get_instrument(campaign.instrument).modality.code,
            measure=total.key,
            sites=(),
            reader_rule="mean",
            missing_rule="pairwise",
            baseline=first,
            follow_up=second,
            limit=None,
        ),
    )
