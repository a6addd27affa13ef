"""Finds the instruments: each file of a folder of instruments brings one ``INSTRUMENT``.

The folder ``versions/`` is always searched; a site may add folders of its own. Nothing else lists
instruments. One whose file is gone is withdrawn: whoever keeps definitions says what it was, so
that its readings stay readable, but no new campaign can choose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import MappingProxyType

from scoring.instruments import versions
from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument
from scoring.instruments.errors import InstrumentFileError, UnknownInstrumentError
from scoring.instruments.sources import SHIPPED, SOURCES
from scoring.instruments.wellformed import problems_of


@checked
def get_instrument(key: str) -> Instrument:
    """Return the instrument with this key, also a withdrawn one.

    Raises `UnknownInstrumentError`, naming the known ones, for a key that never was.
    """
    known = _by_key(SOURCES.folders)
    instrument = known[key] if key in known else SOURCES.withdrawn(key)
    if instrument is None:
        raise UnknownInstrumentError(key, known)
    return instrument


@checked
def all_instruments() -> tuple[Instrument, ...]:
    """Return every instrument that a campaign can choose, shipped ones first, by file name."""
    return tuple(_by_key(SOURCES.folders).values())


@checked
def feature_labels(instruments: Sequence[Instrument] | None = None) -> dict[str, str]:
    """Return every feature key with what it is called, for lists that span instruments.

    ``instruments``: all that a campaign can choose, unless given. Where they word
    a feature otherwise, each wording names its instruments.
    """
    wordings: dict[str, dict[str, list[str]]] = {}
    for instrument in all_instruments() if instruments is None else instruments:
        for feature in instrument.features:
            said = wordings.setdefault(feature.key, {}).setdefault(feature.label, [])
            said.append(instrument.name)
    return {
        key: next(iter(said))
        if len(said) == 1
        else "; ".join(f"{label} ({', '.join(names)})" for label, names in said.items())
        for key, said in wordings.items()
    }


@cache
def _by_key(searched: tuple[Path, ...]) -> Mapping[str, Instrument]:
    found: dict[str, Instrument] = {}
    for path in _files(searched):
        instrument = _read(path)
        problems = problems_of(instrument)
        if instrument.key in found:
            problems.append(f"another file brings an instrument “{instrument.key}” already")
        if problems:
            raise InstrumentFileError(f"{path.name} can't be used: {'; '.join(problems)}.")
        found[instrument.key] = instrument
    return MappingProxyType(found)


def _files(searched: tuple[Path, ...]) -> Iterator[Path]:
    for folder in searched:
        yield from sorted(path for path in folder.glob("*.py") if path.stem != "__init__")


def _read(path: Path) -> Instrument:
    """Return what a file brings; an added file is no module of this package, only its own."""
    if path.parent == SHIPPED:
        module = import_module(f"{versions.__name__}.{path.stem}")
    else:
        spec = spec_from_file_location(f"added_instruments.{path.stem}", path)
        if spec is None or spec.loader is None:
            raise InstrumentFileError(f"{path} can't be read as Python.")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    instrument = getattr(module, "INSTRUMENT", None)
    if not isinstance(instrument, Instrument):
        raise InstrumentFileError(f"{path.name} must bring an Instrument named INSTRUMENT.")
    return instrument
