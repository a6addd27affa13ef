"""From the rows of a parsed file to wells with a role, a sample and their measurements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ra_registry.assays.models import PanelAnalyte, Sample
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import ParsedFile, ParsedRow, Role, alias_key, fold_code
from ra_registry.assays.services.choices import Choices

ROLES = {
    Role.CALIBRATOR: WellRole.CALIBRATOR,
    Role.UNKNOWN: WellRole.SAMPLE,
    Role.CONTROL: WellRole.CONTROL,
    Role.NEGATIVE_CONTROL: WellRole.CONTROL,
    Role.BLANK: WellRole.BLANK,
}


@dataclass
class StagedWell:
    """A well as it would be stored. ``role`` is None while nobody has said what it holds."""

    plate: str
    name: str
    label: str
    role: WellRole | None
    sample_id: int | None
    dilution: float
    rows: list[ParsedRow]
    unknown_sample: bool = False
    dilution_stated: bool = False


@dataclass(frozen=True)
class Resolved:
    """The file's wells, the analyte of each row, and what could not be resolved.

    ``doubled`` names wells in which two rows are the same analyte; ``on_several_plates`` the
    samples that stand on more than one plate.
    """

    wells: list[StagedWell]
    analyte_ids: dict[tuple[str, int | None], int]
    unknown_samples: list[str]
    wells_without_role: list[StagedWell]
    unknown_assays: list[str]
    doubled: list[str]
    on_several_plates: list[str]


def resolve(
    parsed: ParsedFile,
    *,
    samples: Mapping[str, Sample],
    spots: Iterable[PanelAnalyte],
    keys: Mapping[str, int],
    levels: frozenset[str],
    choices: Choices,
) -> Resolved:
    """Decide what each well holds.

    Args:
        parsed: the file, its layout applied.
        samples: the study's samples by casefolded code.
        spots: the panel's analytes by spot, for files that name none.
        keys: the panel's analytes by folded name.
        levels: casefolded names of the lot's calibrator levels.
        choices: what the coordinator has confirmed.
    """
    analyte_ids, unknown_assays = _analytes(parsed, spots, keys)
    rows: dict[tuple[str, str], list[ParsedRow]] = {}
    for row in parsed.rows:
        rows.setdefault((row.plate, row.well), []).append(row)
    found = [_well(of_well, samples, levels, choices) for of_well in rows.values()]
    return Resolved(
        wells=found,
        analyte_ids=analyte_ids,
        unknown_samples=sorted({well.label for well in found if well.unknown_sample}),
        wells_without_role=[well for well in found if well.role is None],
        unknown_assays=unknown_assays,
        doubled=_doubled(found, analyte_ids),
        on_several_plates=_on_several_plates(found),
    )


def _doubled(
    wells: Iterable[StagedWell], analyte_ids: Mapping[tuple[str, int | None], int]
) -> list[str]:
    doubled = []
    for well in wells:
        seen: dict[int, str] = {}
        for row in well.rows:
            analyte = analyte_ids.get((row.assay, row.spot))
            if analyte is None:
                continue
            name = row.assay or f"spot {row.spot}"
            if analyte in seen:
                doubled.append(f"{well.name} ({seen[analyte]} and {name}, line {row.line})")
            seen[analyte] = name
    return doubled


def _on_several_plates(wells: Iterable[StagedWell]) -> list[str]:
    plates: dict[str, set[str]] = {}
    for well in wells:
        if well.sample_id is not None:
            plates.setdefault(well.label, set()).add(well.plate)
    return sorted(label for label, on in plates.items() if len(on) > 1)


def _well(
    rows: list[ParsedRow],
    samples: Mapping[str, Sample],
    levels: frozenset[str],
    choices: Choices,
) -> StagedWell:
    # The rows of a well don't contradict each other (see ``checks``), but one may say less.
    first = rows[0]
    label = next((row.sample.strip() for row in rows if row.sample.strip()), "")
    stated = next((row.role for row in rows if row.role is not None), None)
    dilution = next((row.dilution.value for row in rows if row.dilution.value is not None), None)
    sample = samples.get(fold_code(label))
    role = ROLES[stated] if stated is not None else None
    if role is None and choices.confirm_roles:
        role = _confirmed_role(label, known=sample is not None, levels=levels)
    unknown = role == WellRole.SAMPLE and sample is None
    # A well without a role is left out only after the rule for roles was tried.
    left_out = unknown or (role is None and choices.confirm_roles)
    if choices.leave_out_unknown and left_out:
        role = WellRole.IGNORED
    return StagedWell(
        plate=first.plate,
        name=first.well,
        label=label,
        role=role,
        sample_id=sample.pk if sample is not None and role == WellRole.SAMPLE else None,
        dilution=1.0 if dilution is None else dilution,
        rows=rows,
        unknown_sample=unknown,
        dilution_stated=dilution is not None,
    )


def _confirmed_role(label: str, *, known: bool, levels: frozenset[str]) -> WellRole | None:
    is_level = label.casefold() in levels
    if known == is_level:  # neither, or a sample that is called like a calibrator
        return None
    return WellRole.SAMPLE if known else WellRole.CALIBRATOR


def _analytes(
    parsed: ParsedFile, spots: Iterable[PanelAnalyte], keys: Mapping[str, int]
) -> tuple[dict[tuple[str, int | None], int], list[str]]:
    """Return the analyte of each (assay name, spot); a name wins over the spot."""
    by_spot = {spot.spot: spot.analyte_id for spot in spots}
    found: dict[tuple[str, int | None], int] = {}
    unknown: set[str] = set()
    for assay, spot in {(row.assay, row.spot) for row in parsed.rows}:
        analyte = keys.get(alias_key(assay)) if assay else by_spot.get(spot or 0)
        if analyte is None:
            unknown.add(assay or (f"spot {spot}" if spot else ""))
        else:
            found[assay, spot] = analyte
    return found, sorted(unknown)
