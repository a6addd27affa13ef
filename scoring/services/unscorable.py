"""Features that can't be scored because their image series was not made."""

from __future__ import annotations

from django.utils import timezone

from ra_registry.imaging.models import ImagingExamination
from scoring.instruments import get_instrument
from scoring.models import Campaign, CaseTimePoint, InstrumentItem, Reading, SiteScore


def prefill_missing_series(reading: Reading, campaign: Campaign) -> int:
    """Give every site of an unscorable feature its reason; return how many. At most three queries.

    Kept to features that the campaign reads and whose instrument says what series they need.
    """
    points = CaseTimePoint.objects.filter(case=reading.assignment.case).select_related(
        "examination"
    )
    features = map(get_instrument(campaign.instrument).feature, campaign.features)
    needs = [(feature.key, feature.needs) for feature in features if feature.needs is not None]
    wanted = [
        (point, key, needed.reason)
        for point in points
        for key, needed in needs
        if _lacks(point.examination, needed.field)
    ]
    if not wanted:
        return 0
    items: dict[str, list[int]] = {}
    rows = InstrumentItem.objects.filter(
        instrument=campaign.instrument, feature__in=[feature for _, feature, _ in wanted]
    )
    for pk, feature in rows.values_list("pk", "feature"):
        items.setdefault(feature, []).append(pk)
    now = timezone.now()
    created = SiteScore.objects.bulk_create(
        SiteScore(
            reading=reading, time_point=point, item_id=item, reason=reason.value, entered_at=now
        )
        for point, feature, reason in wanted
        for item in items[feature]
    )
    return len(created)


def _lacks(examination: ImagingExamination | None, field: str) -> bool:
    return examination is not None and not getattr(examination, field)
