"""How the audit trail says what scoring's events hold: labels, never keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.forms import STRATEGIES
from scoring.instruments import all_instruments
from scoring.models.reading import SignatureMeaning


def instrument(key: str) -> str:
    return {one.key: one.name for one in all_instruments()}[key]


def features(keys: Sequence[str]) -> str:
    """The features by name; an event doesn't tell of which instrument's version."""
    everywhere = reversed(all_instruments())
    labels = {one.key: one.label for each in everywhere for one in each.features}
    return ", ".join(labels[key] for key in keys)


def strategy(key: str) -> str:
    return str(dict(STRATEGIES)[key])


def readers(keys: Sequence[int]) -> str:
    """How many: who they are is told by the campaign, and the trail reads nothing."""
    return ngettext("%(n)d reader", "%(n)d readers", len(keys)) % {"n": len(keys)}


def signature(signed: Mapping[str, Any]) -> str:
    """The signer and what the signature means; the event itself has the moment."""
    meaning = SignatureMeaning(signed["meaning"]).label
    return _("%(name)s: %(meaning)s") % {"name": signed["name"], "meaning": meaning}


PARTICULARS: dict[str, Callable[[Any], str]] = {
    "instrument": instrument,
    "features": features,
    "strategy": strategy,
    "readers": readers,
    "signature": signature,
}
