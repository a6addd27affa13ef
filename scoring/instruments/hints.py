"""Scores that are allowed together but rarely meant together. A hint never stops a reader."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.scores import Score

# Damage heals by a step or two in the studies that look for repair. A fall by half of the site's
# range or more is far likelier a slip of the hand or two sites mixed up, so it is worth a look.
FAR_BELOW = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence about the item ``site``, prompted by the score of ``because_of``."""

    site: str
    because_of: str
    message: str


@checked
def reading_hints(
    instrument: Instrument,
    columns: Sequence[Mapping[str, Score]],
    *,
    in_time_order: bool,
    lacking: Sequence[Collection[str]] = (),
) -> list[tuple[int, Hint]]:
    """Return every hint of a reading with the number of its column, 1 the first.

    Args:
        instrument: whose rules hold.
        columns: the scored sites of each time point, in the order that the reader sees.
        in_time_order: whether the reader knows that order. Otherwise no two columns are compared:
            a hint about a fall would tell which film is the earlier one.
        lacking: for each column the features whose image series was not made.

    Raises:
        UnknownItemError: a code the instrument doesn't have.
    """
    found = []
    for column, scores in enumerate(columns, start=1):
        hints = consistency_hints(instrument, scores)
        if in_time_order and column > 1:
            hints += fall_hints(instrument, columns[0], scores)
        if lacking:
            hints += series_hints(instrument, scores, lacking[column - 1])
        found += [(column, hint) for hint in hints]
    return found


@checked
def consistency_hints(instrument: Instrument, scores: Mapping[str, Score]) -> list[Hint]:
    """List bones and joints with too little erosion beside a space scored as ankylosis.

    RAMRIS 2016: a fused bone has erosion 10. Sharp/van der Heijde: a joint that is ankylosed or
    luxated has rarely none or a discrete erosion only. Sites not scored give no hint. Order: form
    order of the joint spaces. Raises `UnknownItemError` for a code the instrument doesn't have.
    """
    for code in scores:
        instrument.item(code)
    return [*_fused_bones(instrument, scores), *_hardly_eroded(instrument, scores)]


def _fused_bones(instrument: Instrument, scores: Mapping[str, Score]) -> Iterator[Hint]:
    for space_code, bone_codes in instrument.fused_bones.items():
        space = instrument.item(space_code)
        if scores.get(space_code) != space.maximum:
            continue
        for bone_code in bone_codes:
            bone = instrument.item(bone_code)
            found = scores.get(bone_code)
            if found is not None and found < bone.maximum:
                message = (
                    f"{space.full_label} is scored {space.maximum} (ankylosis), but "
                    f"{bone.full_label} is {found}: a fused bone scores {bone.maximum}."
                )
                yield Hint(site=bone_code, because_of=space_code, message=message)


def _hardly_eroded(instrument: Instrument, scores: Mapping[str, Score]) -> Iterator[Hint]:
    if not instrument.eroded_when_fused:
        return
    erosions = {
        (item.region, item.site): item for item in instrument.items if item.feature == "erosion"
    }
    for space in (item for item in instrument.items if item.feature == "jsn"):
        joint = erosions.get((space.region, space.site))
        if joint is None or scores.get(space.code) != space.maximum:
            continue
        found = scores.get(joint.code)
        if found is not None and found < instrument.eroded_when_fused:
            message = (
                f"{space.full_label} is scored {space.maximum} (ankylosis or luxation), but "
                f"{joint.full_label} is {found}: such a joint is rarely so little eroded."
            )
            yield Hint(site=joint.code, because_of=space.code, message=message)


@checked
def fall_hints(
    instrument: Instrument, baseline: Mapping[str, Score], follow_up: Mapping[str, Score]
) -> list[Hint]:
    """List sites of damage far below what they were at baseline; see `FAR_BELOW`.

    For readers who know the order of time points only. Inflammation may fall at will.
    """
    return [
        Hint(
            site=item.code,
            because_of=item.code,
            message=(
                f"{item.full_label} is {follow_up[item.code]}, and was {baseline[item.code]} at "
                "the first time point: damage rarely falls so far."
            ),
        )
        for item in _damage(instrument)
        if item.code in baseline
        and item.code in follow_up
        and baseline[item.code] - follow_up[item.code] >= FAR_BELOW * item.maximum
    ]


def _damage(instrument: Instrument) -> Iterator[Item]:
    features = {feature.key for feature in instrument.features if feature.is_damage}
    return (item for item in instrument.items if item.feature in features)


@checked
def series_hints(
    instrument: Instrument, scores: Mapping[str, Score], lacking: Collection[str]
) -> list[Hint]:
    """Return a hint for each feature that is scored although its image series was not made."""
    hints = []
    for feature in instrument.features:
        if feature.key not in lacking or feature.needs is None:
            continue
        scored = [item for item in instrument.items_of([feature.key]) if item.code in scores]
        if scored:
            sites = "1 site" if len(scored) == 1 else f"{len(scored)} sites"
            message = (
                f"{feature.label} is scored at {sites}, first {scored[0].label}, but its images "
                f"were not made ({feature.needs.reason.label.lower()})."
            )
            hints.append(Hint(scored[0].code, scored[0].code, message))
    return hints
