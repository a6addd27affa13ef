"""A plate as a grid of wells, for the review of a file and the page of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ra_registry.assays.models import Sample, Well
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers.wells import ROW_LETTERS, well_name
from ra_registry.assays.services.wells import StagedWell

NO_ROLE = "unknown"
EMPTY = "empty"


@dataclass(frozen=True)
class MapWell:
    """One cell of the map. ``title`` says in full what the cell has only room to hint at."""

    name: str
    role: str
    label: str
    title: str
    problem: str = ""


@dataclass(frozen=True)
class MapRow:
    letter: str
    wells: list[MapWell]


@dataclass(frozen=True)
class PlateMap:
    """All wells of a plate, empty ones included."""

    name: str
    columns: list[int]
    rows: list[MapRow]

    @property
    def is_large(self) -> bool:
        return len(self.columns) > 12


def staged_map(
    name: str,
    wells: Iterable[StagedWell],
    *,
    size: tuple[int, int],
    samples: Mapping[int, Sample],
) -> PlateMap:
    """Return the map of a plate that waits for review; ``samples`` are the study's by id."""
    return _grid(name, [_staged(well, samples) for well in wells], size)


def stored_map(name: str, wells: Iterable[Well], *, size: tuple[int, int]) -> PlateMap:
    """Return the map of an accepted plate."""
    return _grid(name, [_stored(well) for well in wells], size)


def _stored(well: Well) -> MapWell:
    role = WellRole(well.role).label
    return MapWell(
        name=well.name,
        role=well.role,
        label=well.label,
        title=_title(well.name, role, well.label, well.dilution, well.sample),
    )


def _staged(well: StagedWell, samples: Mapping[int, Sample]) -> MapWell:
    sample = samples.get(well.sample_id or 0)
    problem = ""
    if well.role is None:
        problem = "role not stated"
    elif well.unknown_sample:
        problem = "no sample of this study"
    return MapWell(
        name=well.name,
        role=well.role or NO_ROLE,
        label=well.label,
        title=_title(
            well.name,
            well.role.label if well.role else "Role not stated",
            well.label,
            well.dilution,
            sample,
        ),
        problem=problem,
    )


def _title(name: str, role: str, label: str, dilution: float, sample: Sample | None) -> str:
    parts = [f"{name}: {role}"]
    if label:
        parts.append(label)
    if sample is not None:
        parts.append(f"{sample.visit.patient.pseudonym}, {sample.visit.planned.name}")
    if dilution != 1:
        parts.append(f"diluted 1:{dilution:g}")
    return " · ".join(parts)


def _grid(name: str, cells: Sequence[MapWell], size: tuple[int, int]) -> PlateMap:
    found = {cell.name: cell for cell in cells}
    height, width = size
    columns = list(range(1, width + 1))
    rows = [
        MapRow(letter, [_cell(found, well_name(letter, column)) for column in columns])
        for letter in ROW_LETTERS[:height]
    ]
    return PlateMap(name, columns, rows)


def _cell(found: Mapping[str, MapWell], name: str) -> MapWell:
    return found.get(name) or MapWell(name, EMPTY, "", f"{name}: not in the file")
