"""Where the file states what its panel, its layout or its own names contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ra_registry.assays.verdict.evidence import Conflict, FileEvidence
from ra_registry.assays.verdict.findings import Finding, FindingCode


def foreign_spots(evidence: FileEvidence) -> Iterator[Finding]:
    """One finding a plate and spot that the panel does not have."""
    wells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for plate, well, spot in evidence.foreign_spots:
        wells[plate, spot].append(well)
    for (plate, spot), of_spot in wells.items():
        yield Finding(FindingCode.SPOT, plate=plate, wells=unique(of_spot), found=spot)


def conflicts(evidence: FileEvidence) -> Iterator[Finding]:
    """One finding a plate and kind: whoever answers for it looks at all of its wells together."""
    found: dict[tuple[FindingCode, str], list[Conflict]] = defaultdict(list)
    for one in evidence.conflicts:
        found[one.code, one.plate].append(one)
    for (code, plate), wells in found.items():
        yield Finding(
            code,
            plate=plate,
            wells=unique(one.well for one in wells),
            found=", ".join(unique(one.column for one in wells)),
            expected=", ".join(unique(one.other for one in wells)),
        )


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in the order in which they came."""
    return tuple(dict.fromkeys(names))
