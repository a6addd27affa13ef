"""What MRI and radiographs say of the same bones of a patient, once both campaigns are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Visit
from scoring.cells import text_of
from scoring.entries import EntriesByPosition, entries_of_each
from scoring.instruments import Entry, Item, Score, get_instrument, rounded
from scoring.instruments.same_bones import (
    MRI_INSTRUMENTS,
    SIDES,
    SameBone,
    any_damage,
    is_worse,
    mean_change,
    mean_score,
    partners_of,
    same_bones,
)
from scoring.models import Campaign, Case, CaseTimePoint, Reading
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import CampaignKind

# What damage is called that one modality alone shows: on MRI, on the radiograph.
PRESENT = {
    "erosion": (
        gettext_noop("Eroded on MRI only: %(visits)s"),
        gettext_noop("Eroded on the radiograph only: %(visits)s"),
    ),
    "jsn": (
        gettext_noop("Narrowed on MRI only: %(visits)s"),
        gettext_noop("Narrowed on the radiograph only: %(visits)s"),
    ),
}


@dataclass(frozen=True)
class Cell:
    """One site at one visit: the readers' mean, of how many, and what each reading says."""

    mean: Fraction | None
    n: int
    readings: tuple[tuple[Reading, str], ...]

    @property
    def text(self) -> str:
        """The mean with two decimals at most; empty where nobody scored the site."""
        return "" if self.mean is None else f"{rounded(self.mean).normalize():f}"


