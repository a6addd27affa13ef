"""Finds the instruments: every module in ``versions/`` brings one ``INSTRUMENT``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from scoring.instruments import versions
from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument
from scoring.instruments.errors import UnknownInstrumentError


@cache
def _by_key() -> Mapping[str, Instrument]:
    modules = sorted(module.name for module in iter_modules(versions.__path__))
    found: list[Instrument] = [
        import_module(f"{versions.__name__}.{name}").INSTRUMENT for name in modules
    ]
    return MappingProxyType({instrument.key: instrument for instrument in found})


@checked
def get_instrument(key: str) -> Instrument:
    """Return the instrument with this key, or raise `UnknownInstrumentError` naming the known."""
    try:
        return _by_key()[key]
    except KeyError:
        raise UnknownInstrumentError(key, _by_key()) from None


@checked
def all_instruments() -> tuple[Instrument, ...]:
    """Return every shipped instrument, ordered by module name."""
    return tuple(_by_key().values())
