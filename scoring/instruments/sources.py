"""Where instruments come from: folders of files, and keepers of what files no longer bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scoring.instruments import versions
from scoring.instruments.definitions import Instrument

# Returns the definition of a withdrawn instrument, None for a key that never was.
Keeper = Callable[[str], Instrument | None]


@dataclass
class Sources:
    """The folders that are searched, shipped one first, and those who keep definitions."""

    folders: tuple[Path, ...]
    keepers: list[Keeper] = field(default_factory=list)

    def add_folder(self, folder: Path) -> None:
        """Search this folder too. Adding it again changes nothing."""
        if folder not in self.folders:
            self.folders = (*self.folders, folder)

    def keep_withdrawn(self, keeper: Keeper) -> None:
        """Ask ``keeper`` for an instrument that no file brings any more."""
        if keeper not in self.keepers:
            self.keepers.append(keeper)

    def withdrawn(self, key: str) -> Instrument | None:
        """Return what the keepers know of an instrument without a file."""
        kept = (keeper(key) for keeper in self.keepers)
        return next((instrument for instrument in kept if instrument is not None), None)


SHIPPED = Path(versions.__path__[0])
SOURCES = Sources((SHIPPED,))