@dataclass(frozen=True)
class Line:
    """One site of MRI, by visit; None where there was no MRI."""

    item: Item
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Row:
    """One site of the radiograph with the sites of MRI in it, and where the two disagree."""

    bone: SameBone
    films: tuple[Cell | None, ...]
    lines: tuple[Line, ...]
    disagreements: tuple[str, ...]

    @property
    def by_visit(self) -> list[tuple[Line, list[tuple[Cell | None, Cell | None]]]]:
        """Per site of MRI, its cell and the radiograph's at each visit."""
        return [(line, list(zip(line.cells, self.films, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class Section:
    """The rows of one feature."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bones:
    """The page. ``side`` is "" where MRI examinations don't agree on one; then nothing is shown."""

    side: str
    visits: tuple[Visit, ...]
    sections: tuple[Section, ...]

    @property
    def n_columns(self) -> int:
        """Columns of the table: two of sites, two a visit, and the words."""
        return 2 + 2 * len(self.visits) + 1

    @property
    def n_disagreeing(self) -> int:
        return sum(bool(row.disagreements) for one in self.sections for row in one.rows)


@dataclass(frozen=True)
class _Read:
    """A case as it was read: place of each visit, and readings with their entries."""

    case: Case
    positions: Mapping[int, int]
    readings: tuple[tuple[Reading, EntriesByPosition], ...]

    def entries(self, visit: Visit, item: Item) -> list[tuple[Reading, Entry | None]]:
        position = self.positions[visit.pk]
        return [(one, found.get(position, {}).get(item.code)) for one, found in self.readings]

    def scores(self, visit: Visit, item: Item) -> list[Score | None]:
        """Return the readers' scores, the adjudicator's left out; None for a reason."""
        return [
            None if entry is None else entry.value
            for reading, entry in self.entries(visit, item)
            if reading.assignment.kind == AssignmentKind.READ
        ]

    def cell(self, visit: Visit, item: Item) -> Cell | None:
        if visit.pk not in self.positions:
            return None
        scores = self.scores(visit, item)
        return Cell(
            mean=mean_score(scores),
            n=sum(score is not None for score in scores),
            readings=tuple(
                (reading, text_of(entry)) for reading, entry in self.entries(visit, item)
            ),
        )

    def change(self, first: Visit, last: Visit, item: Item) -> Fraction | None:
        return mean_change(self.scores(first, item), self.scores(last, item))


def partner_cases(user: User, case: Case) -> list[Case]:
    """Return the patient's cases in campaigns of the other modality, by campaign. One query.

    Calibrations train readers and say nothing of a patient.
    """
    campaigns = Campaign.objects.visible_to(user).filter(
        study=case.campaign.study,
        kind=CampaignKind.STUDY,
        instrument__in=partners_of(case.campaign.instrument),
    )
    found = Case.objects.active().filter(patient=case.patient, campaign__in=campaigns)
    return list(found.select_related("campaign").order_by("campaign__created_at", "campaign"))


def bones_of(one: Case, other: Case, readings: Sequence[Reading]) -> Bones:
    """Lay the scores of two cases of a patient out by bone, whichever of them is the MRI's.

    Two queries.

    Args:
        one, other: of locked campaigns of two modalities, with their campaigns.
        readings: current first readings and adjudications of both, those the person may see.
    """
    is_mri = one.campaign.instrument in MRI_INSTRUMENTS
    mri_case, film_case = (one, other) if is_mri else (other, one)
    points = list(
        CaseTimePoint.objects.filter(case__in=[one, other])
        .select_related("visit__planned", "examination")
        .order_by("visit__took_place_on", "visit")
    )
    visits = tuple({point.visit_id: point.visit for point in points}.values())
    side = _side([point for point in points if point.case_id == mri_case.pk])
    entries = entries_of_each(readings)
    mri, film = (_read(case, points, readings, entries) for case in (mri_case, film_case))
    mri_instrument = get_instrument(mri_case.campaign.instrument)
    film_instrument = get_instrument(film_case.campaign.instrument)
    features = {*mri_case.campaign.features} & {*film_case.campaign.features}
    bones = [
        bone
        for bone in same_bones(mri_instrument, film_instrument, side)
        if bone.feature in features
    ]
    return Bones(
        side=side,
        visits=visits,
        sections=tuple(
            Section(
                mri_instrument.feature(key).label,
                tuple(_row(bone, visits, mri, film) for bone in bones if bone.feature == key),
            )
            for key in dict.fromkeys(bone.feature for bone in bones)
        ),
    )


def _side(points: Sequence[CaseTimePoint]) -> str:
    """Return the side of all these examinations; "" where one is unknown or another."""
    sides = {"" if point.examination is None else point.examination.side for point in points}
    return sides.pop() if len(sides) == 1 and sides <= set(SIDES) else ""


def _read(
    case: Case,
    points: Sequence[CaseTimePoint],
    readings: Sequence[Reading],
    entries: Mapping[int, EntriesByPosition],
) -> _Read:
    own = [reading for reading in readings if reading.assignment.case_id == case.pk]
    own.sort(
        key=lambda one: (
            one.assignment.kind == AssignmentKind.ADJUDICATION,
            one.assignment.reader_number,
        )
    )
    return _Read(
        case=case,
        positions={point.visit_id: point.position for point in points if point.case_id == case.pk},
        readings=tuple((reading, entries[reading.pk]) for reading in own),
    )


def _row(bone: SameBone, visits: Sequence[Visit], mri: _Read, film: _Read) -> Row:
    lines = tuple(Line(item, tuple(mri.cell(visit, item) for visit in visits)) for item in bone.mri)
    films = tuple(film.cell(visit, bone.film) for visit in visits)
    shared = [visit for visit in visits if visit.pk in mri.positions and visit.pk in film.positions]
    return Row(bone, films, lines, tuple(_disagreements(bone, shared, mri, film)))


def _disagreements(bone: SameBone, shared: Sequence[Visit], mri: _Read, film: _Read) -> list[str]:
    """Say where one modality sees damage, or worsening from first to last, and the other none."""
    alone: dict[bool, list[str]] = {True: [], False: []}
    for visit in shared:
        on_mri = any_damage([mean_score(mri.scores(visit, item)) for item in bone.mri])
        on_film = any_damage([mean_score(film.scores(visit, bone.film))])
        if on_mri is not None and on_film is not None and on_mri != on_film:
            alone[on_mri].append(visit.planned.name)
    words = [
        _(sentence) % {"visits": ", ".join(alone[is_mri])}
        for is_mri, sentence in zip((True, False), PRESENT[bone.feature], strict=True)
        if alone[is_mri]
    ]
    if len(shared) > 1:
        first, last = shared[0], shared[-1]
        on_mri = is_worse([mri.change(first, last, item) for item in bone.mri])
        on_film = is_worse([film.change(first, last, bone.film)])
        if on_mri is not None and on_film is not None and on_mri != on_film:
            words.append(_("Worse on MRI only") if on_mri else _("Worse on the radiograph only"))
    return words
