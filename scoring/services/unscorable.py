"""Features that can't be scored because their image series was not made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from ra_registry.imaging.models import ImagingExamination
from scoring.instruments import UnscorableReason
from scoring.models import Campaign, CaseTimePoint, InstrumentItem, Reading, SiteScore


@dataclass(frozen=True)
class NeededSeries:
    """The examination's field that tells whether the series exists, and the reason without it."""

    field: str
    reason: UnscorableReason


# OMERACT core set: synovitis is judged on T1 after contrast, bone marrow oedema on T2 with fat
# suppression or STIR. Tenosynovitis has an effusion component and stays the reader's judgement.
NEEDED_SERIES = {
    "synovitis": NeededSeries("has_t1_contrast", UnscorableReason.NO_CONTRAST),
    "bme": NeededSeries("has_t2_fs_or_stir", UnscorableReason.SEQUENCE_MISSING),
}


def prefill_missing_series(reading: Reading, campaign: Campaign) -> int:
    """Give every site of an unscorable feature its reason; return how many. At most three queries.

    Kept to features that the campaign reads; radiographs have no series.
    """
    points = CaseTimePoint.objects.filter(case=reading.assignment.case).select_related(
        "examination"
    )
    wanted = [
        (point, feature, NEEDED_SERIES[feature].reason)
        for point in points
        for feature in campaign.features
        if feature in NEEDED_SERIES and _lacks(point.examination, NEEDED_SERIES[feature].field)
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
    return (
        examination is not None and examination.modality == "MR" and not getattr(examination, field)
    )
