"""Which image series each time point of an own case has: no date, no visit, no person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.imaging.modalities import modality_of
from ra_registry.imaging.models import ImagingExamination
from scoring.cells import column_letter
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign, CaseTimePoint


@dataclass(frozen=True)
class Series:
    """One line of what was made, or wasn't."""

    text: str
    present: bool


@dataclass(frozen=True)
class ColumnImages:
    """The series of one time point, and the features that can't be judged for want of one."""

    letter: str
    series: tuple[Series, ...]
    lacking: frozenset[str]


@dataclass(frozen=True)
class CaseImages:
    """The images of a case in its reader's columns.

    ``side`` is "R" or "L" where one hand was examined, the same at every time point; else "".
    """

    side: str
    columns: tuple[ColumnImages, ...]

    @property
    def side_label(self) -> str:
        """The side in words."""
        return {"R": _("Right hand"), "L": _("Left hand")}.get(self.side, "")


def images_of(assignment: Assignment) -> CaseImages:
    """Return what a reader may know of the examinations of an own case. One query."""
    campaign = assignment.case.campaign
    points = CaseTimePoint.objects.filter(case=assignment.case).select_related("examination")
    found = {point.position: point.examination for point in points}
    sides = {examination.side for examination in found.values() if examination is not None}
    one_side = sides.pop() if len(sides) == 1 else ""
    return CaseImages(
        side=one_side if one_side in {"R", "L"} else "",
        columns=tuple(
            _column(campaign, column_letter(column), found.get(position))
            for column, position in enumerate(assignment.order, start=1)
        ),
    )


def _column(
    campaign: Campaign, letter: str, examination: ImagingExamination | None
) -> ColumnImages:
    if examination is None:
        return ColumnImages(letter, (Series(_("no examination"), present=False),), frozenset())
    lacking = {
        feature.key
        for feature in map(get_instrument(campaign.instrument).feature, campaign.features)
        if feature.needs is not None and not getattr(examination, feature.needs.field)
    }
    return ColumnImages(letter, tuple(_series(examination)), frozenset(lacking))


def _series(examination: ImagingExamination) -> list[Series]:
    modality = modality_of(examination.modality)
    if not modality.has_series:
        return [Series(_(modality.label), present=True)]
    return [
        Series(_("T1 before contrast") if examination.has_t1 else _("no T1"), examination.has_t1),
        Series(
            _("T1 after contrast") if examination.has_t1_contrast else _("no contrast series"),
            examination.has_t1_contrast,
        ),
        Series(
            _("T2 with fat suppression, or STIR")
            if examination.has_t2_fs_or_stir
            else _("no T2 with fat suppression, no STIR"),
            examination.has_t2_fs_or_stir,
        ),
        Series(
            ngettext("%(n)d plane", "%(n)d planes", examination.planes) % {"n": examination.planes},
            present=True,
        ),
    ]
